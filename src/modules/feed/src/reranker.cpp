#include "reranker.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace plaza::feed {

namespace {

constexpr std::size_t window = 80;         // the best that variety may choose from
constexpr std::size_t pool_max = 40;       // posts of each kind that exploration chooses from
constexpr double first_audience_part = 0.7;  // of exploration, while there are posts that earn more too
constexpr std::uint32_t earned_max = 8;    // times the first audience
constexpr double evenly_part = 0.1;   // of a pool's chance, evenly: each post keeps one that estimates can rest on
constexpr double choosiness = 0.7;    // of scores: what suits so much less is explored 1/e times as often
constexpr double untried = 2.0;       // of scores: so much better than it seems a post may be that nobody was shown …
constexpr double untried_for = 8;     // … and half of that after three times so many impressions
constexpr double small_creator_margin = 2.0;  // so much worse it may be

bool share_any(const std::vector<Index>& a, const std::vector<Index>& b) {
  return std::any_of(a.begin(), a.end(), [&](Index x) { return std::find(b.begin(), b.end(), x) != b.end(); });
}

// How much the places before it take from a post: same author, product, first hashtag; the nearer the more.
double repetition(const Graph& graph, Index post, std::span<const Index> before) {
  const auto& node = graph.post(post);
  double penalty = 0;
  std::size_t distance = 0;
  for (auto placed = before.rbegin(); placed != before.rend() && distance < 6; ++placed, ++distance) {
    const auto& other = graph.post(*placed);
    const double nearness = 1.0 / static_cast<double>(distance + 1);
    if (other.author == node.author) penalty += 2.0 * nearness;
    if (share_any(node.products, other.products)) penalty += 1.6 * nearness;
    if (!node.hashtags.empty() && !other.hashtags.empty() && node.hashtags[0] == other.hashtags[0]) {
      penalty += 0.5 * nearness;
    }
    if (distance < 2 && other.has_video == node.has_video && node.has_video) penalty += 0.3;
  }
  return penalty;
}

// Exploration's pools, and the chance of each of their posts at the place at hand.
class Pools {
 public:
  void add(Stage stage, std::size_t i) {
    if (stage == Stage::known) return;
    auto& pool = stage == Stage::first_audience ? first_ : earning_;
    if (pool.size() < pool_max) pool.push_back(i);
  }
  void drop_used(const std::vector<Option>& options) {
    const auto used = [&](std::size_t i) { return options[i].used; };
    std::erase_if(first_, used);
    std::erase_if(earning_, used);
  }
  bool empty() const { return first_.empty() && earning_.empty(); }
  bool has(std::size_t i) const {
    const auto in = [i](const std::vector<std::size_t>& pool) { return std::find(pool.begin(), pool.end(), i) != pool.end(); };
    return in(first_) || in(earning_);
  }
  // `suits`: how well each would stand there, in the units of scores.
  template <class Suits>
  void weigh(const Suits& suits) {
    chances_.clear();
    const double first_part = earning_.empty() ? 1 : first_.empty() ? 0 : first_audience_part;
    spread(first_, first_part, suits);
    spread(earning_, 1 - first_part, suits);
  }
  double chance(std::size_t i) const {
    for (const auto& [at, chance] : chances_) {
      if (at == i) return chance;
    }
    return 0;
  }
  std::size_t draw(Random& random) const {
    double left = std::uniform_real_distribution<double>(0, 1)(random);
    for (const auto& [at, chance] : chances_) {
      left -= chance;
      if (left <= 0) return at;
    }
    return chances_.back().first;
  }

 private:
  template <class Suits>
  void spread(const std::vector<std::size_t>& pool, double part, const Suits& suits) {
    if (pool.empty()) return;
    const std::size_t from = chances_.size();
    double most = -std::numeric_limits<double>::max(), sum = 0;
    for (const std::size_t i : pool) {
      chances_.emplace_back(i, suits(i) / choosiness);
      most = std::max(most, chances_.back().second);
    }
    const auto each = std::span(chances_).subspan(from);
    for (auto& [at, chance] : each) sum += chance = std::exp(chance - most);
    const double evenly = evenly_part / static_cast<double>(pool.size());
    for (auto& [at, chance] : each) chance = part * (evenly + (1 - evenly_part) * chance / sum);
  }

  std::vector<std::size_t> first_, earning_;
  std::vector<std::pair<std::size_t, double>> chances_;  // 1 together
};

// What exploration goes by: how well the post suits the viewer without the brand's rules, and how little is known of it.
double explores_by(const Graph& graph, const Candidate& candidate, std::span<const Index> before) {
  const double may_be_better = untried / std::sqrt(1 + static_cast<double>(graph.post(candidate.post).served) / untried_for);
  return candidate.score - candidate.shift - repetition(graph, candidate.post, before) + may_be_better;
}

}  // namespace

