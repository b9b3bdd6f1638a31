// What segments do besides answering: look at everybody for what is new, write who came and went with its events, and put a tick
// into the log when time alone changes something. Thread-safe.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "interactions/log.h"
#include "platform/base/signal.h"
#include "platform/db/database.h"
#include "roster.h"
#include "shelves.h"

namespace plaza::segments {

struct KeeperParts {
  db::Database& database;
  const Clock& clock;
  interactions::Log& log;
  Roster& roster;
  Shelves& shelves;
};

class Keeper {
 public:
  explicit Keeper(const KeeperParts& parts) : parts_(parts) {}
  ~Keeper() { stop(); }
  void start();
  void stop();
  // One turn by hand.
  void settle();
  // Collections may have changed.
  void shelves_changed() { shelves_changed_ = true; }

 private:
  void run();
  void turn();
  void look();
  void write_moves();
  void tick();

  const KeeperParts parts_;
  std::mutex mutex_;  // one turn at a time
  Signal wake_;
  std::atomic<bool> stopping_ = false, shelves_changed_ = false;
  Time shelves_read_at_;
  std::thread thread_;
};

}  // namespace plaza::segments
