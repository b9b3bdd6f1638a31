// Who orders nothing within the horizon: a logistic model of recency, frequency, money, views and returns, beside the rule that
// every shop uses: nothing for longer than so many days.
#include <algorithm>
#include <cmath>
#include <map>

#include "ml/rank/quality.h"
#include "models.h"

namespace plaza::predictions {
namespace {

constexpr std::int64_t people_min = 100;
constexpr std::int64_t each_min = 20;  // who stay and who leave, in the learning time
constexpr std::int64_t tested_min = 50;
constexpr std::size_t width = 8;
using Row = std::array<double, width>;

// Of a buyer who bought before `at`.
Row features_of(const Buyer& buyer, double at, double pace, const Views& views) {
  double count = 0, sum = 0, returned = 0, last = 0;
  for (const auto& purchase : buyer.purchases) {
    if (purchase.day >= at) break;
    count += 1;
    sum += purchase.amount;
    returned += purchase.returned;
    last = purchase.day;
  }
  const double first = buyer.purchases.front().day, recency = at - last;
  const double own_pace = count > 1 ? std::max(1.0, (last - first) / (count - 1)) : pace;
  const double lately = buyer.account != 0 ? views(buyer.account, at - 30, at) : 0;
  const double before = buyer.account != 0 ? views(buyer.account, at - 90, at - 30) : 0;
  return {std::log1p(recency),     std::log1p(count),  std::log1p(recency / own_pace), std::log1p(sum / count),
          std::log1p(at - first), std::log1p(lately), std::log1p(before),             returned / count};
}

double recency_of(const Buyer& buyer, double at) {
  double last = 0;
  for (const auto& purchase : buyer.purchases) {
    if (purchase.day < at) last = purchase.day;
  }
  return at - last;
}

struct Table {
  std::vector<Row> rows;
  std::vector<double> recencies;
  std::vector<int> left;  // 1: nothing within the horizon
  std::int64_t leaving() const { return std::count(left.begin(), left.end(), 1); }
};

Table table_at(std::span<const Buyer> buyers, double at, double horizon, double pace, const Views& views) {
  Table table;
  for (const auto& buyer : buyers) {
    if (buyer.purchases.empty() || buyer.purchases.front().day >= at) continue;
    table.rows.push_back(features_of(buyer, at, pace, views));
    table.recencies.push_back(recency_of(buyer, at));
    const bool stayed = std::any_of(buyer.purchases.begin(), buyer.purchases.end(),
                                    [&](const Purchase& one) { return one.day >= at && one.day < at + horizon; });
    table.left.push_back(stayed ? 0 : 1);
  }
  return table;
}

std::vector<float> scaled(const Row& row, const ChurnModel& model) {
  std::vector<float> values;
  for (std::size_t i = 0; i < width; ++i) values.push_back(static_cast<float>((row[i] - model.means[i]) / model.scales[i]));
  return values;
}

void learn(ChurnModel& model, const Table& table) {
  model.means.assign(width, 0);
  model.scales.assign(width, 0);
  const double count = static_cast<double>(table.rows.size());
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < width; ++i) model.means[i] += row[i] / count;
  }
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < width; ++i) model.scales[i] += (row[i] - model.means[i]) * (row[i] - model.means[i]) / count;
  }
  for (double& scale : model.scales) scale = scale > 1e-12 ? std::sqrt(scale) : 1;
  ml::rank::Features features;
  features.width = width;
  for (const auto& row : table.rows) {
    const auto values = scaled(row, model);
    features.values.insert(features.values.end(), values.begin(), values.end());
  }
  model.model = ml::rank::fit_logistic(features, table.left, 1.0);
}

// The rule: who did not buy for longer than `days` leaves; both groups with the rates they had in the learning time.
struct Rule {
  double days = 0, rate_within = 0, rate_beyond = 0;
  double probability(double recency) const { return recency > days ? rate_beyond : rate_within; }
};

Rule best_rule(const Table& table) {
  Rule best;
  double best_loss = -1;
  for (const double days : {14.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 270.0, 365.0}) {
    double within = 0, within_left = 0, beyond = 0, beyond_left = 0;
    for (std::size_t i = 0; i < table.left.size(); ++i) {
      const bool long_ago = table.recencies[i] > days;
      (long_ago ? beyond : within) += 1;
      (long_ago ? beyond_left : within_left) += table.left[i];
    }
    const Rule rule{days, within > 0 ? within_left / within : 0, beyond > 0 ? beyond_left / beyond : 1};
    const double loss = within * rule.rate_within * (1 - rule.rate_within) + beyond * rule.rate_beyond * (1 - rule.rate_beyond);
    if (best_loss < 0 || loss < best_loss) {
      best = rule;
      best_loss = loss;
    }
  }
  return best;
}