std::size_t best_option(const Graph& graph, std::span<const Option> options, std::span<const Index> before, std::size_t limit,
                        const Tuning& tuning) {
  const auto cap = std::max<std::size_t>(1, (limit * static_cast<std::size_t>(tuning.creator_percent_max) + 99) / 100);
  std::size_t small_before = 0;
  for (const Index post : before) small_before += graph.is_small_creator(graph.post(post).author) ? 1 : 0;
  const bool small_is_due = small_before < (before.size() + 1) * static_cast<std::size_t>(tuning.small_creator_percent) / 100;
  struct Best {
    std::size_t at;
    double score = 0;
    void take(std::size_t i, double value, std::size_t nothing) {
      if (at != nothing && value <= score) return;
      at = i;
      score = value;
    }
  };
  const std::size_t nothing = options.size();
  Best best{nothing}, small{nothing}, over_cap{nothing};
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (options[i].used) continue;
    const Index author = graph.post(options[i].post).author;
    const double score = options[i].score - repetition(graph, options[i].post, before);
    const auto of_author = std::count_if(before.begin(), before.end(), [&](Index post) { return graph.post(post).author == author; });
    if (static_cast<std::size_t>(of_author) >= cap) {
      over_cap.take(i, score, nothing);
      continue;
    }
    best.take(i, score, nothing);
    if (small_is_due && graph.is_small_creator(author)) small.take(i, score, nothing);
  }
  if (best.at == nothing) return over_cap.at;
  return small.at != nothing && small.score >= best.score - small_creator_margin ? small.at : best.at;
}

Stage stage_of(const Graph& graph, Index post, const Tuning& tuning, Time now) {
  const auto& node = graph.post(post);
  const auto audience = static_cast<std::uint32_t>(tuning.first_audience);
  if (node.served < audience && now - node.created_at <= hours(tuning.first_audience_hours)) return Stage::first_audience;
  if (node.served >= audience * earned_max) return Stage::known;
  return graph.rate_upper(post) >= graph.overall_rate() ? Stage::earning : Stage::known;
}

std::vector<Placed> rerank(const Sight& sight, std::vector<Candidate>& candidates, const RerankTerms& terms, Random& random) {
  const auto better = [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.post > b.post;
  };
  const auto kept = std::min(candidates.size(), std::max(window, terms.limit * 4));
  std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(kept), candidates.end(), better);
  std::vector<Option> options;
  options.reserve(candidates.size());
  for (const auto& candidate : candidates) options.push_back({candidate.post, candidate.score});

  Pools pools;
  for (std::size_t i = 0; i < candidates.size() && terms.explores; ++i) {
    pools.add(stage_of(sight.graph, candidates[i].post, terms.tuning, sight.now), i);
  }
  for (const auto& [place, post] : terms.pins) {  // they wait for their place
    for (auto& option : options) option.used = option.used || option.post == post;
  }

  std::vector<Placed> page;
  std::vector<Index> before;
  std::uniform_real_distribution<double> chance(0, 1);
  const auto put = [&](Placed placed) {
    before.push_back(placed.candidate.post);
    page.push_back(placed);
  };
  while (page.size() < terms.limit) {
    const auto pin = std::find_if(terms.pins.begin(), terms.pins.end(), [&](const auto& each) { return each.first == page.size(); });
    if (pin != terms.pins.end()) {
      const auto found = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& each) { return each.post == pin->second; });
      if (found != candidates.end() && std::find(before.begin(), before.end(), pin->second) == before.end()) {
        put({*found, 1, 0, false, true});
        continue;
      }
    }
    const std::size_t best = best_option(sight.graph, std::span(options.data(), kept), before, terms.limit, terms.tuning);
    if (best == kept) break;
    pools.drop_used(options);
    const double epsilon = pools.empty() ? 0 : static_cast<double>(terms.tuning.exploration_percent) / 100;
    const bool explore = chance(random) < epsilon;
    const bool may_explore = epsilon > 0 && (explore || pools.has(best));
    if (may_explore) pools.weigh([&](std::size_t i) { return explores_by(sight.graph, candidates[i], before); });
    const std::size_t chosen = explore ? pools.draw(random) : best;
    const double explored = may_explore ? epsilon * pools.chance(chosen) : 0;
    options[chosen].used = true;
    put({candidates[chosen], explored + (chosen == best ? 1 - epsilon : 0), explored, explore && chosen != best, false});
  }
  return page;
}

}  // namespace plaza::feed
