#include "ml/recommend/sessions.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "ml/recommend/blend.h"

namespace plaza::ml::recommend {
namespace {

constexpr std::size_t remembered_max = 50;  // of the session so far: the latest

std::vector<std::uint32_t> by_last_click(const std::vector<std::uint32_t>& items) {
  std::vector<std::uint32_t> distinct;
  for (auto item = items.rbegin(); item != items.rend(); ++item) {
    if (std::find(distinct.begin(), distinct.end(), *item) == distinct.end()) distinct.push_back(*item);
  }
  std::reverse(distinct.begin(), distinct.end());
  return distinct;
}

std::vector<std::vector<Scored>> rules_of(const std::vector<Session>& sessions, std::size_t items, std::size_t steps_max) {
  std::vector<std::unordered_map<std::uint32_t, float>> after(items);
  for (const Session& session : sessions) {
    for (std::size_t i = 0; i < session.items.size(); ++i) {
      for (std::size_t step = 1; step <= steps_max && i + step < session.items.size(); ++step) {
        after[session.items[i]][session.items[i + step]] += 1.0F / static_cast<float>(step);
      }
    }
  }
  std::vector<std::vector<Scored>> rules(items);
  for (std::size_t i = 0; i < items; ++i) {
    for (const auto& [item, score] : after[i]) rules[i].push_back({item, score});
    std::sort(rules[i].begin(), rules[i].end(), [](const Scored& a, const Scored& b) { return a.score != b.score ? a.score > b.score : a.item < b.item; });
    if (rules[i].size() > 200) rules[i].resize(200);
  }
  return rules;
}

struct Neighbour {
  std::uint32_t session;
  float likeness;
};

}  // namespace

SessionModel::SessionModel(std::span<const Session> sessions, std::size_t items, const SessionOptions& options)
    : options_(options), sessions_of_(items) {
  std::vector<Session> ordered(sessions.begin(), sessions.end());
  std::stable_sort(ordered.begin(), ordered.end(), [](const Session& a, const Session& b) { return a.ended < b.ended; });
  for (const Session& session : ordered) {
    const auto number = static_cast<std::uint32_t>(sessions_.size());
    sessions_.push_back(by_last_click(session.items));
    for (const auto item : sessions_.back()) sessions_of_[item].push_back(number);
  }
  rules_ = rules_of(ordered, items, options.rule_steps);
}

void SessionModel::add_neighbours(std::span<const std::uint32_t> so_far, std::vector<float>& scores, std::vector<std::uint32_t>& touched) const {
  // An item of the session so far weighs its place over the length: the last one 1.
  std::unordered_map<std::uint32_t, float> weight;
  const auto length = static_cast<float>(so_far.size());
  for (std::size_t i = 0; i < so_far.size(); ++i) weight[so_far[i]] = static_cast<float>(i + 1) / length;
  std::vector<std::uint32_t> possible;
  for (const auto& [item, unused] : weight) {
    const auto& of = sessions_of_[item];
    const std::size_t taken = std::min(of.size(), options_.sample);
    possible.insert(possible.end(), of.end() - static_cast<std::ptrdiff_t>(taken), of.end());
  }
  std::sort(possible.begin(), possible.end(), std::greater<>());
  possible.erase(std::unique(possible.begin(), possible.end()), possible.end());
  if (possible.size() > options_.sample) possible.resize(options_.sample);

  std::vector<Neighbour> neighbours;
  for (const auto session : possible) {
    float sum = 0;
    for (const auto item : sessions_[session]) {
      if (const auto found = weight.find(item); found != weight.end()) sum += found->second;
    }
    neighbours.push_back({session, sum / length});
  }
  const auto closer = [](const Neighbour& a, const Neighbour& b) { return a.likeness != b.likeness ? a.likeness > b.likeness : a.session > b.session; };
  if (neighbours.size() > options_.neighbours) {
    std::nth_element(neighbours.begin(), neighbours.begin() + static_cast<std::ptrdiff_t>(options_.neighbours), neighbours.end(), closer);
    neighbours.resize(options_.neighbours);
  }
  std::sort(neighbours.begin(), neighbours.end(), closer);  // the same sums whatever the order was
  for (const Neighbour& neighbour : neighbours) {
    const auto& items = sessions_[neighbour.session];
    // The later in the session so far the latest common item stands, the more this neighbour counts.
    std::size_t step = 1;
    for (auto item = so_far.rbegin(); item != so_far.rend(); ++item, ++step) {
      if (std::find(items.begin(), items.end(), *item) != items.end()) break;
    }
    const float share = neighbour.likeness / static_cast<float>(step);
    for (const auto item : items) {
      if (scores[item] == 0) touched.push_back(item);
      scores[item] += share;
    }
  }
}

std::vector<Scored> SessionModel::next(std::span<const std::uint32_t> so_far, std::size_t count) const {
  if (so_far.size() > remembered_max) so_far = so_far.last(remembered_max);
  if (so_far.empty()) return {};
  thread_local std::vector<float> scores;
  scores.resize(std::max(scores.size(), sessions_of_.size()), 0);
  std::vector<std::uint32_t> touched;
  add_neighbours(so_far, scores, touched);
  float peak = 0;
  for (const auto item : touched) peak = std::max(peak, scores[item]);
  const auto& rules = rules_[so_far.back()];
  if (!rules.empty() && options_.rules > 0) {
    const float share = static_cast<float>(options_.rules) * (peak > 0 ? peak : 1.0F) / rules.front().score;
    for (const Scored& rule : rules) {
      if (scores[rule.item] == 0) touched.push_back(rule.item);
      scores[rule.item] += share * rule.score;
    }
  }
  std::vector<Scored> result;
  for (const auto item : touched) {
    result.push_back({item, scores[item]});
    scores[item] = 0;
  }
  const auto better = [](const Scored& a, const Scored& b) { return a.score != b.score ? a.score > b.score : a.item < b.item; };
  const std::size_t kept = std::min(count, result.size());
  std::partial_sort(result.begin(), result.begin() + static_cast<std::ptrdiff_t>(kept), result.end(), better);
  result.resize(kept);
  return result;
}

SessionOptions choose_session_options(std::span<const Session> sessions, std::size_t items) {
  std::vector<Session> ordered(sessions.begin(), sessions.end());
  std::stable_sort(ordered.begin(), ordered.end(), [](const Session& a, const Session& b) { return a.ended < b.ended; });
  const std::size_t fitted = ordered.size() - std::max<std::size_t>(1, ordered.size() / 10);
  const auto value_of = [&](const SessionOptions& options) {
    const std::span<const Session> earlier(ordered.data(), fitted);
    const SessionModel model(earlier, items, options);
    double sum = 0;
    for (std::size_t s = fitted; s < ordered.size(); ++s) {
      const auto& clicks = ordered[s].items;
      for (std::size_t i = 1; i < clicks.size(); ++i) {
        std::vector<std::uint32_t> ranking;
        for (const Scored& scored : model.next(std::span<const std::uint32_t>(clicks).first(i), 20)) ranking.push_back(scored.item);
        const auto quality = quality_of(ranking, std::span<const std::uint32_t>(clicks).subspan(i, 1), 20);
        sum += quality.hit + quality.reciprocal_rank;
      }
    }
    return sum;
  };
  SessionOptions best;
  double best_value = value_of(best);
  const auto consider = [&](const SessionOptions& options) {
    if (const double value = value_of(options); value > best_value) best_value = value, best = options;
  };
  for (const std::size_t neighbours : {50U, 200U, 500U, 1000U}) {
    SessionOptions options = best;
    options.neighbours = neighbours;
    consider(options);
  }
  for (const std::size_t sample : {500U, 2'000U, 5'000U}) {
    SessionOptions options = best;
    options.sample = sample;
    consider(options);
  }
  for (const double rules : {0.0, 0.2, 0.8, 1.2, 2.0}) {
    SessionOptions options = best;
    options.rules = rules;
    consider(options);
  }
  return best;
}

}  // namespace plaza::ml::recommend
