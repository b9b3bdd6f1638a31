// Carries the log to the learners: first what each missed since its snapshot, then live, from one thread in log order.
// Committed batches are handed over in memory; when learners fall behind, the gap is read from disk instead of queueing.
// Snapshots are made between two batches, of one learner at a time, and the more seldom the larger its state is: making one may cost
// a hundredth of the time at most, and writing it a few times what the log itself takes on disk.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "interactions/log.h"
#include "interactions/module.h"
#include "platform/db/database.h"
#include "snapshots.h"

namespace plaza::interactions {

using Batch = std::shared_ptr<const std::vector<Record>>;

class Delivery {
 public:
  Delivery(db::Database& database, int snapshot_every)
      : database_(database), snapshot_every_(snapshot_every), snapshots_(database) {}
  ~Delivery() { stop(); }

  void add(Learner& learner) { learners_.push_back({&learner, 0, 0, 0, {}, {}, learner.rehearsal() != nullptr}); }
  void start(std::int64_t last_position);
  void stop();
  // A batch that was committed; called in log order by the log's writer.
  void committed(Batch batch);
  // Words are being taken out of the log, or were: what learners hold in memory may keep them, and no more snapshots are made of it.
  // Called before and after.
  void words_taken_out() { snapshots_.words_taken_out(); }
  // As in module.h.
  std::optional<std::uint64_t> states_wanted();
  int write_states(std::int64_t last_position, const std::string& folder);
  bool take_states(const std::string& folder, std::uint64_t wanted);
  // Waits until everything up to `position` has been applied.
  void wait_for(std::int64_t position);
  // Instead of start(): what each learner's state is at this position, and what a replay makes of the same log.
  std::vector<LearnerCheck> check(std::int64_t last_position, bool replay, const std::function<void(std::int64_t)>& progress);
  std::vector<LearnerState> states();

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Follower {
    Learner* learner;
    std::int64_t position;  // applied up to here
    std::int64_t saved;     // the position of its snapshot
    std::int64_t bytes;     // of its snapshot
    Moment saved_at;
    Moment::duration pause;  // that the snapshot cost
    bool in_tables;          // its state; its snapshot holds nobody's words
  };
  // Returns whether it came from its snapshot.
  bool restore(Follower& follower);
  void restore_all(std::vector<Follower>& followers);
  void catch_up(std::vector<Follower>& followers, std::int64_t to, const std::function<void(std::int64_t)>& progress = {});
  void run();
  static void apply(std::vector<Follower>& followers, const Record& record);
  bool is_due(const Follower& follower) const;
  bool is_far_behind(std::int64_t records, std::int64_t bytes) const;
  void save(Follower& follower);

  db::Database& database_;
  const int snapshot_every_;
  Snapshots snapshots_;
  std::vector<Follower> learners_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable applied_;
  std::deque<Batch> queue_;
  std::int64_t known_ = 0;      // the last committed position we were told of
  std::int64_t delivered_ = 0;  // the last applied one
  bool running_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace plaza::interactions
