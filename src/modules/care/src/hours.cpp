#include "hours.h"

#include <unicode/timezone.h>

#include <algorithm>
#include <memory>

#include "rules.h"

namespace plaza::care {
namespace {

constexpr Micros day = days(1);
constexpr int days_max = 800;  // that a deadline may lie ahead

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// The shop's clock.
class Clockwork {
 public:
  explicit Clockwork(const Settings& settings) : fixed_(minutes(settings.utc_offset_minutes)) {
    if (settings.time_zone.empty()) return;
    zone_.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(settings.time_zone)));
  }
  std::int64_t local(Time time) const { return time.micros + (zone_ ? offset(time.micros, false) : fixed_); }
  // Of a time that the clock skips or shows twice: one of the two, and always the same.
  Time utc(std::int64_t local) const { return Time{local - (zone_ ? offset(local, true) : fixed_)}; }

 private:
  Micros offset(std::int64_t micros, bool is_local) const {
    std::int32_t raw = 0, summer = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone_->getOffset(static_cast<UDate>(floor_div(micros, 1'000)), is_local, raw, summer, status);
    return U_FAILURE(status) ? fixed_ : Micros{(std::int64_t{raw} + summer) * 1'000};
  }

  const Micros fixed_;
  std::unique_ptr<icu::TimeZone> zone_;
};

bool has_hours(const Settings& settings) {
  return settings.hours.size() == 7 &&
         std::any_of(settings.hours.begin(), settings.hours.end(), [](const Hours& each) { return each.from < each.to; });
}

// Calls visit(span) for each day's hours that end after `from`, until it gives false or there are too many days.
template <class Visit>
void each_span(Time from, const Settings& settings, const Visit& visit) {
  const Clockwork clock(settings);
  const std::int64_t first = floor_div(clock.local(from), day);
  for (std::int64_t number = first; number < first + days_max; ++number) {
    const auto& hours = settings.hours[static_cast<std::size_t>(((number + 3) % 7 + 7) % 7)];  // day 0 was a Thursday
    const Span span{clock.utc(number * day + minutes(hours.from)), clock.utc(number * day + minutes(hours.to))};
    if (span.opens < span.closes && from < span.closes && !visit(span)) return;
  }
}

}  // namespace

bool is_time_zone(std::string_view name) {
  if (name.empty() || name.size() > 64) return false;
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())))));
  return zone && *zone != icu::TimeZone::getUnknown();
}

Micros ahead_of_utc(Time at, const Settings& settings) { return Clockwork(settings).local(at) - at.micros; }

std::optional<Span> next_open(Time now, const Settings& settings) {
  if (!has_hours(settings)) return std::nullopt;
  std::optional<Span> found;
  const auto visit = [&](const Span& span) {
    found = span;
    return false;
  };
  each_span(now, settings, visit);
  return found;
}

Time due_after(Time start, int minutes_of_work, const Settings& settings) {
  if (minutes_of_work <= 0) return {};
  if (!has_hours(settings)) return start + minutes(minutes_of_work);
  Micros left = minutes(minutes_of_work);
  Time due = start;
  const auto visit = [&](const Span& span) {
    const Time begins = std::max(start, span.opens);
    due = std::min(begins + left, span.closes);
    left -= due - begins;
    return left > Micros{0};
  };
  each_span(start, settings, visit);
  return due;
}

std::int64_t working_minutes(Time from, Time to, const Settings& settings) {
  if (to <= from) return 0;
  if (!has_hours(settings)) return (to - from) / minutes(1);
  Micros sum{0};
  const auto visit = [&](const Span& span) {
    if (span.opens < to) sum += std::min(to, span.closes) - std::max(from, span.opens);
    return span.closes < to;
  };
  each_span(from, settings, visit);
  return sum / minutes(1);
}

}  // namespace plaza::care
