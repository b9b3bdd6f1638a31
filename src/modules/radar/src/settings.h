// What staff decide about alerts.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "identity/ids.h"
#include "platform/json/describe.h"

namespace plaza::radar {

// Pauses the products of a complaint of this severity, or a graver one, at once.
enum class AutoPause { never, safety, money, defect };
constexpr auto enum_names(AutoPause*) { return std::array{"never", "safety", "money", "defect"}; }

// Somebody who is told, and when: on these days of the week (1: Monday), from minute to minute of the shop's clock. From later than to:
// over midnight, and the day is that on which it begins. Equal: the whole day.
struct Duty {
  static constexpr const char* schema_name = "RadarDuty";
  identity::AccountId account_id;
  std::vector<int> days = {1, 2, 3, 4, 5, 6, 7};
  int from = 0, to = 0;
  bool push = true, mail = true;
  friend bool operator==(const Duty&, const Duty&) = default;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("days", days, json::Optional{}, json::Items{1, 7}, json::Doc{"1: Monday to 7: Sunday."});
    v("from", from, json::Optional{}, json::Between{0, 1'439}, json::Doc{"Minutes after midnight of the shop's clock."});
    v("to", to, json::Optional{}, json::Between{0, 1'440});
    v("push", push, json::Optional{});
    v("mail", mail, json::Optional{});
  }
};

struct Settings {
  static constexpr const char* schema_name = "RadarSettings";
  std::int64_t alert_from = 60;
  std::int64_t reach_least = 15;
  AutoPause auto_pause = AutoPause::safety;
  std::vector<Duty> duty;             // none: all owners and agents, always
  int utc_offset_minutes = 0;
  int quiet_from = 0, quiet_to = 0;   // equal: none
  bool defects = true;
  std::int64_t defect_people_least = 4;
  std::int64_t defect_false_alarms = 1;  // a year
  friend bool operator==(const Settings&, const Settings&) = default;
  template <class V>
  void describe(V& v) {
    v("alert_from", alert_from, json::Optional{}, json::Between{1, 100'000'000},
      json::Doc{"People who are expected to see it, times how grave it is (0.2 to 1), times what the author is to the shop (1 to 2)."});
    v("reach_least", reach_least, json::Optional{}, json::Between{1, 1'000'000}, json::Doc{"Nothing is said before so many saw it."});
    v("auto_pause", auto_pause, json::Optional{}, json::Doc{"The products of a complaint as grave as this are paused by the shop itself."});
    v("duty", duty, json::Optional{}, json::Items{0, 100}, json::Doc{"Who is told, and when. While nobody is on duty, and when nobody is named: every owner and agent."});
    v("utc_offset_minutes", utc_offset_minutes, json::Optional{}, json::Between{-900, 900}, json::Doc{"Of the shop's clock."});
    v("quiet_from", quiet_from, json::Optional{}, json::Between{0, 1'439});
    v("quiet_to", quiet_to, json::Optional{}, json::Between{0, 1'440}, json::Doc{"Between the two only what is urgent is pushed; the rest is mailed. Equal: never."});
    v("defects", defects, json::Optional{}, json::Doc{"Look for products of which too many people say that something is wrong."});
    v("defect_people_least", defect_people_least, json::Optional{}, json::Between{2, 1'000}, json::Doc{"Of one product, within two weeks."});
    v("defect_false_alarms", defect_false_alarms, json::Optional{}, json::Between{1, 100}, json::Doc{"So many a year are taken for finding defects early."});
  }
};

}  // namespace plaza::radar
