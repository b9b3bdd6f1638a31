#include "rooms.h"

#include <algorithm>

#include "community/events.h"
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "refusals.h"

namespace plaza::community {

namespace {

constexpr std::int64_t invitations_daily_max = 20;

Error cannot_invite() {
  return {ErrorKind::conflict, "community.cannot_invite", "This member cannot be invited."};
}
bool is_slug(std::string_view text) {
  return text.size() >= 3 && text.size() <= 60 && text == slug(text);
}

}  // namespace

std::vector<std::string> normal_tags(const std::vector<std::string>& tags) {
  std::vector<std::string> found;
  for (const auto& each : tags) {
    auto tag = rules::tag_of(each);
    if (!tag.empty() && std::find(found.begin(), found.end(), tag) == found.end()) found.push_back(std::move(tag));
  }
  return found;
}

bool Rooms::manages(const Looker& looker, GroupId group) const {
  const auto place = book_.place(group, looker.account);
  return looker.staff || (place.active() && place.role == Role::owner);
}

Result<Group> Rooms::seen(const Looker& looker, std::string_view slug) const {
  auto group = book_.group_of_slug(slug);
  if (!group || !book_.sees(group->id, looker)) return group_not_found();
  return std::move(*group);
}

Result<Group> Rooms::readable(const Looker& looker, std::string_view slug) const {
  TRY(Group group, seen(looker, slug));
  if (!book_.reads(group.id, looker)) return not_a_member();
  return group;
}

void Rooms::seat(db::Transaction& tx, GroupId id, identity::AccountId account, Place place, std::string_view note,
                 identity::AccountId by, Time at) {
  const auto before = store::member(tx, id, account);
  Member member{id, account, place, before ? before->digest : Digest::none, excerpt(note, 500), at, by, at,
                before ? before->token : crypto::random_token()};
  store::put(tx, member);
  events::publish(tx, id.value, GroupChanged{id, account});
  tx.on_commit([this, id, account, place] {
    book_.put(id, account, place);
    if (!place.active()) pages_.close(id, account);
  });
}

void Rooms::unseat(db::Transaction& tx, GroupId id, identity::AccountId account) {
  if (!store::remove_member(tx, id, account)) return;
  events::publish(tx, id.value, GroupChanged{id, account});
  tx.on_commit([this, id, account] {
    book_.put(id, account, Place{});
    pages_.close(id, account);
  });
}

Status Rooms::check(const Looker& by, const std::string& name, const std::vector<std::string>& tags, media::MediaId cover) const {
  if (code_points(name) < 3) return invalid_field("name", "too_short", "needs at least 3 characters");
  if (tags.size() > 12) return invalid_field("tags", "too_many", "must have at most 12 items");
  if (cover) {
    const auto owner = needs_.media.owner(cover);
    if (!owner || (*owner && *owner != by.account)) return invalid_field("cover_media_id", "not_found", "is not one of your uploads");
  }
  return done();
}

Result<Group> Rooms::create(db::Transaction& tx, const Looker& by, const NewGroup& wanted, Time at) {
  if (!trust_.has(by, rules::Power::create_group)) return level_too_low(rules::level_of(rules::Power::create_group));
  Group group;
  group.name = std::string(trimmed(wanted.name));
  group.tags = normal_tags(wanted.tags);
  TRY_DONE(check(by, group.name, group.tags, wanted.cover));
  group.slug = wanted.slug.empty() ? slug(group.name) : wanted.slug;
  if (!is_slug(group.slug)) return invalid_field("slug", "invalid", "needs 3 to 60 letters, digits and hyphens");
  group.subject = wanted.subject;
  group.ref = std::string(trimmed(wanted.ref));
  if (group.subject == SubjectKind::product && !needs_.catalog.product_by_handle(tx, group.ref)) {
    return invalid_field("subject.ref", "not_found", "is not a product of this shop");
  }
  if (group.subject == SubjectKind::creator && !needs_.accounts.face_of_handle(group.ref)) {
    return invalid_field("subject.ref", "not_found", "is not a member");
  }
  group.id = needs_.ids.make<GroupId>();
  group.about = std::string(trimmed(wanted.about));
  group.rules = std::string(trimmed(wanted.rules));
  group.visibility = wanted.visibility;
  group.cover = wanted.cover;
  group.created_at = at;
  if (!store::insert(tx, group)) return Error{ErrorKind::conflict, "community.slug_taken", "A group has this address already."};
  events::publish(tx, group.id.value, GroupChanged{group.id, std::nullopt});
  tx.on_commit([this, group] { book_.put(group); });
  seat(tx, group.id, by.account, {Seat::active, Role::owner}, "", by.account, at);
  return group;
}

Result<Group> Rooms::change(db::Transaction& tx, const Looker& by, GroupId id, const GroupChange& change) {
  auto group = store::group(tx, id);
  if (!group) return group_not_found();
  if (!manages(by, id)) return not_allowed();
  const Visibility before = group->visibility;
  if (change.name) group->name = std::string(trimmed(*change.name));
  if (change.about) group->about = std::string(trimmed(*change.about));
  if (change.rules) group->rules = std::string(trimmed(*change.rules));
  if (change.tags) group->tags = normal_tags(*change.tags);
  TRY_DONE(check(by, group->name, group->tags, change.cover.value_or(media::MediaId{})));
  if (change.visibility) group->visibility = *change.visibility;
  if (change.cover) group->cover = *change.cover;
  if (change.archived) group->archived = *change.archived;
  store::change(tx, *group);
  events::publish(tx, id.value, GroupChanged{id, std::nullopt, group->visibility != before});
  tx.on_commit([this, now = *group] { book_.put(now); });
  return std::move(*group);
}

Status Rooms::join(db::Transaction& tx, const Looker& who, GroupId id, std::string_view note, Time at) {
  const auto group = book_.group(id);
  if (!group) return group_not_found();
  const auto row = store::member(tx, id, who.account);
  const Place place = row ? row->place : Place{};
  if (place.seat == Seat::banned) return Error{ErrorKind::conflict, "community.banned", "You cannot join this group."};
  if (place.active()) return done();
  if (group->archived) return archived();
  const bool enters = group->visibility == Visibility::open || place.seat == Seat::invited || who.staff;
  if (!enters && group->visibility == Visibility::secret) return group_not_found();
  if (enters) {
    seat(tx, id, who.account, {Seat::active, Role::member}, "", who.account, at);
    trust_.award(tx, who.account, rules::Badge::welcome);
    return done();
  }
  if (place.seat == Seat::requested) return done();
  seat(tx, id, who.account, {Seat::requested, Role::member}, note, who.account, at);
  for (const auto moderator : book_.moderators(id)) {
    if (needs_.blocks.apart(moderator, who.account)) continue;
    needs_.bell.notify(tx, {moderator, notifications::Kind::group_requested, who.account, to_text(id), group->name,
                            "/groups/" + group->slug + "/members", ""});
  }
  return done();
}

bool Rooms::is_last_owner(GroupId id, identity::AccountId account) const {
  const auto place = book_.place(id, account);
  return place.active() && place.role == Role::owner && book_.owners(id) <= 1;
}

Status Rooms::leave(db::Transaction& tx, const Looker& who, GroupId id) {
  const auto row = store::member(tx, id, who.account);
  if (!row || row->place.seat == Seat::banned) return done();  // whoever is banned stays so
  if (is_last_owner(id, who.account)) {
    return Error{ErrorKind::conflict, "community.last_owner", "Make somebody else an owner before you leave."};
  }
  unseat(tx, id, who.account);
  return done();
}

Status Rooms::choose_digest(db::Transaction& tx, const Looker& who, GroupId id, Digest digest) {
  if (store::set_digest(tx, id, who.account, digest)) return done();
  return Error{ErrorKind::not_found, "community.not_a_member", "You are not in this group."};
}

Status Rooms::set_member(db::Transaction& tx, const Looker& by, GroupId id, identity::AccountId account, std::optional<Seat> to,
                         std::optional<Role> role, std::string_view reason) {
  if (!moderates(by, id)) return not_allowed();
  const auto row = store::member(tx, id, account);
  Place place = row ? row->place : Place{};
  const Place before = place;
  if (place.seat == Seat::none && to != Seat::banned) return person_not_found();
  const bool over_moderator = place.moderates() || role.has_value();
  if (over_moderator && !manages(by, id)) return not_allowed();
  if (to && *to != Seat::active && *to != Seat::banned) return invalid_field("state", "not_allowed", "must be active or banned");
  if (to == Seat::active && place.seat == Seat::invited) return person_not_found();  // an invitation is theirs to accept
  if (to) place.seat = *to;
  if (role) place.role = *role;
  if (place.seat != Seat::active) place.role = Role::member;
  const bool loses = place.seat != Seat::active || place.role != Role::owner;
  if (loses && is_last_owner(id, account)) return Error{ErrorKind::conflict, "community.last_owner", "A group needs an owner."};
  if (role && place.seat != Seat::active) return person_not_found();
  seat(tx, id, account, place, reason, by.account, needs_.clock.now());
  if (before.seat == Seat::requested && place.active()) {
    const auto group = book_.group(id);
    trust_.award(tx, account, rules::Badge::welcome);
    needs_.bell.notify(tx, {account, notifications::Kind::group_approved, {}, to_text(id), group ? group->name : "",
                            group ? "/groups/" + group->slug : "/groups", ""});
  }
  return done();
}

Status Rooms::remove_member(db::Transaction& tx, const Looker& by, GroupId id, identity::AccountId account) {
  if (!moderates(by, id)) return not_allowed();
  const auto place = book_.place(id, account);
  if (place.moderates() && !manages(by, id)) return not_allowed();
  if (is_last_owner(id, account)) return Error{ErrorKind::conflict, "community.last_owner", "A group needs an owner."};
  unseat(tx, id, account);
  return done();
}

// One answer for every cause: whether somebody blocked the inviter is told to nobody.
Status Rooms::invite(db::Transaction& tx, const Looker& by, GroupId id, identity::AccountId account) {
  const auto group = book_.group(id);
  if (!group) return group_not_found();
  const auto place = book_.place(id, by.account);
  const bool may = moderates(by, id) || (place.active() && group->visibility != Visibility::secret && trust_.has(by, rules::Power::invite));
  if (!may) return not_allowed();
  if (group->archived) return archived();
  const Time now = needs_.clock.now();
  if (store::invited_since(tx, by.account, now - days(1)) >= invitations_daily_max && !needs_.settings.unlimited) {
    return Error{ErrorKind::too_many, "community.too_many_today", "You have invited enough people for a day."};
  }
  const auto row = store::member(tx, id, account);
  if (!account || needs_.blocks.apart(by.account, account)) return cannot_invite();
  if (row && (row->place.active() || row->place.seat == Seat::banned)) return cannot_invite();
  if (row && row->place.seat == Seat::requested && moderates(by, id)) return set_member(tx, by, id, account, Seat::active, {}, "");
  if (row) return cannot_invite();
  seat(tx, id, account, {Seat::invited, Role::member}, "", by.account, now);
  needs_.bell.notify(tx, {account, notifications::Kind::group_invited, by.account, to_text(id), group->name, "/groups/" + group->slug, ""});
  return done();
}

}  // namespace plaza::community
