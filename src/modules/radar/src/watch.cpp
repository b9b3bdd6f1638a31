#include "watch.h"

#include <algorithm>
#include <boost/json.hpp>

#include "interactions/properties.h"
#include "ml/text/sentiment.h"
#include "rules.h"

namespace plaza::radar {
namespace {

namespace bj = boost::json;
using interactions::Record;

std::string_view text_of(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string_view(text->data(), text->size()) : std::string_view();
}
template <class I>
I id_of(const bj::object& object, const char* name) {
  return parse_id<I>(text_of(object, name)).value_or(I{});
}
bool is_on(const bj::object& object, const char* name, bool otherwise) {
  const auto* value = object.if_contains(name);
  return value && value->is_bool() ? value->get_bool() : otherwise;
}
std::uint64_t hash_of_account(std::int64_t account) { return hash_of("a" + std::to_string(account)); }

}  // namespace

Watch::Watched* Watch::find(content::PostId post) {
  const auto found = posts_.find(post);
  return found == posts_.end() ? nullptr : &found->second;
}

void Watch::apply(const Record& record) {
  const std::lock_guard lock(mutex_);
  now_ = std::max(now_, record.received_at);
  trim();
  if (record.kind == interactions::Kind::track) apply_track(record);
  else if (record.kind == interactions::Kind::domain) apply_domain(record);
}

void Watch::apply_track(const Record& record) {
  const bool view = record.name == "Post Viewed", share = record.name == "Post Shared";
  if (!view && !share) return;
  const auto* properties = interactions::object_in(record.properties);
  if (!properties) return;
  const auto post = id_of<content::PostId>(*properties, "post_id");
  // Evidence speaks for the browser alone; a share of an account comes from content's own event.
  const auto account = record.trust == interactions::Trust::evidence ? 0 : record.account;
  if (!account && record.visitor.empty()) return;
  const auto who = account ? hash_of_account(account) : hash_of("v" + record.visitor);
  if (view) seen(post, record.at, who);
  else if (!account) shared(post, record.at, who, 1);
}

void Watch::apply_domain(const Record& record) {
  if (!record.name.starts_with("content.") && record.name != "identity.account_erased") return;
  const auto* told = interactions::object_in(record.properties);
  if (!told) return;
  const auto account = id_of<identity::AccountId>(*told, "account_id");
  const auto post = id_of<content::PostId>(*told, "post_id");
  if (record.name == "content.post_published") {
    if (!is_on(*told, "edited", false)) published(record);
  } else if (record.name == "content.post_removed") {
    posts_.erase(post);
  } else if (record.name == "identity.account_erased") {
    forget(account);
  } else if (record.name == "content.follow_changed") {
    const auto followed = id_of<identity::AccountId>(*told, "followed_id");
    const bool on = is_on(*told, "on", true);
    const auto known = followers_.find(followed.value);
    if (known != followers_.end()) {
      known->second += on ? 1 : -1;
      if (known->second <= 0) followers_.erase(known);
    } else if (on && followers_.size() < followers_max) {
      followers_.emplace(followed.value, 1);
    }
  } else if (record.name == "content.post_reacted") {
    const auto reaction = text_of(*told, "reaction");
    const bool on = is_on(*told, "on", true);
    auto* watched = find(post);
    if (!watched) return;
    if (reaction == "like") watched->spread.likes = std::max<std::int64_t>(0, watched->spread.likes + (on ? 1 : -1));
    else if (reaction == "hide") ++watched->spread.hides;
    else if (reaction == "share") {
      const auto reach = followers_.find(account.value);
      shared(post, record.at, hash_of_account(account.value), reach == followers_.end() ? 1 : reach->second);
    }
  } else if (record.name == "content.commented") {
    auto* watched = find(post);
    if (!watched) return;
    ++watched->spread.comments;
    const int feels = ml::text::sentiment(text_of(*told, "excerpt")).sign();
    auto& mood = watched->spread.mood;
    ++(feels > 0 ? mood.positive : feels < 0 ? mood.negative : mood.neutral);
  }
}

void Watch::published(const Record& record) {
  const auto& told = *interactions::object_in(record.properties);
  const auto post = id_of<content::PostId>(told, "post_id");
  if (!post || posts_.contains(post) || record.at < now_ - watched_for) return;
  if (posts_.size() >= posts_max) posts_.erase(posts_.begin());  // ids rise with time
  auto& spread = posts_[post].spread;
  spread.post = post;
  spread.author = id_of<identity::AccountId>(told, "author_id");
  spread.published_at = spread.last_at = record.at;
  const auto reach = followers_.find(spread.author.value);
  spread.author_reach = reach == followers_.end() ? 0 : reach->second;
}

void Watch::seen(content::PostId post, Time at, std::uint64_t who) {
  auto* watched = find(post);
  if (!watched) return;
  auto& spread = watched->spread;
  watched->viewers.add(who);
  const auto reach = watched->viewers.count();
  if (reach <= spread.reach) return;
  spread.reach = reach;
  spread.last_at = std::max(spread.last_at, at);
  // What comes late counts where the log stands.
  const auto hour = std::max(spread.last_at.micros / hours(1), spread.curve.empty() ? 0 : spread.curve.back().hour);
  if (spread.curve.empty() || spread.curve.back().hour < hour) spread.curve.push_back({hour, reach});
  else spread.curve.back().reach = reach;
}

void Watch::shared(content::PostId post, Time at, std::uint64_t who, std::int64_t reach) {
  auto* watched = find(post);
  if (!watched || watched->spread.shares.size() >= shares_max) return;
  const auto before = watched->sharers.count();
  watched->sharers.add(who);
  if (watched->sharers.count() == before) return;
  auto& spread = watched->spread;
  spread.last_at = std::max(spread.last_at, at);
  spread.shares.push_back({spread.last_at, std::max<std::int64_t>(1, reach)});
}

void Watch::forget(identity::AccountId account) {
  if (!account) return;
  followers_.erase(account.value);
  std::erase_if(posts_, [&](const auto& each) { return each.second.spread.author == account; });
}

void Watch::end(const Watched& watched) {
  if (watched.spread.reach < 10) return;
  if (ended_.size() >= ended_max) ended_.erase(ended_.begin());
  ended_.push_back(cascade_of(watched.spread));
}

void Watch::trim() {
  const auto hour = now_.micros / hours(1);
  if (hour == trimmed_hour_) return;
  trimmed_hour_ = hour;
  for (auto each = posts_.begin(); each != posts_.end();) {
    if (each->second.spread.published_at >= now_ - watched_for) {
      ++each;
      continue;
    }
    end(each->second);
    each = posts_.erase(each);
  }
}

std::optional<Spread> Watch::spread(content::PostId post) const {
  const std::lock_guard lock(mutex_);
  const auto found = posts_.find(post);
  return found == posts_.end() ? std::nullopt : std::optional(found->second.spread);
}

std::vector<Spread> Watch::moving(Time since, std::size_t most) const {
  const std::lock_guard lock(mutex_);
  std::vector<const Spread*> found;
  for (const auto& [id, watched] : posts_) {
    if (watched.spread.reach > 0 && watched.spread.last_at >= since) found.push_back(&watched.spread);
  }
  std::sort(found.begin(), found.end(), [](const Spread* a, const Spread* b) {
    return a->reach != b->reach ? a->reach > b->reach : a->post > b->post;
  });
  if (found.size() > most) found.resize(most);
  std::vector<Spread> copies;
  for (const auto* each : found) copies.push_back(*each);
  return copies;
}

std::vector<ml::forecast::Cascade> Watch::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

}  // namespace plaza::radar
