// The shop's hours as spans of time: by the clock of a named time zone, with its daylight saving, or by a fixed offset. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "care/settings.h"
#include "platform/base/time.h"

namespace plaza::care {

// A name of the time zone database: "Europe/Berlin".
bool is_time_zone(std::string_view name);

// How far the shop's clock is ahead of UTC at that time.
Micros ahead_of_utc(Time at, const Settings& settings);

// Half-open; one day's hours at most.
struct Span {
  Time opens, closes;
};
// The first span that ends after `now` (it may have begun); nothing: the shop has no hours at all, so it is always open.
std::optional<Span> next_open(Time now, const Settings& settings);
// Minutes of the shop's hours between the two.
std::int64_t working_minutes(Time from, Time to, const Settings& settings);

}  // namespace plaza::care
