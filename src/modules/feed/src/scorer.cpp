#include "scorer.h"

#include <algorithm>
#include <cmath>

namespace plaza::feed {

namespace {

constexpr double weight_rate = 1.0;
constexpr double weight_hashtag = 2.4;
constexpr double weight_product = 2.6;
constexpr double weight_author = 1.4;
constexpr double weight_similarity = 3.0;
constexpr double weight_affinity = 1.5;
constexpr double weight_follow = 1.2;
constexpr double weight_fresh = 0.9;
constexpr double weight_heat = 0.35;
constexpr double penalty_seen = 1.1;
constexpr double seen_doublings_max = 2;  // beyond three times it does not matter how often
constexpr double scarce_penalty = 1.5;

// What was turned down stays down, whatever the learnt value says.
double turned_down(const PriorParts& parts) {
  return std::min(parts.hashtags, 0.0) + std::min(parts.products, 0.0) + std::min(parts.author, 0.0);
}

struct Spread {  // mean and deviation
  double sum = 0, squares = 0;
  std::size_t count = 0;
  void add(double x) {
    sum += x;
    squares += x * x;
    ++count;
  }
  double mean() const { return count == 0 ? 0 : sum / static_cast<double>(count); }
  double deviation() const {
    return count == 0 ? 0 : std::sqrt(std::max(0.0, squares / static_cast<double>(count) - mean() * mean()));
  }
};

}  // namespace

PriorParts prior_of(const Eye::Look& look) {
  PriorParts parts;
  parts.rate = weight_rate * look.rate_logit;
  parts.hashtags = weight_hashtag * look.hashtags;
  parts.products = weight_product * look.products;
  parts.author = weight_author * look.author;
  parts.similarity = weight_similarity * look.similarity;
  parts.affinity = weight_affinity * std::clamp(look.affinity, -0.5, 1.0);
  parts.follow = look.follows ? weight_follow : 0;
  parts.fresh = weight_fresh * std::exp(-look.age_days / 3);
  parts.heat = look.has_heat ? weight_heat * look.heat : 0;
  if (look.seen > 0) parts.seen = -penalty_seen * std::min(seen_doublings_max, std::log2(1.0 + look.seen));
  return parts;
}

double scarcity_bar(const Tuning& tuning, std::int64_t stock, const Eye::Look& look) {
  if (stock < 1 || stock >= tuning.scarce_below) return 0;
  const double scarcity = 1 - static_cast<double>(stock) / static_cast<double>(tuning.scarce_below);
  const double wants = std::clamp(2 * std::max({look.products, look.hashtags / 2, look.similarity, look.affinity / 2}), 0.0, 1.0);
  return scarce_penalty * static_cast<double>(tuning.scarcity_percent) / 100 * scarcity * (1 - wants);
}

// The learnt value of each, brought to the spread of the prior's scores on this page: variety, fairness and rules are in its units.
void score(const Sight& sight, const Eye& eye, const ValueModel& model, const Tuning& tuning, std::vector<Candidate>& candidates) {
  thread_local std::vector<double> values, down;
  values.clear();
  down.clear();
  const double share = model.share();
  Spread prior, learnt;
  bool has_context = false;
  ValueModel::Sums context;
  for (auto& candidate : candidates) {
    const auto look = eye.look(candidate);
    const auto parts = prior_of(look);
    const auto bar = scarcity_bar(tuning, stock_of(sight.graph, sight.graph.post(candidate.post)), look);
    candidate.score = parts.sum() - (share > 0 ? 0 : bar);
    if (share <= 0) continue;
    const auto places = places_of(eye.features(candidate, look));
    if (!has_context) context = model.context(places);
    has_context = true;
    values.push_back(model.value(tuning.worth, model.foretell(context, places)));
    down.push_back(turned_down(parts) * share - bar);
    prior.add(candidate.score);
    learnt.add(values.back());
  }
  if (share <= 0 || candidates.empty()) return;
  const double scale = learnt.deviation() > 1e-12 ? prior.deviation() / learnt.deviation() : 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const double brought = prior.mean() + (values[i] - learnt.mean()) * scale;
    candidates[i].score = (1 - share) * candidates[i].score + share * brought + down[i];
  }
}

}  // namespace plaza::feed
