// Times as files write them.
#pragma once

#include <optional>
#include <string_view>

#include "platform/base/time.h"

namespace plaza::interchange {

// RFC 3339, or "2024-05-01 10:11:12 +0200" (a day alone begins at midnight UTC).
std::optional<Time> parse_moment(std::string_view text);

}  // namespace plaza::interchange
