#include "engine.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "making.h"
#include "platform/base/text.h"
#include "reranker.h"
#include "scorer.h"

namespace plaza::feed {

namespace {

constexpr Micros session_pause = minutes(30);

std::uint64_t mixed(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ull;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

std::string token_text(std::uint64_t value) {
  static constexpr char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string text(13, '0');
  for (auto& c : text) {
    c = digits[value & 31];
    value >>= 5;
  }
  return text;
}

// A cursor is "n<page>" for a known viewer, "s<token>" for nobody: the token then is the viewer.
std::string session_of(const std::string& cursor) {
  return cursor.size() == 14 && cursor[0] == 's' ? "~" + cursor : std::string();
}

}  // namespace

Engine::Engine(const Clock& clock, const Settings& settings, Record record)
    : clock_(clock), settings_(settings), record_(std::move(record)) {
  std::random_device device;
  tuning_.exploration_percent = static_cast<std::int64_t>(std::lround(settings.exploration * 100));
  seed_ = settings.seed ? settings.seed : (static_cast<std::uint64_t>(device()) << 32) | device();
}

Engine::SlotOf Engine::find_slot(const Viewer& viewer) const {
  if (viewer.account) {
    const auto found = accounts_.find(viewer.account);
    return found == accounts_.end() ? nullptr : found->second;
  }
  if (const auto known = account_of_visitor_.find(viewer.visitor); known != account_of_visitor_.end()) {
    return find_slot({known->second, {}});
  }
  const auto found = visitors_.find(viewer.visitor);
  return found == visitors_.end() ? nullptr : found->second;
}

Engine::SlotOf Engine::slot(const Viewer& viewer) {
  if (auto found = find_slot(viewer)) return found;
  auto made = std::make_shared<Slot>();
  if (viewer.account) {
    accounts_.emplace(viewer.account, made);
  } else if (const auto known = account_of_visitor_.find(viewer.visitor); known != account_of_visitor_.end()) {
    accounts_.emplace(known->second, made);
  } else {
    if (visitors_.size() - learnt_visitors_ >= settings_.viewers_max) forget_old_viewers(false);
    visitors_.emplace(viewer.visitor, made);
  }
  made->state.last_at = clock_.now();
  return made;
}

Engine::SlotOf Engine::slot_for_page(const Viewer& viewer, std::shared_lock<std::shared_mutex>& lock) {
  if (auto found = find_slot(viewer)) return found;
  lock.unlock();
  SlotOf made;
  {
    const std::unique_lock writing(mutex_);
    made = slot(viewer);
  }
  lock.lock();
  return made;
}

Engine::SlotOf Engine::slot_learning(const Viewer& viewer, Time at) {
  auto found = slot(viewer);
  found->state.learnt_at = std::max(found->state.learnt_at, at);
  found->state.last_at = std::max(found->state.last_at, at);
  if (found->learnt) return found;
  found->learnt = true;
  if (viewer.account || account_of_visitor_.contains(viewer.visitor)) return found;
  if (++learnt_visitors_ > settings_.viewers_max) forget_old_viewers(true);
  return found;
}

// A tenth of the anonymous viewers goes, the longest unseen first: by the log's time those that the log tells of, so that every replay
// forgets the same ones.
void Engine::forget_old_viewers(bool learnt) {
  using Entry = decltype(visitors_)::const_iterator;
  std::vector<std::pair<Time, Entry>> known;  // one walk over them: it is what this costs
  known.reserve(visitors_.size());
  for (auto each = visitors_.cbegin(); each != visitors_.cend(); ++each) {
    const auto& slot = *each->second;
    if (slot.learnt == learnt) known.emplace_back(learnt ? slot.state.learnt_at : slot.state.last_at, each);
  }
  const auto earlier = [](const auto& a, const auto& b) { return a.first < b.first; };
  const auto cut = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 10);
  std::nth_element(known.begin(), cut, known.end(), earlier);
  const Time oldest = cut->first;
  for (const auto& [time, entry] : known) {
    if (time > oldest) continue;
    visitors_.erase(entry);
    if (learnt) --learnt_visitors_;
  }
}

bool Engine::may_recommend(Index post) const {
  if (!promotion_ || !promotion_->is_any_paused()) return true;
  const auto& products = graph_.post(post).products;
  return std::none_of(products.begin(), products.end(),
                      [&](Index product) { return promotion_->is_paused(graph_.product_at(product).key); });
}

bool Engine::may_show(const ViewerState& viewer, const PageRequest& request, Index post, Index topic) const {
  if (!graph_.shown(post) || viewer.hidden.contains(post) || viewer.served.contains(post)) return false;
  const auto& node = graph_.post(post);
  const bool own = request.viewer.account && graph_.author_at(node.author).key == request.viewer.account;
  if (own) return false;
  if (request.scope == Scope::for_you && !may_recommend(post)) return false;
  if ((node.followers_only || request.scope == Scope::following) && !viewer.follows.contains(node.author)) return false;
  if (topic != none && std::find(node.hashtags.begin(), node.hashtags.end(), topic) == node.hashtags.end()) return false;
  return content::admits(visibility_, {request.viewer.account}, node.id);
}

// To anybody, also to nobody we know.
bool Engine::is_for_all(Index post) const {
  const auto& node = graph_.post(post);
  return graph_.shown(post) && !node.followers_only && content::admits(visibility_, {}, node.id);
}

std::vector<RuleNow> Engine::rules_for(const Viewer& viewer, Time now) const {
  std::vector<RuleNow> rules;
  for (const auto& rule : rules_) {
    if (!in_force(rule, now)) continue;
    if (!rule.audience.empty() && !(audience_ && audience_->contains(rule.audience, viewer.account, viewer.visitor))) continue;
    if (const auto found = resolve(graph_, rule)) rules.push_back(*found);
  }
  return rules;
}

// Strictly newest first: nothing is scored, nothing explored.
void Engine::make_following(Making& making) {
  auto& set = *making.candidates;
  set.clear();
  const auto limit = static_cast<std::size_t>(std::clamp(making.asked.limit, 1, 20));
  for (const Index author : making.state.follows) {
    std::size_t taken = 0;
    const auto& posts = graph_.author_at(author).posts;
    for (auto post = posts.rbegin(); post != posts.rend() && taken <= limit; ++post) {
      if (!may_show(making.state, making.asked, *post, making.sight.topic)) continue;
      set.push_back({*post, Reason::following, none, 0, 0});
      ++taken;
    }
  }
  const auto newer = [&](const Candidate& a, const Candidate& b) {
    const auto &one = graph_.post(a.post), &other = graph_.post(b.post);
    return one.created_at != other.created_at ? one.created_at > other.created_at : one.id > other.id;
  };
  std::sort(set.begin(), set.end(), newer);
  making.count = set.size();
  for (std::size_t i = 0; i < std::min(limit, set.size()); ++i) making.placed.push_back({set[i], 1, 0, false, false});
}

void Engine::make_for_you(Making& making, Random& random) {
  auto& candidates = *making.candidates;
  auto& sight = making.sight;
  const auto excluded = [&](const Candidate& candidate) {
    return !may_show(making.state, making.asked, candidate.post, sight.topic);
  };
  std::erase_if(candidates, excluded);
  const auto limit = static_cast<std::size_t>(std::clamp(making.asked.limit, 1, 20));
  const auto too_often = [&](const Candidate& candidate) {
    const auto seen = sight.viewer.seen.find(candidate.post);
    return seen != sight.viewer.seen.end() && seen->second >= tuning_.frequency_max;
  };
  const auto often = static_cast<std::size_t>(std::count_if(candidates.begin(), candidates.end(), too_often));
  if (often > 0 && candidates.size() - often >= limit) std::erase_if(candidates, too_often);
  making.count = candidates.size();

  const Eye eye(sight);
  score(sight, eye, model_, tuning_, candidates);
  const auto rules = rules_for(making.asked.viewer, sight.now);
  if (!rules.empty()) {
    for (auto& candidate : candidates) candidate.score += candidate.shift = shift_of(graph_, candidate.post, rules);
  }
  RerankTerms terms{limit, tuning_, sight.topic == none, {}};
  for (const auto& rule : rules) {
    if (rule.kind != RuleKind::pin || !making.fresh || sight.topic != none || rule.place >= limit) continue;
    const Candidate* best = nullptr;
    for (const auto& candidate : candidates) {
      if (names(graph_.post(candidate.post), candidate.post, rule) && (!best || candidate.score > best->score)) best = &candidate;
    }
    const auto taken = [&](const auto& pin) { return best && (pin.first == rule.place || pin.second == best->post); };
    if (best && std::none_of(terms.pins.begin(), terms.pins.end(), taken)) terms.pins.emplace_back(rule.place, best->post);
  }
  making.exploration = terms.explores ? static_cast<double>(tuning_.exploration_percent) / 100 : 0;
  making.placed = rerank(sight, candidates, terms, random);
  for (std::size_t i = 0; i < making.placed.size(); ++i) {
    auto& place = making.placed[i];
    auto features = eye.features(place.candidate, eye.look(place.candidate));
    features[feed::Slot::position] = static_cast<std::uint8_t>(i);
    making.features.push_back(text_of(features));
    auto& reason = place.candidate.reason;
    if (place.explored && reason != Reason::following) reason = Reason::explore;
    if (place.pinned) reason = Reason::brand;
  }
}

Page Engine::page(const PageRequest& request) {
  thread_local CandidateSet set;
  static const ViewerState nobody;
  const Time now = clock_.now();
  const std::uint64_t number = pages_.fetch_add(1);
  const std::uint64_t seed = mixed(seed_ + number * 0x9E3779B97F4A7C15ull);
  Random random(seed);

  PageRequest asked = request;
  std::string session;
  if (!asked.viewer.account && asked.viewer.visitor.empty()) {
    session = session_of(asked.cursor);
    if (session.empty()) session = "~s" + token_text(mixed(seed));
    asked.viewer.visitor = session;
  }

  std::shared_lock lock(mutex_);
  const SlotOf viewer = slot_for_page(asked.viewer, lock);
  const std::lock_guard guard(viewer->mutex);
  auto& state = viewer->state;
  const bool fresh = asked.cursor.empty() || now - state.session_at > session_pause;
  if (fresh) {
    state.served.clear();
    state.session_pages = 0;
  }
  state.session_at = state.last_at = now;
  ++state.pages;
  ++state.session_pages;

  Index topic = none;
  if (!asked.topic.empty()) {
    topic = graph_.find_hashtag(folded(asked.topic));
    if (topic == none) return {};
  }
  using Choice = ViewerState::Choice;
  const bool quiet = asked.gpc && !asked.viewer.account && state.choice == Choice::unset;
  const bool held_out = hold_out_ && session.empty() && hold_out_->is_held_out(asked.viewer.account, asked.viewer.visitor);
  const bool allowed = !allowance_ || allowance_->may_personalize(asked.viewer.account, asked.viewer.visitor);
  const bool personal = state.choice != Choice::paused && !quiet && !held_out && allowed;
  std::vector<Index> wanted;
  Making making{asked, state, {graph_, personal ? state : nobody, now, topic, asked.scope, asked.device, nullptr, personal},
                personal, fresh, &set.items(), {}, {}, 0, 0};
  if (personal && asked.scope == Scope::for_you) {
    making.sight.person = person_of(*viewer, now);
    making.sight.affinity = affinity_.get();
  }
  if (asked.scope == Scope::following) {
    set.begin(graph_.size());
    make_following(making);
  } else {
    if (!rules_.empty()) wanted = wanted_by(graph_, rules_for(asked.viewer, now));
    making.sight.wanted = &wanted;
    set.begin(graph_.size());
    for (const auto* source : candidate_sources()) source->add(making.sight, random, set);
    make_for_you(making, random);
  }
  Page page;
  const std::string page_id = token_text(mixed(seed ^ 0x5bd1e995));
  for (const auto& place : making.placed) {
    const auto& candidate = place.candidate;
    Item item;
    item.post_id = graph_.post(candidate.post).id;
    item.reason = candidate.reason;
    if (candidate.detail != none) item.reason_detail = graph_.hashtag_at(candidate.detail).name;
    item.impression_id = "imp_" + page_id + "_" + std::to_string(page.items.size());
    item.score = candidate.score;
    item.propensity = place.propensity;
    state.served.insert(candidate.post);
    page.items.push_back(std::move(item));
  }
  if (!page.items.empty() && making.count > page.items.size()) {
    page.next_cursor = session.empty() ? "n" + std::to_string(state.pages) : session.substr(1);
  }
  std::string record;
  if (!page.items.empty() && record_) record = record_of(making, page, page_id, seed);
  lock.unlock();
  if (!record.empty()) record_(std::move(record));
  return page;
}

std::vector<content::PostId> Engine::similar(content::PostId post, int limit) {
  const std::shared_lock lock(mutex_);
  const Index index = graph_.find(post);
  if (index == none) return {};
  auto neighbours = graph_.post(index).neighbours;
  std::sort(neighbours.begin(), neighbours.end(), [](const Weighted& a, const Weighted& b) { return a.weight > b.weight; });
  std::vector<content::PostId> found;
  for (const auto& neighbour : neighbours) {
    if (static_cast<int>(found.size()) >= limit) break;
    const auto& node = graph_.post(neighbour.index);
    if (is_for_all(neighbour.index) && may_recommend(neighbour.index)) found.push_back(node.id);
  }
  return found;
}

std::vector<std::string> Engine::trending_hashtags(int limit) {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [heat, index] : graph_.hot_hashtags().items()) {
    if (static_cast<int>(names.size()) >= limit) break;
    const auto& hashtag = graph_.hashtag_at(index);
    const bool any_kept = visibility_ && visibility_->is_any_kept();
    const bool told = any_kept ? std::any_of(hashtag.posts.rbegin(), hashtag.posts.rend(), [&](Index post) { return is_for_all(post); })
                               : !hashtag.posts.empty();
    if (told) names.push_back(hashtag.name);
  }
  return names;
}

std::vector<content::PostId> Engine::trending_posts(int limit) {
  const std::shared_lock lock(mutex_);
  std::vector<content::PostId> found;
  for (const auto& [heat, index] : graph_.hot().items()) {
    if (static_cast<int>(found.size()) >= limit) break;
    if (is_for_all(index) && may_recommend(index)) found.push_back(graph_.post(index).id);
  }
  return found;
}

std::size_t Engine::viewers() const {
  const std::shared_lock lock(mutex_);
  return accounts_.size() + visitors_.size();
}

}  // namespace plaza::feed
