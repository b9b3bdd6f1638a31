// What came of an experiment: each metric of each variant beside the control's, with intervals that hold at every look.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment.h"
#include "findings.h"
#include "platform/base/money.h"
#include "views.h"

namespace plaza::experiments {

enum class Unit { share, money, count };
constexpr auto enum_names(Unit*) { return std::array{"share", "money", "count"}; }

struct EffectView {
  static constexpr const char* schema_name = "ExperimentEffect";
  bool known = false;
  double difference = 0, low = 0, high = 0, p = 1;
  double fixed_low = 0, fixed_high = 0, fixed_p = 1;
  std::optional<double> relative, relative_low, relative_high;
  double variance_kept = 1;
  template <class V>
  void describe(V& v) {
    v("known", known, json::Doc{"False: too few people, or nothing differed among them; the numbers then say nothing."});
    v("difference", difference);
    v("low", low, json::Doc{"95 % interval that holds however often one looks."});
    v("high", high);
    v("p", p, json::Doc{"Valid at every look."});
    v("fixed_low", fixed_low, json::Doc{"95 % interval for one look that was decided on beforehand."});
    v("fixed_high", fixed_high);
    v("fixed_p", fixed_p);
    v("relative", relative, json::Doc{"Of the control's mean; nothing while that may be zero."});
    v("relative_low", relative_low);
    v("relative_high", relative_high);
    v("variance_kept", variance_kept, json::Doc{"Of the variance; below 1 with CUPED."});
  }
};
struct ComparisonView {
  static constexpr const char* schema_name = "ExperimentComparison";
  std::string variant;
  double control = 0, treatment = 0;
  EffectView plain, adjusted;
  template <class V>
  void describe(V& v) {
    v("variant", variant);
    v("control", control);
    v("treatment", treatment);
    v("plain", plain);
    v("adjusted", adjusted, json::Doc{"With CUPED: less what was known of each person from the four weeks before."});
  }
};
struct MetricView {
  static constexpr const char* schema_name = "ExperimentMetric";
  Metric metric = Metric::conversion;
  Unit unit = Unit::count;
  double people_needed = 0;
  std::vector<ComparisonView> comparisons;
  template <class V>
  void describe(V& v) {
    v("metric", metric);
    v("unit", unit, json::Doc{"money: minor units of the shop's currency."});
    v("people_needed", people_needed,
      json::Doc{"Per variant, to find a tenth of the control's mean with 80 % power at one look; 0: not known yet."});
    v("comparisons", comparisons, json::Doc{"Each variant beside the first, the control."});
  }
};
struct DayView {
  static constexpr const char* schema_name = "ExperimentDay";
  std::string day;
  std::int64_t people = 0;
  std::vector<ComparisonView> comparisons;
  template <class V>
  void describe(V& v) {
    v("day", day);
    v("people", people);
    v("comparisons", comparisons);
  }
};
struct SampleRatioView {
  static constexpr const char* schema_name = "SampleRatio";
  std::vector<std::int64_t> people;
  std::vector<double> expected;
  double chi_square = 0, p = 1;
  bool broken = false;
  template <class V>
  void describe(V& v) {
    v("people", people);
    v("expected", expected);
    v("chi_square", chi_square);
    v("p", p);
    v("broken", broken, json::Doc{"p below 0.001: assignment or logging is broken; believe no number of this report."});
  }
};
struct ReportView {
  static constexpr const char* schema_name = "ExperimentReport";
  ExperimentView experiment;
  std::string currency;
  SampleRatioView sample_ratio;
  std::int64_t disagreed = 0, foreign_orders = 0;
  bool full = false;
  std::vector<MetricView> metrics;
  Metric curve_metric = Metric::conversion;
  std::vector<DayView> days;
  template <class V>
  void describe(V& v) {
    v("experiment", experiment);
    v("currency", currency);
    v("sample_ratio", sample_ratio);
    v("disagreed", disagreed, json::Doc{"People whose devices had met different variants before they signed in; the earlier one counts."});
    v("foreign_orders", foreign_orders, json::Doc{"Orders in other currencies: they convert, their money is not in net_revenue."});
    v("full", full, json::Doc{"More people came than are kept: later ones are not in it."});
    v("metrics", metrics);
    v("curve_metric", curve_metric);
    v("days", days, json::Items{0, 400}, json::Doc{"As it stood at the end of each day, of one metric."});
  }
};
struct ReportRequest {
  ExperimentId id;
  std::optional<Metric> metric;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("metric", metric, json::Doc{"Of the curve; without it the experiment's primary one."});
  }
};

struct UpliftView {
  static constexpr const char* schema_name = "PersonalisationUplift";
  bool feed_asks = false;
  double share = 0;
  std::int64_t held_out_people = 0, other_people = 0;
  SampleRatioView sample_ratio;
  std::string currency;
  std::vector<MetricView> metrics;
  template <class V>
  void describe(V& v) {
    v("feed_asks", feed_asks, json::Doc{"False: nothing is personalised by the group yet, so that no difference is to be expected."});
    v("share", share);
    v("held_out_people", held_out_people);
    v("other_people", other_people);
    v("sample_ratio", sample_ratio);
    v("currency", currency);
    v("metrics", metrics);
  }
};

ReportView report_of(const ExperimentView& experiment, const Found& found, Metric curve, Currency currency);
UpliftView uplift_of(const Uplift& uplift, std::int64_t share_bp, bool feed_asks, Currency currency);

}  // namespace plaza::experiments
