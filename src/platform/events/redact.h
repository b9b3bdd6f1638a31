// Taking words out of events that are kept: payloads that mention somebody are rewritten where they stand.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "platform/db/connection.h"

namespace plaza::events {

// Rewrites the payload of every kept or parked event that holds `mention` (an id's text); how many. Reads the whole outbox.
std::int64_t redact(db::Transaction& tx, std::string_view mention, const std::function<std::string(std::string_view)>& rewrite);

}  // namespace plaza::events
