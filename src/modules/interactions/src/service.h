#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "delivery.h"
#include "duplicate_window.h"
#include "interactions/log.h"
#include "interactions/module.h"

namespace plaza::interactions {

// The log: gives positions and drops duplicates on the log's own writer thread, hands committed batches to the learners.
class LogService final : public Log {
 public:
  LogService(db::Database& database, const Clock& clock, Delivery& delivery);

  // Fills the duplicate window and finds the last position. Before anything is appended.
  void load();

  Task<Appended> append(std::vector<Record> records) override;
  Appended append_now(std::vector<Record> records) override;
  // The same, and moves the bridge to `sequence` in the same transaction.
  void append_bridged(std::vector<Record> records, std::int64_t sequence);
  std::int64_t last_position() const override { return committed_.load(); }
  std::int64_t read(std::int64_t after, std::int64_t limit, const std::function<void(const Record&)>& each) override;
  std::vector<Record> latest(std::int64_t limit, std::string_view visitor, std::int64_t account) override;
  std::int64_t redact(const Redaction& who) override;

 private:
  // One append: what was asked, and what of it was new.
  struct Attempt {
    std::vector<Record> records;
    std::shared_ptr<std::vector<Record>> fresh = std::make_shared<std::vector<Record>>();
  };
  // On the writer thread.
  Appended write(db::Transaction& tx, Attempt& attempt);
  // The attempt's transaction failed: its message ids may come again.
  void forget(const Attempt& attempt);

  db::Database& database_;
  const Clock& clock_;
  Delivery& delivery_;
  std::mutex window_mutex_;
  DuplicateWindow window_;
  std::int64_t next_ = 1;  // writer thread only
  std::atomic<std::int64_t> committed_ = 0;
};

}  // namespace plaza::interactions
