// Points in time: microseconds since 1970-01-01 UTC, in memory, in SQL (INTEGER) and in ids.
// Text outside is RFC 3339 UTC ("2026-03-01T09:30:00.123456Z").
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plaza {

using Micros = std::int64_t;  // a length of time

constexpr Micros microseconds(std::int64_t n) { return n; }
constexpr Micros milliseconds(std::int64_t n) { return n * 1'000; }
constexpr Micros seconds(std::int64_t n) { return n * 1'000'000; }
constexpr Micros minutes(std::int64_t n) { return seconds(n * 60); }
constexpr Micros hours(std::int64_t n) { return minutes(n * 60); }
constexpr Micros days(std::int64_t n) { return hours(n * 24); }

struct Time {
  std::int64_t micros = 0;

  friend constexpr auto operator<=>(Time, Time) = default;
  friend constexpr Time operator+(Time t, Micros d) { return {t.micros + d}; }
  friend constexpr Time operator-(Time t, Micros d) { return {t.micros - d}; }
  friend constexpr Micros operator-(Time a, Time b) { return a.micros - b.micros; }
};

// RFC 3339 UTC; the fraction is left out when it is zero.
std::string to_text(Time time);
// Accepts any RFC 3339 offset; nothing if the text is not a time.
std::optional<Time> parse_time(std::string_view text);

// Where the time comes from; tests pass a testing::FakeClock. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override;
};

}  // namespace plaza
