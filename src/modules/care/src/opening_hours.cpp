#include "opening_hours.h"

#include <algorithm>
#include <vector>

#include "hours.h"
#include "statements.h"
#include "store.h"

namespace plaza::care {
namespace {

namespace sql = statements;
constexpr int looked_at = 400;        // answered conversations, the newest
constexpr std::size_t enough = 5;     // of a channel, to say anything
constexpr Micros again_after = minutes(10);
constexpr Micros looked_back = days(28);

}  // namespace

std::int64_t said_minutes(std::int64_t exact) {
  for (const std::int64_t each : {1, 2, 5, 10, 15, 30, 45, 60}) {
    if (exact <= each) return each;
  }
  return (exact + 59) / 60 * 60;
}

OpeningStatus OpeningHours::status(std::string_view channel) const {
  const Time now = needs_.clock.now();
  const std::lock_guard lock(mutex_);
  OpeningStatus status;
  if (const auto span = next_open(now, settings_); span && now < span->opens) {
    status.within_hours = false;
    status.opens_at = span->opens;
  }
  if (const auto found = minutes_.find(channel); found != minutes_.end()) status.answers_within_minutes = found->second;
  return status;
}

Micros OpeningHours::ahead_of_utc(Time at) const {
  const std::lock_guard lock(mutex_);
  return care::ahead_of_utc(at, settings_);
}

void OpeningHours::refresh() {
  struct Answered {
    std::string channel;
    Time opened, replied;
  };
  Settings settings;
  const Time since = needs_.clock.now() - looked_back;
  const auto work = [&](db::Reader& reader) {
    settings = store::read_settings(reader);
    return reader.all(sql::answered_since, {since, looked_at}, [](const db::Row& row) { return Answered{row.string(0), row.time(1), row.time(2)}; });
  };
  const auto all = needs_.database.read_now(work);
  std::map<std::string, std::vector<std::int64_t>, std::less<>> lengths;
  for (const auto& each : all) lengths[each.channel].push_back(working_minutes(each.opened, each.replied, settings));
  std::map<std::string, std::int64_t, std::less<>> minutes;
  for (auto& [channel, of] : lengths) {
    if (of.size() < enough) continue;
    std::sort(of.begin(), of.end());
    minutes[channel] = said_minutes(of[(of.size() * 3 - 1) / 4]);
  }
  const std::lock_guard lock(mutex_);
  settings_ = std::move(settings);
  minutes_ = std::move(minutes);
  refreshed_ = needs_.clock.now();
}

void OpeningHours::refresh_now_and_then() {
  {
    const std::lock_guard lock(mutex_);
    if (needs_.clock.now() < refreshed_ + again_after) return;
    refreshed_ = needs_.clock.now();
  }
  refresh();
}

}  // namespace plaza::care
