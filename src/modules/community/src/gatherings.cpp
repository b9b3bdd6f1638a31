// Evenings of a group, and posts in its feed.
#include <algorithm>

#include "community/events.h"
#include "platform/base/text.h"
#include "refusals.h"
#include "rooms.h"
#include "telling.h"

namespace plaza::community {

namespace {

constexpr std::int64_t host_guests = 5;

Status check_gathering(const Gathering& g) {
  Error error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", {}};
  if (code_points(trimmed(g.title)) < 3) error.fields.push_back({"title", "too_short", "needs at least 3 characters"});
  if (g.ends_at <= g.starts_at) error.fields.push_back({"ends_at", "too_early", "must be after the beginning"});
  if (g.ends_at - g.starts_at > days(31)) error.fields.push_back({"ends_at", "too_late", "must be within a month of the beginning"});
  if (!g.url.empty() && (!g.url.starts_with("https://") || g.url.find_first_of(" \"<>\\\r\n") != std::string::npos)) {
    error.fields.push_back({"url", "invalid", "must begin with https://"});
  }
  if (!error.fields.empty()) return error;
  return done();
}

// What those who come have to hear; nothing: nothing of that, or it is over.
std::optional<notifications::Kind> news_of(const Gathering& was, const Gathering& now, Time at) {
  using notifications::Kind;
  const auto minute = [](Time time) { return time.micros / minutes(1); };  // pages show no less
  const bool moved = minute(was.starts_at) != minute(now.starts_at) || minute(was.ends_at) != minute(now.ends_at);
  if (was.cancelled && now.cancelled) return std::nullopt;
  if (now.cancelled) return was.ends_at > at ? std::optional(Kind::event_cancelled) : std::nullopt;
  if (now.ends_at <= at && was.ends_at <= at) return std::nullopt;
  if (was.cancelled) return Kind::event_restored;
  if (moved) return Kind::event_moved;
  if (was.place != now.place || was.url != now.url) return Kind::event_place_changed;
  return std::nullopt;
}

Error taken_out() { return {ErrorKind::conflict, "community.taken_out", "A moderator took this post out of the group."}; }

}  // namespace

Result<Gathering> Rooms::gather(db::Transaction& tx, const Looker& by, const Gathering& wanted) {
  const auto group = book_.group(wanted.group);
  if (!group) return group_not_found();
  if (group->archived) return archived();
  const bool active = book_.place(wanted.group, by.account).active();
  if (!active && !by.staff) return not_a_member();
  if (!moderates(by, wanted.group) && !trust_.has(by, rules::Power::create_event)) {
    return level_too_low(rules::level_of(rules::Power::create_event));
  }
  TRY_DONE(check_gathering(wanted));
  Gathering made = wanted;
  made.id = needs_.ids.make<GatheringId>();
  made.author = by.account;
  made.created_at = made.timed_at = needs_.clock.now();
  store::insert(tx, made);
  return made;
}

Result<Gathering> Rooms::visible(db::Reader& reader, const Looker& looker, GatheringId id) const {
  auto found = store::gathering(reader, id);
  if (!found || !book_.reads(found->group, looker)) return event_not_found();
  return std::move(*found);
}

Result<Gathering> Rooms::change(db::Transaction& tx, const Looker& by, GatheringId id, const GatheringChange& change) {
  store::lock(tx, id);  // so that what it was is what it was: two who change it at once tell nothing twice
  TRY(Gathering g, visible(tx, by, id));
  const Gathering was = g;
  if (!(by.account && g.author == by.account) && !moderates(by, g.group)) return not_allowed();
  if (change.title) g.title = *change.title;
  if (change.text) g.text = *change.text;
  if (change.place) g.place = *change.place;
  if (change.url) g.url = *change.url;
  if (change.starts_at) g.starts_at = *change.starts_at;
  if (change.ends_at) g.ends_at = *change.ends_at;
  if (change.capacity) g.capacity = *change.capacity;
  if (change.cancelled) g.cancelled = *change.cancelled;
  TRY_DONE(check_gathering(g));
  const Time now = needs_.clock.now();
  const auto news = news_of(was, g, now);
  if (news == notifications::Kind::event_moved || news == notifications::Kind::event_restored) g.timed_at = now;
  store::change(tx, g);
  if (news) TellGuests::enqueue(tx, *news, was, g, by.account);
  return g;
}

Result<Gathering> Rooms::respond(db::Transaction& tx, const Looker& who, GatheringId id, Answer answer) {
  TRY(const Gathering g, visible(tx, who, id));
  if (!book_.place(g.group, who.account).active()) return not_a_member();
  const Time now = needs_.clock.now();
  if (g.cancelled || g.ends_at <= now) return Error{ErrorKind::conflict, "community.event_over", "It is over, or was called off."};
  const auto before = store::answer(tx, id, who.account);
  if (before != answer) {
    const bool in = answer == Answer::going, out = before == Answer::going;
    if ((in || out) && !store::move_going(tx, id, in ? 1 : -1)) {
      return Error{ErrorKind::conflict, "community.event_full", "There is no place left."};
    }
    store::put_answer(tx, id, who.account, answer, now);
  }
  const auto after = store::gathering(tx, id);
  CHECK(after);
  if (after->going >= host_guests && after->author) trust_.award(tx, after->author, rules::Badge::host);
  return *after;
}

Status Rooms::show_post(db::Transaction& tx, const Looker& by, GroupId id, content::PostId post) {
  const auto found = needs_.posts.post(tx, post);
  const bool removed = !found || found->status == content::PostStatus::removed;
  if (removed || found->author_id != by.account) {
    return Error{ErrorKind::not_found, "community.post_not_found", "It is not one of your posts."};
  }
  const auto group = book_.group(id);
  if (group && group->archived) return archived();
  if (!book_.place(id, by.account).active()) return not_a_member();
  if (const auto before = store::find_post(tx, id, post)) return before->stage == store::GroupPost::Stage::shown ? done() : Status(taken_out());
  if (!store::put_post(tx, id, post, by.account, needs_.clock.now())) return done();
  events::publish(tx, post.value, GroupPostChanged{id, post.value, true});
  tx.on_commit([this, id, post] { post_book_.put(post, id, true); });
  return done();
}

Result<GroupId> Rooms::with_post(db::Reader& reader, const Looker& by, std::string_view slug, content::PostId post) const {
  auto seen_group = seen(by, slug);
  if (seen_group.ok()) return seen_group->id;
  const auto group = book_.group_of_slug(slug);
  const auto found = group ? store::find_post(reader, group->id, post) : std::nullopt;
  if (found && found->author == by.account) return group->id;
  return seen_group.error();
}

Status Rooms::hide_post(db::Transaction& tx, const Looker& by, GroupId id, content::PostId post) {
  const auto found = store::find_post(tx, id, post);
  using Stage = store::GroupPost::Stage;
  if (!found || found->stage == Stage::left) return Error{ErrorKind::not_found, "community.post_not_found", "It is not in this group."};
  if (found->author != by.account) {
    if (!moderates(by, id)) return not_allowed();
    if (!store::hide_post(tx, id, post)) return done();
    events::publish(tx, post.value, GroupPostChanged{id, post.value, true, false});
    tx.on_commit([this, id, post] { post_book_.put(post, id, false); });  // what was for members stays for members
    return done();
  }
  // What a moderator took out cannot be put back by going once more.
  if (found->stage == Stage::shown ? !store::remove_post(tx, id, post) : !store::leave_post(tx, id, post)) return done();
  events::publish(tx, post.value, GroupPostChanged{id, post.value, false});
  tx.on_commit([this, id, post] { post_book_.drop(post, id); });
  return done();
}

}  // namespace plaza::community
