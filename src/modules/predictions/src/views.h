// What the routes of predictions take and give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "activity.h"
#include "identity/ids.h"
#include "models.h"
#include "platform/base/money.h"
#include "store.h"

namespace plaza::predictions {

struct ModelView {
  static constexpr const char* schema_name = "PredictionModel";
  Time trained_at;
  ModelReport report;
  template <class V>
  void describe(V& v) {
    v("trained_at", trained_at);
    report.describe(v);
  }
};
struct ModelList {
  static constexpr const char* schema_name = "PredictionModels";
  std::string currency;
  std::vector<ModelView> items;
  template <class V>
  void describe(V& v) {
    v("currency", currency);
    v("items", items, json::Doc{"Empty until the first training."});
  }
};

struct PersonView {
  static constexpr const char* schema_name = "PredictedPerson";
  identity::AccountId account_id;
  std::string name, handle;
  std::int64_t orders = 0;
  Money spent;
  Time last_order_at;
  std::optional<double> active, expected_orders;
  std::optional<Money> expected_spend;
  std::optional<double> days_to_next_order;
  std::optional<double> churn;
  std::optional<Money> at_risk;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("name", name);
    v("handle", handle);
    v("orders", orders);
    v("spent", spent);
    v("last_order_at", last_order_at);
    v("active", active, json::Doc{"The chance that they still buy here at all."});
    v("expected_orders", expected_orders, json::Doc{"Within 90 days."});
    v("expected_spend", expected_spend, json::Doc{"Within 90 days."});
    v("days_to_next_order", days_to_next_order, json::Doc{"From the training on, the median; nothing when they more likely are gone."});
    v("churn", churn, json::Doc{"The chance of no order within the model's horizon."});
    v("at_risk", at_risk, json::Doc{"What they spent so far, times churn."});
  }
};
struct PersonList {
  static constexpr const char* schema_name = "PredictedPeople";
  std::vector<PersonView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

enum class PeopleSort { likely_to_return, spend, at_risk };
constexpr auto enum_names(PeopleSort*) { return std::array{"likely_to_return", "spend", "at_risk"}; }
struct ListPeople {
  static constexpr const char* schema_name = "ListPredictions";
  PeopleSort sort = PeopleSort::likely_to_return;
  int limit = 20;
  template <class V>
  void describe(V& v) {
    v("sort", sort, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
  }
};
struct PersonPath {
  static constexpr const char* schema_name = "PredictionPath";
  identity::AccountId account_id;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
  }
};

// Nothing of it is known below this many visits or answers.
inline constexpr std::int64_t visits_min = 10;
inline constexpr std::int64_t answers_min = 5;

struct WayView {
  static constexpr const char* schema_name = "AnsweredChannel";
  Way channel = Way::email;
  std::int64_t answers = 0;
  template <class V>
  void describe(V& v) {
    v("channel", channel);
    v("answers", answers);
  }
};
struct HabitsView {
  static constexpr const char* schema_name = "PersonHabits";
  std::int64_t visits = 0;
  std::optional<int> best_hour;
  std::optional<Way> best_channel;
  std::vector<std::int64_t> hours;
  std::vector<WayView> channels;
  template <class V>
  void describe(V& v) {
    v("visits", visits);
    v("best_hour", best_hour, json::Doc{"UTC; nothing below 10 visits: too little to tell."});
    v("best_channel", best_channel, json::Doc{"Nothing below 5 opened, clicked or tapped messages: too little to tell."});
    v("hours", hours, json::Doc{"Visits by hour of the day, UTC."});
    v("channels", channels);
  }
};
struct PersonDetail {
  static constexpr const char* schema_name = "PersonPrediction";
  PersonView person;
  HabitsView habits;
  template <class V>
  void describe(V& v) {
    v("person", person);
    v("habits", habits);
  }
};
struct Queued {
  static constexpr const char* schema_name = "TrainingQueued";
  bool queued = true;
  template <class V>
  void describe(V& v) {
    v("queued", queued, json::Doc{"False: a training waits already."});
  }
};

}  // namespace plaza::predictions
