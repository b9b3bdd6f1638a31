// For the app: opens the module and starts its learners.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "interactions/keeping.h"
#include "interactions/log.h"
#include "platform/base/id.h"
#include "platform/db/database.h"
#include "platform/events/outbox.h"
#include "platform/http/route.h"

namespace plaza::interactions {

struct Settings {
  bool require_key = false;  // true: calls from elsewhere need a known write key
  int snapshot_every = 200'000;  // records between snapshots of the learners
};

struct Needs {
  db::Database& log_database;  // a file of its own: never the main database
  const Clock& clock;
  Settings settings = {};
};

struct LearnerState {
  std::string name;
  int version = 0;
  std::int64_t position = 0;  // of the log, that it has learnt
  // Of its snapshot; none: it keeps none, or has not yet.
  std::optional<std::int64_t> saved_position, saved_bytes;
  std::string saved_hash;
};

// What a stopped log's learner is, and what a replay makes of it.
struct LearnerCheck {
  std::string name;
  int version = 0;
  bool restored = false;      // from its snapshot; else it was made of the log from its beginning
  bool intact = true;         // what was restored has the hash that was written down with it
  std::int64_t from = 0;      // the snapshot's position
  std::int64_t position = 0;  // the log's end
  std::int64_t bytes = 0;     // of the state
  std::string hash;           // SHA-256 of the state, in hex
  std::string replayed;       // the same of a replay from the first record; empty: not asked for
  bool is_well() const { return intact && (replayed.empty() || replayed == hash); }
};

class Module {
 public:
  virtual ~Module() = default;
  virtual Log& log() = 0;
  // Before the first request. Borrowed.
  virtual void plug(Keeping& keeping) = 0;
  virtual void add_routes(http::Routes& routes) = 0;
  // Before start(). Borrowed: the learner must outlive stop().
  virtual void add_learner(Learner& learner) = 0;
  // Restores and replays the learners, then keeps them live. Blocks until they have caught up.
  virtual void start() = 0;
  // Instead of start(), for the command line: brings every learner to the log's end and tells what it is; with `replay` also what the
  // log makes of it from the beginning (the learners are then at that). `progress` is told the position.
  virtual std::vector<LearnerCheck> check(bool replay, const std::function<void(std::int64_t)>& progress) = 0;
  // Stops the live delivery and writes snapshots.
  virtual void stop() = 0;
  // Once words were taken out of the log, what this process has learnt may hold them still, and is kept no more. States for the next
  // start are then made aside, of the clean log, by another process: here is told that they are wanted (there are none, or they are far
  // behind), with a number for take_states().
  virtual std::optional<std::uint64_t> states_wanted() = 0;
  // Instead of start(), in that process, which has opened the same log and writes nothing to it: brings the learners to the log's end,
  // from the states that are kept, if any, and writes theirs into this folder; how many. Those whose state stands in tables are left out.
  virtual int write_states(const std::string& folder) = 0;
  // Keeps them. False: not all of them, because words were taken out again meanwhile, or one is no state of ours.
  virtual bool take_states(const std::string& folder, std::uint64_t wanted) = 0;
  // What the learners have learnt and kept.
  virtual std::vector<LearnerState> learners() = 0;
  // Returns when every learner has seen all that was appended before the call.
  virtual void drain() = 0;
  // Where the bridge stands: the sequence of the last domain event that is in the log.
  virtual std::int64_t bridged() = 0;
  // Appends domain events (message id = event id), once each, in order.
  virtual void bridge(const std::vector<events::Event>& events) = 0;
};

std::unique_ptr<Module> open(const Needs& needs);
std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::interactions