void test(ChurnModel& model, const Table& learnt, const Table& held_out) {
  const Rule rule = best_rule(learnt);
  std::vector<ml::rank::Judged> judged, by_rule, by_recency;
  for (std::size_t i = 0; i < held_out.rows.size(); ++i) {
    const bool left = held_out.left[i] == 1;
    judged.push_back({model.model.probability(scaled(held_out.rows[i], model)), left});
    by_rule.push_back({rule.probability(held_out.recencies[i]), left});
    by_recency.push_back({held_out.recencies[i], left});
  }
  auto& report = model.report;
  report.people_tested = std::ssize(judged);
  report.error = ml::rank::brier(judged);
  report.naive_error = ml::rank::brier(by_rule);
  report.auc = ml::rank::auc(judged);
  report.naive_auc = ml::rank::auc(by_recency);
  for (const auto& bin : ml::rank::calibration(judged, judged.size() >= 500 ? 10 : 5)) {
    report.calibration.push_back({bin.predicted, bin.actual, static_cast<std::int64_t>(bin.count)});
  }
}

double pace_of(std::span<const Buyer> buyers, double at) {
  double sum = 0, count = 0;
  for (const auto& buyer : buyers) {
    for (std::size_t i = 1; i < buyer.purchases.size() && buyer.purchases[i].day < at; ++i) {
      sum += buyer.purchases[i].day - buyer.purchases[i - 1].day;
      count += 1;
    }
  }
  return count > 0 ? std::max(1.0, sum / count) : 30;
}

void describe(ChurnModel& model) {
  static constexpr std::array names{"recency", "orders", "recency / own pace", "mean spend",
                                    "known for", "views, 30 days", "views before", "returns"};
  model.report.parameters.push_back({"intercept", model.model.intercept});
  for (std::size_t i = 0; i < width; ++i) model.report.parameters.push_back({names[i], model.model.weights[i]});
}

}  // namespace

double ChurnModel::probability(const Buyer& buyer, double now, const Views& views) const {
  return model.probability(scaled(features_of(buyer, now, pace, views), *this));
}

ChurnModel learn_churn(std::span<const Buyer> buyers, double now, const Views& views) {
  ChurnModel model;
  auto& report = model.report;
  report.kind = Kind::churn;
  report.measure = Measure::brier;
  report.model = "logistic";
  double first = now;
  for (const auto& buyer : buyers) {
    if (!buyer.purchases.empty()) first = std::min(first, buyer.purchases.front().day);
  }
  const double horizon = horizon_of(now - first);
  report.history_days = now - first;
  report.horizon_days = static_cast<std::int64_t>(horizon);
  report.state = State::too_short;
  if (horizon == 0) return model;
  // Learnt two horizons ago, judged by the last one: no one's future is looked at.
  const double learnt_at = now - 2 * horizon, judged_at = now - horizon;
  model.pace = pace_of(buyers, learnt_at);
  const Table learnt = table_at(buyers, learnt_at, horizon, model.pace, views);
  const Table held_out = table_at(buyers, judged_at, horizon, model.pace, views);
  report.people = std::ssize(learnt.rows);
  report.returning = report.people - learnt.leaving();
  report.state = State::too_few;
  const auto both = [](const Table& table, std::int64_t least) {
    return table.leaving() >= least && std::ssize(table.rows) - table.leaving() >= least;
  };
  if (report.people < people_min || std::ssize(held_out.rows) < tested_min || !both(learnt, each_min) || !both(held_out, 5)) return model;
  learn(model, learnt);
  test(model, learnt, held_out);
  model.pace = pace_of(buyers, now);
  const Table latest = table_at(buyers, judged_at, horizon, model.pace, views);
  learn(model, latest);
  describe(model);
  report.people = std::ssize(latest.rows);
  report.returning = report.people - latest.leaving();
  report.state = State::ready;
  model.ready = true;
  return model;
}

}  // namespace plaza::predictions
