// The limit that appending to the interaction log is held against: the same rows given straight to SQLite (synchronous=FULL, no index),
// one transaction for each group.
#pragma once

#include <string>

namespace plaza::bench {

struct Straight {
  double rate = 0;           // rows a second
  double p50 = 0, p99 = 0;   // milliseconds from the first row of a group to its commit
};

// Writes groups of `group` rows for so long; groups a second at most `groups_rate` (0: as fast as it goes).
Straight append_straight(const std::string& path, int group, double seconds, double groups_rate = 0);

}  // namespace plaza::bench
