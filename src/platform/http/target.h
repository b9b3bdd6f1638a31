// The request target: path and query, percent-decoded and checked. Private to http.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace plaza::http {

// Nothing when an escape is cut off or not hexadecimal.
std::optional<std::string> percent_decoded(std::string_view text);
std::string percent_encoded(std::string_view text);  // all but unreserved characters

// The path of a target as sent: no query, no scheme and host.
std::string_view raw_path(std::string_view target);

// Fills path and query from target. False: bad escapes, no UTF-8, control characters, `.` or `..` segments, more
// than 200 parameters.
bool parse_target(Request& request);

// ASCII only.
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace plaza::http
