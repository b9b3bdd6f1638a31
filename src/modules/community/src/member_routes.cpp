// Places in a group: joining, asking, invitations, and what moderators do with members.
#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";

struct Join {
  static constexpr const char* schema_name = "JoinCommunityGroup";
  std::string slug, note;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("note", note, json::Optional{}, json::Multiline{}, json::Length{0, 500}, json::Doc{"For the moderators, when it takes their yes."});
  }
};
struct SetDigest {
  static constexpr const char* schema_name = "SetCommunityDigest";
  std::string slug;
  Digest digest = Digest::none;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("digest", digest);
  }
};
struct MembersPage {
  static constexpr const char* schema_name = "CommunityMembersPage";
  std::string slug, cursor;
  Seat state = Seat::active;
  std::optional<Role> role;
  std::int64_t limit = 50;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("state", state, json::Optional{});
    v("role", role);
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct MemberList {
  static constexpr const char* schema_name = "CommunityMemberList";
  std::vector<MemberView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct SetMember {
  static constexpr const char* schema_name = "SetCommunityMember";
  std::string slug, handle, reason;
  std::optional<Seat> state;
  std::optional<Role> role;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("handle", handle, json::Length{1, 40});
    v("state", state, json::Doc{"active or banned."});
    v("role", role);
    v("reason", reason, json::Optional{}, json::Multiline{}, json::Length{0, 500});
  }
};
struct MemberPath {
  static constexpr const char* schema_name = "CommunityMemberPath";
  std::string slug, handle;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("handle", handle, json::Length{1, 40});
  }
};

Result<GroupView> after(const Parts& parts, db::Transaction& tx, const Group& group, const Looker& looker) {
  auto view = parts.presenter.view(tx, group, looker);
  const auto member = store::member(tx, group.id, looker.account);
  const Place place = member ? member->place : Place{};
  view.members += (place.active() ? 1 : 0) - (parts.book.place(group.id, looker.account).active() ? 1 : 0);
  const bool inside = place.active() || looker.staff;
  view.may.read = group.visibility == Visibility::open || inside;
  view.may.post = inside && !group.archived;
  view.may.join = place.seat == Seat::none || place.seat == Seat::invited;
  view.may.poll = view.may.post && parts.trust.has(looker, rules::Power::poll);
  return view;
}

Result<MemberList> members(const Parts& parts, const Call& call, db::Reader& reader, const MembersPage& request) {
  const auto looker = looker_of(call);
  TRY(const Group group, parts.rooms.readable(looker, request.slug));
  const bool moderator = parts.rooms.moderates(looker, group.id);
  if (request.state != Seat::active && !moderator) return not_allowed();
  const auto from = request.cursor.empty() ? Pair{} : parse_pair(request.cursor).value_or(Pair{-1, 0});
  if (from.first < 0) return bad_cursor();
  const int limit = static_cast<int>(request.limit);
  MemberList list;
  const auto found = store::members(reader, group.id, request.state, request.role, identity::AccountId{from.first}, limit);
  for (const auto& each : found) {
    if (!parts.threads.apart(looker, each.account) || moderator) list.items.push_back(parts.presenter.member(reader, each, moderator));
  }
  if (std::ssize(found) == limit) list.next_cursor = pair_text(found.back().account.value, 0);
  return list;
}

