#include "preview.h"

#include <algorithm>
#include <unordered_map>

#include "ml/experiment/off_policy.h"
#include "reranker.h"

namespace plaza::feed {

namespace {

using ml::experiment::Logged;

// Places are weighed one by one; how sure the answer is rests on the viewers, as the places of one viewer are not independent evidence.
class Weighed {
 public:
  void begin(std::uint64_t viewer) {
    if (viewer == 0) viewers_.emplace_back();  // nobody we know: each page stands alone
    at_ = viewer == 0 ? viewers_.size() - 1 : by_viewer_.try_emplace(viewer, viewers_.size()).first->second;
    if (at_ == viewers_.size()) viewers_.emplace_back();
  }
  void add(double weight, double value) {
    Logged place;
    place.reward = value;
    place.target_propensity = weight;
    places_.push_back(place);
    auto& viewer = viewers_[at_];
    viewer.target_propensity += weight;
    viewer.reward += weight * value;  // divided by the weight when all is known
  }
  std::size_t places() const { return places_.size(); }
  Estimate estimate(double& effective) const {
    auto viewers = viewers_;
    for (auto& each : viewers) each.reward = each.target_propensity > 0 ? each.reward / each.target_propensity : 0;
    const auto of_places = ml::experiment::self_normalised(places_);
    const auto of_viewers = ml::experiment::self_normalised(viewers);
    effective = of_places.effective_units;
    if (viewers.size() < 2) return {of_places.value, of_places.value, of_places.value};
    return {of_places.value, of_viewers.low, of_viewers.high};
  }

 private:
  std::vector<Logged> places_, viewers_;
  std::unordered_map<std::uint64_t, std::size_t> by_viewer_;
  std::size_t at_ = 0;
};

// The page's posts from `place` on, then those that were not shown, as the choice saw them.
struct Scene {
  std::vector<Option> options;
  std::vector<Index> before;
  std::vector<Index> shown;
};
Scene scene_of(const Graph& graph, const LoggedPage& page) {
  Scene scene;
  for (const auto& each : page.shown) {
    const Index post = graph.find(each.post);
    scene.shown.push_back(post);
    if (post != none) scene.options.push_back({post, each.score});
  }
  for (const auto& [id, score] : page.next) {
    const Index post = graph.find(id);
    if (post != none) scene.options.push_back({post, score});
  }
  return scene;
}

void use(std::vector<Option>& options, Index post) {
  for (auto& option : options) option.used = option.used || option.post == post;
}

class Judge {
 public:
  Judge(const Graph& graph, const PreviewQuestion& question) : graph_(graph), question_(question) {}

  bool touches(const LoggedPage& page, const Scene& scene) const {
    if (!page.for_you || page.at < question_.since) return false;
    if (question_.concerns && !question_.concerns(page)) return false;
    if (question_.rule.kind == RuleKind::pin) return page.fresh && question_.rule.place < page.shown.size();
    return std::any_of(scene.options.begin(), scene.options.end(),
                       [&](const Option& option) { return names(graph_.post(option.post), option.post, question_.rule); });
  }

  // The weight of each place: the chance that the rule's page has the shown post there, over the chance that the logged one had.
  std::vector<double> weights(const LoggedPage& page, Scene scene, Preview& result) const {
    std::vector<Option> ruled = scene.options;
    for (auto& option : ruled) option.score += shift_of(graph_, option.post, std::span(&question_.rule, 1));
    std::vector<double> weights;
    for (std::size_t place = 0; place < page.shown.size(); ++place) {
      weights.push_back(weight(page, place, scene, ruled, result));
      const Index post = scene.shown[place];
      if (post == none) continue;
      use(scene.options, post);
      use(ruled, post);
      scene.before.push_back(post);
    }
    return weights;
  }

 private:
  double weight(const LoggedPage& page, std::size_t place, const Scene& scene, std::vector<Option> ruled, Preview& result) const {
    const auto& shown = page.shown[place];
    const Index post = scene.shown[place];
    if (post == none || shown.propensity <= 0) return 1;
    const double by_rank = shown.propensity - shown.explore;
    const bool was_best = by_rank > 1e-9;
    const auto best_now = best_option(graph_, scene.options, scene.before, page.shown.size(), question_.tuning);
    const Index now = was_best ? post : best_now < scene.options.size() ? scene.options[best_now].post : none;
    Index then = none;
    bool pinned = false;
    if (question_.rule.kind == RuleKind::pin) {
      const Index pin = question_.rule.target == RuleTarget::post ? question_.rule.index : first_named(ruled);
      pinned = place == question_.rule.place;
      if (pinned) then = pin;
      else if (now == pin) use(ruled, pin);  // it waits for its place, or has had it
      else return 1;
    }
    if (!pinned) {
      const auto best = best_option(graph_, ruled, scene.before, page.shown.size(), question_.tuning);
      then = best < ruled.size() ? ruled[best].post : none;
    }
    if (then == now && !pinned) return 1;
    if (pinned && then == post && shown.propensity >= 1) return 1;
    ++result.affected;
    const double rank_chance = was_best ? by_rank : 1 - page.exploration;
    const double chance = pinned ? (then == post ? 1 : 0) : (then == post ? rank_chance : 0) + shown.explore;
    return chance / shown.propensity;
  }

  Index first_named(const std::vector<Option>& options) const {
    for (const auto& option : options) {
      if (names(graph_.post(option.post), option.post, question_.rule)) return option.post;
    }
    return none;
  }

  const Graph& graph_;
  const PreviewQuestion& question_;
};

}  // namespace

Preview preview(const Graph& graph, const std::deque<LoggedPage>& pages, const PreviewQuestion& question) {
  Preview result;
  Weighed now, with;
  double evidence = 0;
  const Judge judge(graph, question);
  for (const auto& page : pages) {
    if (page.at < question.since) continue;
    const auto scene = scene_of(graph, page);
    const auto before = result.affected;
    const bool touched = judge.touches(page, scene);
    const auto weights = touched ? judge.weights(page, scene, result) : std::vector<double>(page.shown.size(), 1);
    double sum = 0;
    now.begin(page.viewer);
    with.begin(page.viewer);
    for (std::size_t place = 0; place < page.shown.size(); ++place) {
      const auto value = static_cast<double>(value_of(question.worth, page.shown[place].outcome));
      now.add(1, value);
      with.add(weights[place], value);
      sum += weights[place];
    }
    // Places that the rule does not change weigh 1 each: what is over them is what the log knows of the others.
    evidence += sum - static_cast<double>(page.shown.size()) + static_cast<double>(result.affected - before);
  }
  result.impressions = static_cast<std::int64_t>(now.places());
  double all = 0;
  result.now = now.estimate(all);
  result.with = with.estimate(result.effective);
  result.overlap = result.affected > 0 ? evidence / static_cast<double>(result.affected) : 1;
  return result;
}

}  // namespace plaza::feed
