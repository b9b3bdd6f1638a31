// The number of this process among all that use one database (0..1023): it goes into every id, so no two processes may
// hold one at once. A number is leased for a minute and renewed while the process lives. One that was held before comes
// with the greatest id known to have been made under it, so that ids never go backwards even when the clock did.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/database.h"

namespace plaza::db {

constexpr int nodes_max = 1024;
constexpr Micros node_lease_length = seconds(60);

struct Node {
  int number = 0;
  std::int64_t last_id = 0;  // 0: the number is new
  std::int64_t token = 0;    // proves who holds it
};

// Needs platform_migrations(). Throws DatabaseError::unavailable when all numbers are taken.
Node take_node(Database& database, const Clock& clock);
// Just the number, for those that neither renew nor make ids for longer than the lease: the command line, tests.
int lease_node(Database& database, const Clock& clock);
// Holds it for another minute. False: somebody else has it by now.
bool renew_node(Database& database, const Clock& clock, const Node& node, std::int64_t last_id);
// Gives it back at once; nothing happens when somebody else has it.
void release_node(Database& database, const Clock& clock, const Node& node, std::int64_t last_id);

// Holds a number as long as it lives, and makes ids with it. Database and clock must outlive it. Thread-safe.
class NodeLease {
 public:
  // `lost` is called once, on a thread of this class, when the number went to somebody else (this process was
  // stopped for longer than the lease): make no more ids, end the process.
  NodeLease(Database& database, const Clock& clock, std::function<void()> lost);
  ~NodeLease();
  NodeLease(const NodeLease&) = delete;
  NodeLease& operator=(const NodeLease&) = delete;

  int number() const;
  IdSource& ids();
  // What the background thread does every 20 seconds.
  void renew_now();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plaza::db
