#include "report.h"

#include <cmath>

#include "ml/experiment/planning.h"

namespace plaza::experiments {
namespace {

namespace mlx = ml::experiment;

Unit unit_of(Metric metric) {
  if (metric == Metric::conversion) return Unit::share;
  return metric == Metric::net_revenue ? Unit::money : Unit::count;
}

EffectView view_of(const mlx::Effect& effect) {
  EffectView view;
  view.known = effect.known;
  view.difference = effect.difference;
  view.low = effect.low;
  view.high = effect.high;
  view.p = effect.p;
  view.fixed_low = effect.fixed_low;
  view.fixed_high = effect.fixed_high;
  view.fixed_p = effect.fixed_p;
  if (effect.relative_known) {
    view.relative = effect.relative;
    view.relative_low = effect.relative_low;
    view.relative_high = effect.relative_high;
  }
  view.variance_kept = effect.variance_kept;
  return view;
}

ComparisonView comparison_of(const std::string& variant, const mlx::Arm& control, const mlx::Arm& treatment, const mlx::Plan& plan) {
  const auto plain = mlx::compare_means(control, treatment, plan);
  return {variant, plain.control, plain.treatment, view_of(plain), view_of(mlx::compare_adjusted(control, treatment, plan))};
}

double people_needed(const mlx::Arm& control) {
  const double tenth = control.mean() / 10, variance = control.variance();
  if (control.units < mlx::units_min || !(tenth > 0) || !(variance > 0)) return 0;
  return mlx::units_needed(std::sqrt(variance), tenth);
}

std::vector<ComparisonView> comparisons_of(const std::vector<Variant>& variants, const std::vector<Arms>& arms, Metric metric,
                                           const mlx::Plan& plan) {
  std::vector<ComparisonView> all;
  const auto which = static_cast<std::size_t>(metric);
  for (std::size_t i = 1; i < variants.size() && i < arms.size(); ++i) {
    all.push_back(comparison_of(variants[i].key, arms[0][which], arms[i][which], plan));
  }
  return all;
}

SampleRatioView ratio_of(const std::vector<std::int64_t>& people, const std::vector<std::int64_t>& shares) {
  SampleRatioView view;
  view.people = people;
  double all = 0, all_shares = 0;
  for (const auto count : people) all += static_cast<double>(count);
  for (const auto share : shares) all_shares += static_cast<double>(share);
  for (const auto share : shares) view.expected.push_back(all_shares > 0 ? all * static_cast<double>(share) / all_shares : 0);
  if (people.size() != shares.size() || people.size() < 2) return view;
  const auto ratio = mlx::sample_ratio(std::vector<double>(people.begin(), people.end()), shares);
  view.chi_square = ratio.chi_square;
  view.p = ratio.p;
  view.broken = ratio.broken;
  return view;
}

}  // namespace

ReportView report_of(const ExperimentView& experiment, const Found& found, Metric curve, Currency currency) {
  ReportView report;
  report.experiment = experiment;
  report.currency = std::string(currency.code());
  const mlx::Plan plan{0.05, static_cast<double>(experiment.people_planned)};
  std::vector<std::int64_t> shares;
  for (const auto& variant : experiment.variants) shares.push_back(variant.share);
  report.sample_ratio = ratio_of(found.people, shares);
  report.disagreed = found.disagreed;
  report.foreign_orders = found.foreign_orders;
  report.full = found.full;
  for (std::size_t i = 0; i < metric_count; ++i) {
    const auto metric = static_cast<Metric>(i);
    const double needed = found.arms.empty() ? 0 : people_needed(found.arms[0][i]);
    report.metrics.push_back({metric, unit_of(metric), needed, comparisons_of(experiment.variants, found.arms, metric, plan)});
  }
  report.curve_metric = curve;
  for (const auto& day : found.days) {
    std::int64_t people = 0;
    for (const auto count : day.people) people += count;
    report.days.push_back(
        {to_text(Time{day.day * days(1)}).substr(0, 10), people, comparisons_of(experiment.variants, day.arms, curve, plan)});
  }
  return report;
}

UpliftView uplift_of(const Uplift& uplift, std::int64_t share_bp, bool feed_asks, Currency currency) {
  UpliftView view;
  view.feed_asks = feed_asks;
  view.share = static_cast<double>(share_bp) / 10'000;
  view.held_out_people = uplift.held_out_people;
  view.other_people = uplift.other_people;
  view.currency = std::string(currency.code());
  view.sample_ratio.people = {uplift.held_out_people, uplift.other_people};
  if (share_bp > 0) view.sample_ratio = ratio_of({uplift.held_out_people, uplift.other_people}, {share_bp, 10'000 - share_bp});
  for (const auto metric : {Metric::views, Metric::conversion, Metric::sessions, Metric::net_revenue, Metric::likes}) {
    const auto which = static_cast<std::size_t>(metric);
    const auto& control = uplift.held_out[which];
    view.metrics.push_back({metric, unit_of(metric), people_needed(control), {comparison_of("personalised", control, uplift.others[which], {})}});
  }
  return view;
}

}  // namespace plaza::experiments
