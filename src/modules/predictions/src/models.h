// What is learnt from buyers, and how wrong it is: pure. Every kind of prediction is first tested on held-out time (learnt from what
// was known `horizon` days ago, judged by what happened since) beside a rule that needs no model; then it is learnt anew from all.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "buyers.h"
#include "ml/lifetime/buying.h"
#include "ml/lifetime/spending.h"
#include "ml/rank/logistic.h"
#include "platform/json/describe.h"

namespace plaza::predictions {

enum class Kind { expected_orders, expected_spend, next_order, churn };
constexpr auto enum_names(Kind*) { return std::array{"expected_orders", "expected_spend", "next_order", "churn"}; }

// too_short: the history is too short to hold time out; too_few: not enough people or not enough who came back.
enum class State { ready, too_short, too_few };
constexpr auto enum_names(State*) { return std::array{"ready", "too_short", "too_few"}; }

enum class Measure { orders, money, days, brier };
constexpr auto enum_names(Measure*) { return std::array{"orders", "money", "days", "brier"}; }

struct Parameter {
  static constexpr const char* schema_name = "ModelParameter";
  std::string name;
  double value = 0;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("value", value);
  }
};
struct CalibrationBin {
  double predicted = 0, actual = 0;
  std::int64_t people = 0;
  template <class V>
  void describe(V& v) {
    v("predicted", predicted);
    v("actual", actual);
    v("people", people);
  }
};

struct ModelReport {
  Kind kind = Kind::expected_orders;
  State state = State::too_few;
  std::string model;  // "BG/NBD"
  std::int64_t horizon_days = 0;
  double history_days = 0;
  std::int64_t people = 0, returning = 0;  // it is learnt from; returning: with two purchases or more
  std::int64_t people_tested = 0;
  Measure measure = Measure::orders;
  std::optional<double> error, naive_error;  // mean absolute error per person, or Brier score; of held-out time
  std::optional<double> auc, naive_auc;
  std::optional<double> log_likelihood;
  std::vector<Parameter> parameters;
  std::vector<std::string> boundaries;
  std::vector<CalibrationBin> calibration;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("state", state, json::Doc{"too_short: no time can be held out; too_few: not enough people came back. Then nothing is predicted."});
    v("model", model);
    v("horizon_days", horizon_days, json::Doc{"How long the held-out time was; 90 unless the history is short."});
    v("history_days", history_days);
    v("people", people);
    v("returning", returning, json::Doc{"Of those, who came back: bought twice or more; of churn, again within the horizon."});
    v("people_tested", people_tested);
    v("measure", measure, json::Doc{"What the errors are in: orders, money (minor units) or days per person, or the Brier score."});
    v("error", error, json::Doc{"On held-out time."});
    v("naive_error", naive_error, json::Doc{"Of the rule without a model, on the same people and time."});
    v("auc", auc);
    v("naive_auc", naive_auc);
    v("log_likelihood", log_likelihood);
    v("parameters", parameters);
    v("boundaries", boundaries, json::Doc{"Parameters that ran to the edge of what the data can tell."});
    v("calibration", calibration, json::Doc{"Held-out predictions in bins of equal size beside what happened."});
  }
};

// How long time is held out of a history of so many days; 0: none can be.
double horizon_of(double history_days);

// What was known of a buyer at a time (days since 1970). Weeks are the lifetime models' unit.
ml::lifetime::Purchases known_of(const Buyer& buyer, double at);
ml::lifetime::Spending spending_of(const Buyer& buyer, double at, double scale);

struct LifetimeModels {
  bool ready = false;
  ml::lifetime::BuyingModel buying;
  ml::lifetime::SpendingModel spending;
  double scale = 1;  // minor units of an average purchase: spending is learnt in multiples of it
  std::array<ModelReport, 3> reports;  // expected_orders, expected_spend, next_order

  double active(const Buyer& buyer, double now) const;
  double expected_orders(const Buyer& buyer, double now, double days_ahead) const;
  double expected_spend(const Buyer& buyer, double now, double days_ahead) const;
  // The median, if they still buy at all; nothing when they more likely do not.
  std::optional<double> days_to_next(const Buyer& buyer, double now) const;
};
LifetimeModels learn_lifetimes(std::span<const Buyer> buyers, double now);

// Views of an account between two times; of guests none are known.
using Views = std::function<double(std::int64_t account, double from, double to)>;

struct ChurnModel {
  bool ready = false;
  ml::rank::LogisticModel model;
  std::vector<double> means, scales;
  double pace = 30;  // days between purchases, of those who come back: for who bought once
  ModelReport report;

  // The chance that the buyer orders nothing within the horizon.
  double probability(const Buyer& buyer, double now, const Views& views) const;
};
ChurnModel learn_churn(std::span<const Buyer> buyers, double now, const Views& views);

}  // namespace plaza::predictions
