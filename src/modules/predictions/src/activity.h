// The learner of predictions: which days accounts came by and what they looked at, at which hour of the day, and which messages
// they answered. A function of the log alone. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <shared_mutex>
#include <string>
#include <vector>

#include "interactions/log.h"
#include "interactions/packing.h"
#include "platform/base/time.h"

namespace plaza::predictions {

// How somebody was reached. Stored as numbers: do not reorder.
enum class Way { email, push, sms };
constexpr auto enum_names(Way*) { return std::array{"email", "push", "sms"}; }
inline constexpr std::size_t way_count = 3;

struct Habits {
  std::array<std::int64_t, 24> hours{};           // visits by the hour (UTC) in which they began or went on
  std::array<std::int64_t, way_count> answers{};  // opened, clicked or tapped
};

class Activity final : public interactions::Learner {
 public:
  static constexpr std::int64_t days_kept = 400;
  static constexpr std::int64_t views_per_day_max = 1'000;

  std::string name() const override { return "predictions"; }
  int version() const override { return 2; }
  void restore(std::string_view snapshot) override;
  void apply(const interactions::Record& record) override;
  std::string snapshot() const override;

  // Products and posts looked at on the days [from, to), days since 1970.
  double views(std::int64_t account, double from, double to) const;
  Habits habits(std::int64_t account) const;

 private:
  struct Day {
    std::int64_t day = 0, views = 0;
  };
  struct Account {
    std::vector<Day> days;
    std::int64_t last_hour = 0;  // since 1970
    Habits habits;
    std::vector<std::string> visitors;
  };
  static constexpr std::size_t visitors_max = 200;

  void link(std::int64_t account, const std::string& visitor);
  void unlink(std::int64_t account, const std::string& visitor);
  void domain(const interactions::Record& record);
  void forget_visitors(const interactions::Record& record);
  void act(Account& account, const interactions::Record& record);

  mutable std::shared_mutex mutex_;
  std::map<std::int64_t, Account> accounts_;
  std::map<std::string, std::int64_t, std::less<>> account_of_;
};

}  // namespace plaza::predictions
