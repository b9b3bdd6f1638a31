// Runs again what record_sqlite wrote down of a server under load: the same statements with the same values in the same groups
// (each writer on a thread of its own, all readers on one), against the database as it was before. No HTTP, no JSON, no layer of ours.
#pragma once

#include <string>

namespace plaza::bench {

struct Replay {
  double seconds = 0;            // from the first cart to the last order paid
  std::int64_t checkouts = 0;    // in that time
  std::int64_t statements = 0;   // of all connections
  std::int64_t groups = 0;       // commits of the main database
  double recorded_seconds = 0;   // how long the server took for the same
};

// `folder`: a data directory as it was when the recorded server started. Throws std::runtime_error when a statement fails.
Replay replay(const std::string& record, const std::string& folder);

}  // namespace plaza::bench
