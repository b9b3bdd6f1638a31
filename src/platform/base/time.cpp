#include "platform/base/time.h"

#include <chrono>
#include <cstdio>

namespace plaza {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

// Reads digits from the front of a text; `failed` stays true after the first surprise.
struct Scanner {
  std::string_view rest;
  bool failed = false;

  bool take(char expected) {
    if (rest.empty() || rest.front() != expected) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(char expected) {
    if (!take(expected)) failed = true;
  }
  int number(std::size_t digits) {
    if (rest.size() < digits) {
      failed = true;
      return 0;
    }
    int value = 0;
    for (char c : rest.substr(0, digits)) {
      if (c < '0' || c > '9') {
        failed = true;
        return 0;
      }
      value = value * 10 + (c - '0');
    }
    rest.remove_prefix(digits);
    return value;
  }
};

// Microseconds of a fraction of at least one digit; digits past the sixth are dropped.
std::int64_t read_fraction(Scanner& scanner) {
  std::int64_t micros = 0;
  int digits = 0;
  while (!scanner.rest.empty() && scanner.rest.front() >= '0' && scanner.rest.front() <= '9') {
    if (digits < 6) micros = micros * 10 + (scanner.rest.front() - '0');
    ++digits;
    scanner.rest.remove_prefix(1);
  }
  if (digits == 0) scanner.failed = true;
  for (int i = digits; i < 6; ++i) micros *= 10;
  return micros;
}

// Seconds east of UTC.
std::int64_t read_offset(Scanner& scanner) {
  if (scanner.take('Z') || scanner.take('z')) return 0;
  const bool west = scanner.take('-');
  if (!west) scanner.expect('+');
  const int hour = scanner.number(2);
  scanner.expect(':');
  const int minute = scanner.number(2);
  if (hour > 23 || minute > 59) scanner.failed = true;
  return (west ? -1 : 1) * (std::int64_t{hour} * 3600 + minute * 60);
}

}  // namespace

std::string to_text(Time time) {
  using namespace std::chrono;
  std::int64_t second = time.micros / micros_per_second;
  std::int64_t fraction = time.micros % micros_per_second;
  if (fraction < 0) {
    fraction += micros_per_second;
    --second;
  }
  std::int64_t day = second / seconds_per_day;
  std::int64_t rest = second % seconds_per_day;
  if (rest < 0) {
    rest += seconds_per_day;
    --day;
  }
  const year_month_day date{sys_days{std::chrono::days{day}}};
  char text[48];
  const auto month = static_cast<unsigned>(date.month());
  const auto day_of_month = static_cast<unsigned>(date.day());
  const int length = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d",
                                   static_cast<int>(date.year()), month, day_of_month,
                                   static_cast<int>(rest / 3600), static_cast<int>(rest / 60 % 60),
                                   static_cast<int>(rest % 60));
  std::string result(text, static_cast<std::size_t>(length));
  if (fraction != 0) {
    const int digits =
        std::snprintf(text, sizeof text, ".%06lld", static_cast<long long>(fraction));
    result.append(text, static_cast<std::size_t>(digits));
  }
  return result + 'Z';
}

std::optional<Time> parse_time(std::string_view text) {
  using namespace std::chrono;
  Scanner scanner{text};
  const int year_number = scanner.number(4);
  scanner.expect('-');
  const int month_number = scanner.number(2);
  scanner.expect('-');
  const int day_number = scanner.number(2);
  if (!scanner.take('T') && !scanner.take('t')) scanner.expect(' ');
  const int hour = scanner.number(2);
  scanner.expect(':');
  const int minute = scanner.number(2);
  scanner.expect(':');
  const int second = scanner.number(2);
  std::int64_t fraction = 0;
  if (scanner.take('.')) fraction = read_fraction(scanner);
  const std::int64_t offset = read_offset(scanner);
  if (scanner.failed || !scanner.rest.empty()) return std::nullopt;
  const year_month_day date{year{year_number}, month{static_cast<unsigned>(month_number)},
                            day{static_cast<unsigned>(day_number)}};
  // Second 60 is a leap second: it counts as the first of the next minute.
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const std::int64_t days_passed = sys_days{date}.time_since_epoch().count();
  const std::int64_t total =
      days_passed * seconds_per_day + hour * 3600 + minute * 60 + second - offset;
  return Time{total * micros_per_second + fraction};
}

Time SystemClock::now() const {
  using namespace std::chrono;
  return Time{
      duration_cast<std::chrono::microseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace plaza
