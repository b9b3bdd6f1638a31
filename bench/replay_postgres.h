// Runs again what record_postgres wrote down of a server under load: the same transactions with the same values, sent in the same
// pipelined groups, on as many connections, straight through libpq. Nothing between a transaction's groups but the waiting for
// answers; a transaction waits for an earlier one only when both speak of the same cart, order or other row of few.
#pragma once

#include <string>

#include "replay.h"

namespace plaza::bench {

// `url`: a database as it was when the recorded server started. Throws std::runtime_error when more than one transaction in a
// hundred fails.
Replay replay_postgres(const std::string& record, const std::string& url, int connections);

}  // namespace plaza::bench
