// The Segment HTTP Tracking API's bodies as records. Pure: bytes in, records out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interactions/record.h"
#include "platform/base/result.h"

namespace plaza::interactions {

inline constexpr std::size_t event_bytes_max = 32 * 1024;
inline constexpr std::size_t batch_bytes_max = 500 * 1024;
inline constexpr std::size_t batch_events_max = 2'500;

// Who sent the request, as the server knows it.
struct Sender {
  std::int64_t account = 0;   // by session
  bool secret_key = false;
  std::string visitor;        // the cookie or header, used when the body names none
  Time received_at;
  std::string message_prefix;  // makes message ids for calls that bring none: unique per request
};

struct Parsed {
  std::vector<Record> records;
  std::int64_t refused = 0;    // events of a batch that were malformed or too large
  std::int64_t dropped = 0;    // events beyond batch_events_max
  std::string write_key;       // from the body, if there
};

// `call` is "track", "identify", "page", "screen", "group", "alias" or "batch". A single malformed call is an error that names
// the field; a malformed event of a batch is counted and does not lose the others.
Result<Parsed> parse_call(std::string_view call, std::string_view body, const Sender& sender);

}  // namespace plaza::interactions
