// What the engine writes into the log about its pages, and learns from it.
#include <algorithm>
#include <cmath>

#include "engine.h"
#include "making.h"
#include "platform/json/encode.h"
#include "scorer.h"

namespace plaza::feed {

namespace {

constexpr std::size_t next_logged = 10;

void append_short(std::string& json, double value, double steps) { json::append_real(json, std::round(value * steps) / steps); }

}  // namespace

std::string Engine::record_of(const Making& making, const Page& page, const std::string& page_id, std::uint64_t seed) const {
  const auto& asked = making.asked;
  const double share = making.features.empty() ? 0 : model_.share();
  std::string json;
  json.reserve(400 + 150 * page.items.size());
  json += "{\"page\":\"" + page_id + "\",\"policy\":" + std::to_string(share > 0 ? learnt_policy : prior_policy) + ",\"learnt\":";
  append_short(json, share, 1'000);
  json += ",\"seed\":\"" + std::to_string(seed) + "\",\"candidates\":" + std::to_string(making.count);
  if (asked.viewer.account) json += ",\"account\":" + std::to_string(asked.viewer.account);
  json += ",\"visitor\":";
  json::append_string(json, asked.viewer.visitor);
  if (making.fresh) json += ",\"fresh\":true";
  if (asked.scope == Scope::following) json += ",\"scope\":\"following\"";
  if (making.sight.topic != none) json += ",\"topic\":true";
  if (!making.personal) json += ",\"personal\":false";
  json += ",\"exploration\":";
  json::append_real(json, making.exploration);
  json += ",\"items\":[";
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    const auto& place = making.placed[i];
    if (i) json += ',';
    json += "{\"post_id\":\"" + to_text(page.items[i].post_id) + "\",\"reason\":\"";
    json += json::enum_text(page.items[i].reason);
    json += "\",\"score\":";
    append_short(json, place.candidate.score, 1'000);
    json += ",\"propensity\":";
    json::append_real(json, place.propensity);
    if (place.explore > 0) {
      json += ",\"explore\":";
      json::append_real(json, place.explore);
    }
    if (i < making.features.size()) json += ",\"x\":\"" + making.features[i] + "\"";
    json += '}';
  }
  json += "],\"next\":[";
  std::size_t left = making.features.empty() ? 0 : next_logged;
  for (const auto& candidate : *making.candidates) {
    if (left == 0) break;
    const auto shown = [&](const Placed& place) { return place.candidate.post == candidate.post; };
    if (std::any_of(making.placed.begin(), making.placed.end(), shown)) continue;
    if (left-- != next_logged) json += ',';
    json += "[\"" + to_text(graph_.post(candidate.post).id) + "\",";
    append_short(json, candidate.score, 1'000);
    json += ']';
  }
  return json + "]}";
}

std::uint64_t Engine::key_now(const Viewer& viewer) const {
  if (viewer.account) return key_of(viewer.account, {});
  const auto known = account_of_visitor_.find(viewer.visitor);
  return known != account_of_visitor_.end() ? key_of(known->second, {}) : key_of(0, viewer.visitor);
}

void Engine::logged(LoggedPage page) {
  const std::unique_lock lock(mutex_);
  for (const auto& shown : page.shown) {
    const Index index = graph_.find(shown.post);
    if (index != none && graph_.learns(index)) graph_.serve(index);
  }
  const Viewer viewer{page.account, page.visitor};
  if (!page.personal && !page.account) slot_learning(viewer, page.at)->state.private_browser = true;
  else if (const auto found = find_slot(viewer)) found->state.private_browser = false;
  page.viewer = key_now(viewer);
  impressions_.add(std::move(page));
}

void Engine::log_at(Time now) {
  const std::unique_lock lock(mutex_);
  if (now <= log_time_) return;
  log_time_ = now;
  if (const auto day = now.micros / days(1); day != day_) {
    day_ = day;
    model_.begin_day();
  }
  impressions_.settle(now, [this](const LoggedPage& page) {
    for (int place = 0; place < page.examined; ++place) {
      const auto& shown = page.shown[static_cast<std::size_t>(place)];
      if (shown.features) model_.learn(*shown.features, shown.outcome);
    }
  });
}

// The label of what was shown, if it was shown.
void Engine::take_outcome(const Deed& deed) {
  if (!deed.post_id) return;
  constexpr std::int64_t long_view_ms = 5'000;
  std::optional<Head> head;
  switch (deed.action) {
    case Action::viewed: if (deed.watch_ms >= long_view_ms) head = Head::watch; break;
    case Action::liked: head = Head::like; break;
    case Action::saved: head = Head::save; break;
    case Action::shared: head = Head::share; break;
    case Action::hidden: head = Head::hide; break;
    case Action::tapped:
    case Action::product_viewed: head = Head::tag_tap; break;
    case Action::bag: head = Head::add_to_cart; break;
    case Action::purchased: head = Head::purchase; break;
    case Action::commented: head = Head::comment; break;
    case Action::unliked:
    case Action::unsaved: return;
  }
  const auto key = key_now(deed.viewer);
  const auto late = impressions_.note(key, deed.post_id, head ? bit_of(*head) : Outcome{0}, deed.at);
  if (late && head) model_.learn_late(*late, *head);
  if (head == Head::purchase) {
    impressions_.bought(key, deed.post_id, deed.order, deed.at,
                        [this](const Features& features) { model_.learn_purchase(features, false); });
  }
}

std::string Engine::learnt_bytes() const {
  const std::shared_lock lock(mutex_);
  return model_.save();
}

void Engine::came_back(std::int64_t order) {
  const std::unique_lock lock(mutex_);
  impressions_.came_back(order, [this](const Features& features) { model_.learn_purchase(features, true); });
}

void Engine::erase(std::int64_t account) {
  if (!account) return;
  const std::unique_lock lock(mutex_);
  ++affinity_leaves_;
  accounts_.erase(account);
  std::erase_if(account_of_visitor_, [&](const auto& entry) { return entry.second == account; });
  impressions_.erase(key_of(account, {}));
}

void Engine::erase_visitor(const std::string& visitor) {
  const std::unique_lock lock(mutex_);
  if (visitor.empty() || account_of_visitor_.contains(visitor)) return;
  ++affinity_leaves_;
  if (const auto found = visitors_.find(visitor); found != visitors_.end()) {
    if (found->second->learnt) --learnt_visitors_;
    visitors_.erase(found);
  }
  impressions_.erase(key_of(0, visitor));
}

void Engine::personalize(const Viewer& viewer, Personalization wish) {
  if (!viewer.account && viewer.visitor.empty()) return;
  const std::unique_lock lock(mutex_);
  const SlotOf found = slot_learning(viewer, log_time_);
  auto& state = found->state;
  using Choice = ViewerState::Choice;
  ++found->deeds;
  if (wish != Personalization::on) ++affinity_leaves_;
  if (wish == Personalization::reset) {
    state.reset();
    impressions_.forget(key_now(viewer));
  } else {
    state.choice = wish == Personalization::on ? Choice::personal : Choice::paused;
  }
}

std::optional<Preview> Engine::preview(const RuleTerms& rule, Time since) {
  const std::shared_lock lock(mutex_);
  const auto found = resolve(graph_, rule);
  if (!found) return std::nullopt;
  PreviewQuestion question{*found, since, tuning_.worth, tuning_, {}};
  if (!rule.audience.empty()) {
    question.concerns = [&](const LoggedPage& page) {
      return audience_ && audience_->contains(rule.audience, page.account, page.visitor);
    };
  }
  return feed::preview(graph_, impressions_.pages(), question);
}

}  // namespace plaza::feed