void add_own_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::put<Join, GroupView>("/v1/groups/{slug}/membership", "joinGroup")
                 .summary("Joins a public group, asks to join, or accepts an invitation.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.banned", ErrorKind::conflict, "Moderators of the group decided so.")
                 .error("community.archived", ErrorKind::conflict, "It can only be read.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const Join& request) -> Result<GroupView> {
                   const auto looker = looker_of(call);
                   TRY(const Group group, parts.rooms.seen(looker, request.slug));
                   TRY_DONE(parts.rooms.join(tx, looker, group.id, request.note, parts.needs.clock.now()));
                   return after(parts, tx, group, looker);
                 }));
  routes.add(http::del<SlugPath, http::None>("/v1/groups/{slug}/membership", "leaveGroup")
                 .summary("Leaves, takes a request back, or declines an invitation.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.last_owner", ErrorKind::conflict, "A group needs an owner.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const SlugPath& request) -> Result<http::None> {
                   const auto looker = looker_of(call);
                   TRY(const Group group, parts.rooms.seen(looker, request.slug));
                   TRY_DONE(parts.rooms.leave(tx, looker, group.id));
                   return http::None{};
                 }));
  routes.add(http::patch<SetDigest, GroupView>("/v1/groups/{slug}/membership", "setGroupDigest")
                 .summary("Chooses how often mails tell what is new in the group.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::not_found, "You are not in this group.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const SetDigest& request) -> Result<GroupView> {
                   const auto looker = looker_of(call);
                   TRY(const Group group, parts.rooms.seen(looker, request.slug));
                   TRY_DONE(parts.rooms.choose_digest(tx, looker, group.id, request.digest));
                   return parts.presenter.view(tx, group, looker);
                 }));
}

void add_others_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::put<SetMember, MemberView>("/v1/groups/{slug}/members/{handle}", "setMemberOfGroup")
                 .summary("Approves a request, bans, unbans; the owner also gives roles.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.person_not_found", ErrorKind::not_found, "Nobody of this name has a place here.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For moderators; roles for owners.")
                 .error("community.last_owner", ErrorKind::conflict, "A group needs an owner.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const SetMember& request) -> Result<MemberView> {
                   const auto looker = looker_of(call);
                   TRY(const Group group, parts.rooms.seen(looker, request.slug));
                   if (!parts.rooms.moderates(looker, group.id)) return not_allowed();
                   TRY(const auto account, person_of(parts, request.handle));
                   TRY_DONE(parts.rooms.set_member(tx, looker, group.id, account, request.state, request.role, request.reason));
                   const auto member = store::member(tx, group.id, account);
                   CHECK(member);
                   return parts.presenter.member(tx, *member, true);
                 }));
  routes.add(http::del<MemberPath, http::None>("/v1/groups/{slug}/members/{handle}", "removeMemberOfGroup")
                 .summary("Removes a member, or declines a request.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.person_not_found", ErrorKind::not_found, "There is no such member.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For moderators.")
                 .error("community.last_owner", ErrorKind::conflict, "A group needs an owner.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const MemberPath& request) -> Result<http::None> {
                   TRY(const Group group, moderated_group(parts, call, request.slug));
                   TRY(const auto account, person_of(parts, request.handle));
                   TRY_DONE(parts.rooms.remove_member(tx, looker_of(call), group.id, account));
                   return http::None{};
                 }));
  routes.add(http::post<MemberPath, http::None>("/v1/groups/{slug}/invitations", "inviteToGroup")
                 .summary("Invites a member. Why somebody cannot be invited is not told.")
                 .tag(tag).access(http::Access::signed_in()).status(204)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "Takes level 2; in secret groups a moderator.")
                 .error("community.cannot_invite", ErrorKind::conflict, "One answer for every cause.")
                 .error("community.archived", ErrorKind::conflict, "It can only be read.")
                 .error("community.too_many_today", ErrorKind::too_many, "Twenty a day.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const MemberPath& request) -> Result<http::None> {
                   const auto looker = looker_of(call);
                   TRY(const Group group, parts.rooms.seen(looker, request.slug));
                   const auto face = parts.needs.accounts.face_of_handle(request.handle);
                   TRY_DONE(parts.rooms.invite(tx, looker, group.id, face ? face->id : identity::AccountId{}));
                   return http::None{};
                 }));
}

}  // namespace

void add_member_routes(http::Routes& routes, const Parts& parts) {
  add_own_routes(routes, parts);
  routes.add(http::get<MembersPage, MemberList>("/v1/groups/{slug}/members", "listMembersOfGroup")
                 .summary("Who is in a group; requests, invitations and bans for its moderators.")
                 .tag(tag)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Members read this.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For moderators.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const MembersPage& request) {
                   return members(parts, call, reader, request);
                 }));
  add_others_routes(routes, parts);
}

}  // namespace plaza::community
