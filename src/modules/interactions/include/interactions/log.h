// The one ordered log that all learners read. Appending is acknowledged when the records are on disk; duplicates by message id
// are dropped within 24 hours. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "interactions/packing.h"
#include "interactions/record.h"
#include "platform/base/task.h"

namespace plaza::interactions {

struct Appended {
  std::int64_t stored = 0;
  std::int64_t duplicates = 0;
};

// Whose words are taken out of the log.
struct Redaction {
  std::int64_t account = 0;
  std::string account_text;          // as events name it; empty without an account
  std::set<std::string> visitors;
  std::int64_t until = 0;            // the last position to look at
  std::function<std::string(std::string_view)> rewrite;  // the payload of a domain event that names the account
};

class Log {
 public:
  virtual ~Log() = default;
  // Positions are given in the order of the list.
  virtual Task<Appended> append(std::vector<Record> records) = 0;
  virtual Appended append_now(std::vector<Record> records) = 0;
  // The last position on disk; 0 when empty.
  virtual std::int64_t last_position() const = 0;
  // Calls `each` for positions after `after`, in order, at most `limit`; returns the last position given (or `after`).
  virtual std::int64_t read(std::int64_t after, std::int64_t limit, const std::function<void(const Record&)>& each) = 0;
  // Empties what these people did (who and when stay, so that positions and counts do), and forgets the learners' snapshots, which may
  // hold it too; how many records. Reads the whole log, in steps; may be repeated. Not on an I/O thread.
  virtual std::int64_t redact(const Redaction& who) {
    static_cast<void>(who);
    return 0;
  }
  // The latest records, newest first; for people who look (staff screens). `visitor` and `account` narrow it (empty, 0: all)
  // within the last 50,000 records.
  virtual std::vector<Record> latest(std::int64_t limit, std::string_view visitor, std::int64_t account) = 0;
};

// A learner: state that is a function of the log alone. apply() is called for every record in order, first for the ones missing
// since its snapshot (before the server answers), then live, always from one thread at a time. What it keeps beside that (facts of
// the catalogue, sessions of viewers) is neither in its snapshot nor in its state.
class Learner {
 public:
  virtual ~Learner() = default;
  virtual std::string name() const = 0;
  // Another version than the snapshot's means: forget it and replay from the start.
  virtual int version() const = 0;
  // Empty: begins anew. Throws std::runtime_error when the bytes are none of snapshot()'s; it is then begun anew.
  virtual void restore(std::string_view snapshot) = 0;
  virtual void apply(const Record& record) = 0;
  // Bytes for restore(); empty: this learner keeps no snapshot and replays all. Equal states give equal bytes.
  virtual std::string snapshot() const = 0;

  // The same in pieces, for what is too large to be held twice. These two are what is called.
  virtual void save(const Pieces& out) const {
    if (const auto bytes = snapshot(); !bytes.empty()) out(bytes);
  }
  virtual void load(const Source& next) {
    std::string all;
    for (auto piece = next(); !piece.empty(); piece = next()) all += piece;
    restore(all);
  }
  // What states are compared by; not the snapshot when the state stands in tables.
  virtual void state(const Pieces& out) const { save(out); }
  // For a learner whose state stands in tables: one that makes the same state() of the same log in memory. Null: restore({}) does.
  virtual std::unique_ptr<Learner> rehearsal() { return nullptr; }
};

}  // namespace plaza::interactions
