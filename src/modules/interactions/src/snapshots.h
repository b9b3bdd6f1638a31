// Learners' states on disk. Making the bytes holds up the learner; bringing them to disk does not: a thread writes them part by part,
// each in a transaction of its own, so that the log's writer is never held up for long. A state holds from the transaction on that
// writes its last part. Each part has a checksum: what is damaged is never restored.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "interactions/log.h"
#include "platform/db/database.h"
#include "store.h"

namespace plaza::interactions {

// SHA-256, in hex, of what `bytes` gives.
struct Hashed {
  std::string hash;
  std::int64_t bytes = 0;
};
Hashed hash_of(const std::function<void(const Pieces&)>& bytes);

// What a state is of.
struct Origin {
  std::string learner;
  int version = 0;
  std::int64_t position = 0;
  std::uint64_t redactions = 0;  // how often words were taken out of the log until then; once it is more, the state is not kept
};

class Snapshots {
 public:
  explicit Snapshots(db::Database& database) : database_(database) {}
  ~Snapshots() { wait(); }
  Snapshots(const Snapshots&) = delete;
  Snapshots& operator=(const Snapshots&) = delete;

  std::optional<store::State> find(const Learner& learner) const;
  // False when it is damaged: that is logged, and the learner has begun anew. Several learners may be restored at once.
  bool restore(Learner& learner, const store::State& state) const;
  // Returns when `make` has made the bytes; a learner without any is left alone. One at a time: waits for the one before. Thread-safe.
  void save(const Origin& origin, const std::function<void(const Pieces&)>& make);
  // The same, and waits until it is on disk. False: it is not.
  bool keep(const Origin& origin, const std::function<void(const Pieces&)>& make);
  bool busy() const { return busy_; }
  // Until what was saved is on disk (or could not be written, which is logged).
  void wait();
  // Words are being taken out of the log, or were: how often that was said.
  void words_taken_out() { ++redactions_; }
  std::uint64_t redactions() const { return redactions_; }

 private:
  void save_in_turn(const Origin& origin, const std::function<void(const Pieces&)>& make);
  void wait_in_turn();
  void take(std::string bytes);  // a part, to be written; waits while too much does already
  void write(const Origin& origin, store::State state);
  bool next(std::string& part, bool& last);

  db::Database& database_;
  std::atomic<std::uint64_t> redactions_ = 0;
  std::atomic<bool> busy_ = false, written_ = false;
  std::mutex turn_;   // who saves or waits
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> waiting_;
  bool complete_ = false, broken_ = false;
  std::thread writer_;
};

}  // namespace plaza::interactions
