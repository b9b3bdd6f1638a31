// The writing side of the engine: facts, and what viewers did.
#include <algorithm>
#include <utility>

#include "engine.h"

namespace plaza::feed {

namespace {

struct Weights {
  double post;   // for the post's counters and heat; negative: against it
  double taste;  // for the viewer's tastes
};

constexpr Weights weights_of(Action action) {
  switch (action) {
    case Action::viewed: return {0, 0};
    case Action::liked: return {1, 1};
    case Action::saved: return {1.5, 1.5};
    case Action::shared: return {2, 1.5};
    case Action::hidden: return {-3, -2};
    case Action::tapped: return {1, 1};
    case Action::product_viewed: return {0.5, 0.6};
    case Action::bag: return {2, 2};
    case Action::purchased: return {4, 2};
    case Action::commented: return {1.5, 1};
    case Action::unliked: return {0, -1};
    case Action::unsaved: return {0, -1.5};
  }
  return {0, 0};
}

constexpr std::int64_t long_view_ms = 5'000;
constexpr std::int64_t skip_ms = 900;

}  // namespace

void Engine::put(const content::Post& post, Origin origin) {
  const std::unique_lock lock(mutex_);
  keep_found(graph_.put(post));
  if (origin == Origin::told) graph_.tell(facts_of(post));
}

void Engine::remove(content::PostId id) {
  const std::unique_lock lock(mutex_);
  graph_.remove(id);
  if (const Index index = graph_.find(id); index != none && affinity_) affinity_->hide(index);
}

void Engine::follow(identity::AccountId follower, identity::AccountId followed, bool on) {
  const std::unique_lock lock(mutex_);
  const Index author = graph_.author(followed);
  auto& state = slot({follower.value, {}})->state;
  if (on) state.follows.insert(author);
  else state.follows.erase(author);
}

void Engine::set_available(catalog::ProductId product, bool available) {
  const std::unique_lock lock(mutex_);
  graph_.set_available(product, available);
}

void Engine::set_offer(catalog::ProductId product, std::int64_t price, std::int64_t units, Origin origin) {
  const std::unique_lock lock(mutex_);
  graph_.set_offer(product, price, units);
  if (origin == Origin::told) graph_.tell_price(product, price);
}

void Engine::tune(const Tuning& tuning) {
  const std::unique_lock lock(mutex_);
  tuning_ = tuning;
}

void Engine::set_rules(std::vector<Rule> rules) {
  const std::unique_lock lock(mutex_);
  rules_ = std::move(rules);
}

void Engine::plug(const Audience* audience) {
  const std::unique_lock lock(mutex_);
  audience_ = audience;
}

void Engine::plug(const HoldOut* hold_out) {
  const std::unique_lock lock(mutex_);
  hold_out_ = hold_out;
}

void Engine::taste_of_post(ViewerState& state, Index post, double weight, Time at) {
  for (const Index tag : graph_.told_hashtags(post)) state.hashtags.add(tag, weight, at);
  for (const Index product : graph_.told_products(post)) state.products.add(product, weight, at);
  state.authors.add(graph_.post(post).author, weight * 0.7, at);
}

void Engine::apply_to_post(const Deed& deed, ViewerState& state, Index post) {
  const auto bit = static_cast<std::uint16_t>(1u << static_cast<unsigned>(deed.action));
  auto& done = state.done[post];
  const bool first = (done & bit) == 0;
  done |= bit;
  state.done.keep_newest(ViewerState::done_max, graph_);
  if (deed.action == Action::viewed) {
    state.saw(post);
    state.seen.keep_newest(ViewerState::seen_max, graph_);
    if (first) graph_.view(post);
    if (deed.watch_ms >= long_view_ms) {
      if (first) graph_.engage(post, 0.5, deed.at);
      taste_of_post(state, post, 0.35, deed.at);
    } else if (deed.watch_ms > 0 && deed.watch_ms < skip_ms) {
      if (first) graph_.engage(post, -0.3, deed.at);
      taste_of_post(state, post, -0.15, deed.at);
    }
    return;
  }
  const Weights weights = weights_of(deed.action);
  if (deed.action == Action::hidden) state.hidden.insert(post);
  if (!first && !deed.trusted) return;  // a public key cannot count the same deed twice
  if (weights.post != 0) graph_.engage(post, weights.post, deed.at);
  taste_of_post(state, post, weights.taste, deed.at);
  if (weights.taste <= 0) return;
  for (const auto& recent : state.recent) {
    if (recent.weight > 0 && deed.at - recent.at < days(2)) graph_.link(post, recent.post, static_cast<float>(weights.taste));
  }
  state.engaged(post, weights.taste, deed.at);
}

void Engine::apply(const Deed& deed) {
  if (!deed.viewer.account && deed.viewer.visitor.empty()) return;
  const std::unique_lock lock(mutex_);
  const SlotOf viewer = slot_learning(deed.viewer, deed.at);
  auto& state = viewer->state;
  Index post = deed.post_id ? graph_.find(deed.post_id) : none;
  if (post != none && !graph_.learns(post)) post = none;
  if (state.is_paused()) {  // nothing is learnt; what they turned down stays away
    if (post != none && deed.action == Action::hidden) state.hidden.insert(post);
    return;
  }
  ++viewer->deeds;
  if (weights_of(deed.action).taste > 0 || deed.watch_ms >= long_view_ms) ++affinity_deeds_;
  if (deed.post_id) {
    take_outcome(deed);  // also of a post that is gone: what was learnt follows from the log alone
    if (post != none) apply_to_post(deed, state, post);
    return;
  }
  const Index product = graph_.find_product(deed.product_id);
  if (product == none || !graph_.learns_product(product)) return;
  const Weights weights = weights_of(deed.action);
  state.products.add(product, weights.taste, deed.at);
  state.noticed_price(graph_.told_price(product), weights.taste);
  // The interest in a product is an interest in what its posts are about.
  if (const Index about = graph_.told_post_of(product); about != none) {
    for (const Index tag : graph_.told_hashtags(about)) state.hashtags.add(tag, weights.taste * 0.5, deed.at);
  }
}

void Engine::join(const std::string& visitor, std::int64_t account) {
  if (visitor.empty() || !account) return;
  const std::unique_lock lock(mutex_);
  const auto known = account_of_visitor_.find(visitor);
  if (known != account_of_visitor_.end()) {
    known->second = account;  // the browser changed hands: what was joined before stays where it is
    return;
  }
  account_of_visitor_.emplace(visitor, account);
  impressions_.join(key_of(0, visitor), key_of(account, {}));
  const auto found = visitors_.find(visitor);
  if (found == visitors_.end()) return;
  const SlotOf anonymous = found->second;
  visitors_.erase(found);
  if (anonymous->learnt) --learnt_visitors_;
  const SlotOf joined = slot({account, {}});
  joined->learnt = true;
  auto& state = joined->state;
  // At the log's time: what tastes weigh together must not depend on when the log is read.
  state.merge(anonymous->state, std::max({log_time_, state.learnt_at, anonymous->state.learnt_at}), graph_);
  ++joined->deeds;
}

void Engine::served(const std::vector<content::PostId>& posts) {
  const std::unique_lock lock(mutex_);
  for (const auto id : posts) {
    const Index index = graph_.find(id);
    if (index != none && graph_.learns(index)) graph_.serve(index);
  }
}

}  // namespace plaza::feed
