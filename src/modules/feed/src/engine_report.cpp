// What the engine tells people: why, what it keeps, what it learnt.
#include <algorithm>
#include <cmath>

#include "engine.h"
#include "scorer.h"

namespace plaza::feed {

namespace {

constexpr std::size_t why_max = 4;
constexpr double why_least = 0.08;

// Where the post would have come from, for what only candidates know.
float similarity_of(const Graph& graph, const ViewerState& viewer, Index post) {
  float similarity = 0;
  for (const auto& recent : viewer.recent) {
    float sum = 1, weight = 0;
    for (const auto& neighbour : graph.post(recent.post).neighbours) {
      sum += neighbour.weight;
      if (neighbour.index == post) weight = neighbour.weight;
    }
    similarity = std::max(similarity, weight / sum);
  }
  return similarity;
}

Index strongest(const std::vector<Index>& of, const Taste& taste, Time now) {
  Index best = none;
  double most = 0;
  for (const Index index : of) {
    if (const double weight = taste.weight(index, now); weight > most) {
      most = weight;
      best = index;
    }
  }
  return best;
}

}  // namespace

Why Engine::why(const Viewer& viewer, content::PostId id, bool gpc) {
  static const ViewerState nobody;
  const std::shared_lock lock(mutex_);
  const Index post = graph_.find(id);
  Why why;
  if (post == none || !graph_.post(post).alive) return why;
  const auto slot = find_slot(viewer);
  std::unique_lock<std::mutex> guard;
  if (slot) guard = std::unique_lock(slot->mutex);
  const ViewerState& real = slot ? slot->state : nobody;
  const auto& node = graph_.post(post);
  if (node.followers_only && !real.follows.contains(node.author)) return why;
  if (!content::admits(visibility_, {viewer.account}, node.id)) return why;
  why.known = true;
  why.personal = is_personal(real, viewer, gpc);
  const ViewerState& state = why.personal ? real : nobody;
  const Time now = clock_.now();
  Sight sight{graph_, state, now};
  if (why.personal && slot) {
    sight.person = person_of(*slot, now);
    sight.affinity = affinity_.get();
  }
  const Eye eye(sight);
  const Candidate candidate{post, Reason::popular, none, similarity_of(graph_, state, post), 0};
  const auto parts = prior_of(eye.look(candidate));
  const auto add = [&](Because code, double strength) -> WhyPart* {
    if (strength < why_least) return nullptr;
    why.parts.push_back({code, strength, {}, 0});
    return &why.parts.back();
  };
  for (const auto& rule : rules_for(viewer, now)) {
    if (rule.kind != RuleKind::bury && names(node, post, rule)) add(Because::brand, rule.kind == RuleKind::pin ? 9 : rule.shift);
  }
  add(Because::you_follow, parts.follow);
  add(Because::creator, parts.author);
  add(Because::similar, parts.similarity);
  add(Because::like_minded, parts.affinity);
  if (auto* part = add(Because::hashtag, parts.hashtags)) {
    const Index tag = strongest(node.hashtags, state.hashtags, now);
    if (tag != none) part->hashtag = graph_.hashtag_at(tag).name;
  }
  if (auto* part = add(Because::product, parts.products)) {
    const Index product = strongest(node.products, state.products, now);
    if (product != none) part->product = graph_.product_at(product).key;
  }
  // Against the average post: being good is a reason, being average is none.
  const double average = graph_.overall_rate();
  add(Because::popular, parts.rate - std::log(average / (1 - average)) + std::max(parts.heat, 0.0));
  add(Because::fresh, parts.fresh);
  if (stage_of(graph_, post, tuning_, now) != Stage::known) add(Because::exploring, 0.3);
  std::stable_sort(why.parts.begin(), why.parts.end(), [](const WhyPart& a, const WhyPart& b) { return a.strength > b.strength; });
  if (why.parts.size() > why_max) why.parts.resize(why_max);
  return why;
}

Kept Engine::kept(const Viewer& viewer, bool gpc) {
  const std::shared_lock lock(mutex_);
  const auto slot = find_slot(viewer);
  Kept kept;
  kept.paused = gpc && !viewer.account;
  if (!slot) return kept;
  const std::lock_guard guard(slot->mutex);
  const auto& state = slot->state;
  using Choice = ViewerState::Choice;
  kept.chosen = state.choice != Choice::unset;
  if (kept.chosen) kept.paused = state.choice == Choice::paused;
  for (const auto& taste : state.hashtags.top(8, clock_.now())) kept.hashtags.push_back(graph_.hashtag_at(taste.index).name);
  kept.products = static_cast<std::int64_t>(state.products.top(64, clock_.now()).size());
  kept.posts = static_cast<std::int64_t>(state.recent.size());
  return kept;
}

// By what the pages in memory recorded: the reason of each place is the source that brought it first.
std::vector<SourceRecord> Engine::sources() const {
  constexpr std::size_t reasons = enum_names(static_cast<Reason*>(nullptr)).size();
  std::vector<SourceRecord> all(reasons);
  for (const auto& page : impressions_.pages()) {
    if (!page.for_you || !page.personal) continue;
    for (std::size_t place = 0; place < page.shown.size(); ++place) {
      const auto& shown = page.shown[place];
      if (!shown.features || (*shown.features)[feed::Slot::reason] >= reasons) continue;
      auto& record = all[(*shown.features)[feed::Slot::reason]];
      ++record.places;
      if (static_cast<int>(place) >= page.examined) continue;
      const auto worth = value_of(tuning_.worth, shown.outcome);
      ++record.looked_at;
      record.liked += worth > 0 ? 1 : 0;
      record.worth += static_cast<double>(worth);
    }
  }
  for (std::size_t i = 0; i < reasons; ++i) all[i].source = static_cast<Reason>(i);
  std::erase_if(all, [](const SourceRecord& record) { return record.places == 0; });
  std::stable_sort(all.begin(), all.end(), [](const SourceRecord& a, const SourceRecord& b) { return a.places > b.places; });
  return all;
}

Learning Engine::learning() {
  constexpr std::size_t newest_looked_at = 2'000;
  const std::shared_lock lock(mutex_);
  Learning told;
  told.pages = static_cast<std::int64_t>(impressions_.pages().size());
  told.examples = model_.examples();
  told.share = model_.share();
  told.overall_rate = graph_.overall_rate();
  for (std::size_t head = 0; head < head_count; ++head) {
    told.all[head] = model_.record(static_cast<Head>(head));
    told.today[head] = model_.today(static_cast<Head>(head));
    told.belief[head] = model_.belief(static_cast<Head>(head));
  }
  if (affinity_) told.affinity = affinity_->report();
  told.sources = sources();
  const Time now = clock_.now();
  const auto& newest = graph_.newest();
  const auto looked_at = static_cast<std::ptrdiff_t>(std::min<std::size_t>(newest.size(), newest_looked_at));
  for (auto each = newest.rbegin(); each != newest.rbegin() + looked_at; ++each) {
    const Index post = *each;
    const auto& node = graph_.post(post);
    const Stage stage = stage_of(graph_, post, tuning_, now);
    if (stage == Stage::known || node.served == 0 || !graph_.shown(post)) continue;
    told.exploring.push_back({node.id, stage, node.served, static_cast<std::int64_t>(node.views), graph_.rate(post), graph_.rate_upper(post)});
  }
  std::stable_sort(told.exploring.begin(), told.exploring.end(), [](const ExploringPost& a, const ExploringPost& b) {
    return a.stage != b.stage ? a.stage < b.stage : a.rate > b.rate;
  });
  if (told.exploring.size() > 20) told.exploring.resize(20);
  for (const auto& [heat, post] : graph_.hot().items()) {
    if (told.rising.size() >= 10) break;
    const auto& node = graph_.post(post);
    if (graph_.shown(post)) told.rising.push_back({node.id, graph_.rate(post), static_cast<std::int64_t>(node.views)});
  }
  return told;
}

}  // namespace plaza::feed
