#include "ml/rank/engagement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>

#include "ml/rank/engagement_features.h"
#include "ml/rank/quality.h"
#include "ml/rank/trees.h"

namespace plaza::ml::rank {
namespace {

constexpr double kept_for_choosing = 0.2;
constexpr std::array rounds_tried = {60, 120, 240};
constexpr std::array ridges_tried = {3.0, 30.0, 300.0};

struct Choice {
  int rounds = rounds_tried[0];
  double ridge = ridges_tried[0];
};

// Brings each column to mean 0 and deviation 1.
class Scale {
 public:
  explicit Scale(const Features& table) : means_(table.width, 0), deviations_(table.width, 0) {
    const auto rows = static_cast<double>(table.rows());
    for (std::size_t i = 0; i < table.values.size(); ++i) means_[i % table.width] += static_cast<double>(table.values[i]) / rows;
    for (std::size_t i = 0; i < table.values.size(); ++i) {
      const double off = static_cast<double>(table.values[i]) - means_[i % table.width];
      deviations_[i % table.width] += off * off / rows;
    }
    for (double& deviation : deviations_) deviation = std::sqrt(std::max(deviation, 1e-9));
  }
  Features of(Features table) const {
    for (std::size_t i = 0; i < table.values.size(); ++i) {
      const auto column = i % table.width;
      table.values[i] = static_cast<float>((static_cast<double>(table.values[i]) - means_[column]) / deviations_[column]);
    }
    return table;
  }

 private:
  std::vector<double> means_, deviations_;
};

std::vector<int> outcomes(std::span<const Shown> shown) {
  std::vector<int> labels;
  for (const auto& one : shown) labels.push_back(one.engaged);
  return labels;
}

std::vector<double> log_odds(const LogisticModel& model, const Features& table) {
  std::vector<double> result(table.rows());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const double p = std::clamp(model.probability(table.row(i)), 1e-9, 1 - 1e-9);
    result[i] = std::log(p / (1 - p));
  }
  return result;
}

// The chance that of two rows of one person the engaged one is higher, over people with both, weighted by their rows.
double within_people(std::span<const Shown> shown, std::span<const double> scores) {
  std::map<std::uint32_t, std::vector<Judged>> people;
  for (std::size_t i = 0; i < shown.size(); ++i) people[shown[i].person].push_back({scores[i], shown[i].engaged});
  double sum = 0, weight = 0;
  for (auto& [person, rows] : people) {
    const auto count = static_cast<double>(rows.size());
    const double one = auc(std::move(rows));
    if (std::isnan(one)) continue;
    sum += count * one;
    weight += count;
  }
  return weight > 0 ? sum / weight : 0;
}

class Fitted final : public EngagementModel {
 public:
  Fitted(std::span<const Shown> shown, const Items& items, const Past& past, const std::vector<Affinity>& affinities,
         const Choice& choice, std::uint64_t seed)
      : choice_(choice), table_(items, past, affinities) {
    table_.learn(shown);
    const Features rows = table_.cross_fitted(shown);
    const auto labels = outcomes(shown);
    scale_ = std::make_unique<Scale>(rows);
    logistic_ = fit_logistic(scale_->of(rows), labels, choice.ridge);
    trees_ = std::make_unique<Trees>(rows, labels, TreeOptions{.rounds = choice.rounds, .seed = seed});
  }
  std::vector<double> score(std::span<const Shown> shown) const override {
    if (shown.empty()) return {};
    const Features rows = table_.rows(shown);
    auto scores = log_odds(logistic_, scale_->of(rows));
    const auto of_trees = trees_->log_odds(rows);
    for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = (scores[i] + static_cast<double>(of_trees[i])) / 2;
    return scores;
  }
  std::string about() const override {
    return std::to_string(choice_.rounds) + " trees and a logistic regression with ridge " + std::to_string(static_cast<int>(choice_.ridge));
  }

 private:
  Choice choice_;
  FeatureTable table_;
  std::unique_ptr<Scale> scale_;
  LogisticModel logistic_;
  std::unique_ptr<Trees> trees_;
};

Choice choose(std::span<const Shown> shown, const Items& items, const Past& past, const std::vector<Affinity>& affinities,
              const EngagementOptions& options) {
  std::vector<Shown> in_time(shown.begin(), shown.end());
  std::stable_sort(in_time.begin(), in_time.end(), [](const Shown& a, const Shown& b) { return a.at < b.at; });
  const auto kept = static_cast<std::size_t>(static_cast<double>(in_time.size()) * kept_for_choosing);
  const std::span early(in_time.data(), in_time.size() - kept);
  const std::span late(in_time.data() + early.size(), kept);
  FeatureTable table(items, past, affinities);
  table.learn(early);
  const Features rows = table.cross_fitted(early), asked = table.rows(late);
  const auto labels = outcomes(early);
  const Scale scale(rows);
  Choice choice;
  double best = -1;
  std::vector<double> linear;
  for (const double ridge : ridges_tried) {
    auto scores = log_odds(fit_logistic(scale.of(rows), labels, ridge), scale.of(asked));
    if (const double value = within_people(late, scores); value > best) best = value, choice.ridge = ridge, linear = std::move(scores);
  }
  best = -1;
  for (const int rounds : rounds_tried) {
    options.progress("choosing: " + std::to_string(rounds) + " trees");
    const auto of_trees = Trees(rows, labels, {.rounds = rounds, .seed = options.seed}).log_odds(asked);
    auto both = linear;
    for (std::size_t i = 0; i < both.size(); ++i) both[i] += static_cast<double>(of_trees[i]);
    if (const double value = within_people(late, both); value > best) best = value, choice.rounds = rounds;
  }
  return choice;
}

}  // namespace

std::unique_ptr<EngagementModel> fit_engagement(std::span<const Shown> shown, const Items& items, const Past& past,
                                                const std::vector<Affinity>& affinities, const EngagementOptions& options) {
  const auto engaged = std::count_if(shown.begin(), shown.end(), [](const Shown& one) { return one.engaged; });
  if (shown.size() < 100 || engaged == 0 || engaged == std::ssize(shown)) {
    throw std::invalid_argument("too little was shown to learn from");
  }
  const Choice choice = choose(shown, items, past, affinities, options);
  options.progress("fitting");
  return std::make_unique<Fitted>(shown, items, past, affinities, choice, options.seed);
}

}  // namespace plaza::ml::rank
