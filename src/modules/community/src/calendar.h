// Gatherings as an iCalendar file (RFC 5545): CRLF, lines of at most 75 bytes, commas and semicolons escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "group_store.h"

namespace plaza::community {

std::string calendar(const std::vector<Gathering>& gatherings, const std::string& slug, const std::string& name,
                     const std::string& public_url, Time now);

}  // namespace plaza::community
