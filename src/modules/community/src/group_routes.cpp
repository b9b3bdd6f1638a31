// Groups: looked up, founded, changed; and what all routes share.
#include "community/events.h"
#include "identity/roles.h"
#include "platform/base/text.h"
#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";

struct GroupsPage {
  static constexpr const char* schema_name = "CommunityGroupsPage";
  std::string q, ref, cursor;
  std::optional<SubjectKind> subject;
  bool mine = false;
  std::int64_t limit = 20;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Optional{}, json::Length{0, 80});
    v("subject", subject);
    v("ref", ref, json::Optional{}, json::Length{0, 80});
    v("mine", mine, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 50});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct GroupList {
  static constexpr const char* schema_name = "CommunityGroupList";
  std::vector<GroupCard> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct SubjectInput {
  static constexpr const char* schema_name = "CommunitySubjectInput";
  SubjectKind kind = SubjectKind::interest;
  std::string ref;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("ref", ref, json::Length{1, 80});
  }
};
struct CreateGroup {
  static constexpr const char* schema_name = "CreateCommunityGroup";
  std::string name, about, rules, slug;
  Visibility visibility = Visibility::open;
  SubjectInput subject;
  std::vector<std::string> tags;
  std::optional<media::MediaId> cover_media_id;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{3, 60});
    v("about", about, json::Optional{}, json::Multiline{}, json::Length{0, 500});
    v("rules", rules, json::Optional{}, json::Multiline{}, json::Length{0, 4'000});
    v("visibility", visibility, json::Optional{});
    v("subject", subject);
    v("tags", tags, json::Optional{}, json::Items{0, 12});
    v("cover_media_id", cover_media_id);
    v("slug", slug, json::Optional{}, json::Length{0, 60}, json::Doc{"The address; left out: made of the name."});
  }
};
struct EditGroup {
  static constexpr const char* schema_name = "EditCommunityGroup";
  std::string slug;
  std::optional<std::string> name, about, rules, cover_media_id;
  std::optional<Visibility> visibility;
  std::optional<std::vector<std::string>> tags;
  std::optional<bool> archived;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("name", name, json::Length{3, 60});
    v("about", about, json::Multiline{}, json::Length{0, 500});
    v("rules", rules, json::Multiline{}, json::Length{0, 4'000});
    v("visibility", visibility);
    v("tags", tags, json::Items{0, 12});
    v("cover_media_id", cover_media_id, json::Length{0, 40}, json::Doc{"\"\" takes the picture away."});
    v("archived", archived, json::Doc{"It can then only be read."});
  }
};
struct OwnGroups {
  static constexpr const char* schema_name = "OwnCommunityGroups";
  std::vector<GroupCard> items, invitations, requests;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("invitations", invitations);
    v("requests", requests);
  }
};

bool fits(const Parts& parts, const Group& group, const GroupsPage& request, const Looker& looker) {
  if (request.subject && group.subject != *request.subject) return false;
  if (!request.ref.empty() && group.ref != request.ref) return false;
  if (request.mine && !parts.book.place(group.id, looker.account).active()) return false;
  return request.q.empty() || folded(group.name + " " + group.about).find(folded(request.q)) != std::string::npos;
}

GroupList list(const Parts& parts, db::Reader& reader, const GroupsPage& request, const Looker& looker, bool archived) {
  GroupList answer;
  const auto after = parse_pair(request.cursor).value_or(Pair{0, 0}).first;
  std::int64_t at = 0;
  for (const auto& group : parts.book.all(looker)) {
    if ((group.archived && !archived) || !fits(parts, group, request, looker) || at++ < after) continue;
    if (std::ssize(answer.items) == request.limit) {
      answer.next_cursor = pair_text(after + request.limit, 0);
      break;
    }
    answer.items.push_back(parts.presenter.card(reader, group, looker));
  }
  return answer;
}

// Memory follows the commit: the answer is made of what was written.
Result<GroupView> view_after(const Parts& parts, db::Transaction& tx, const Group& group, const Looker& looker) {
  auto view = parts.presenter.view(tx, group, looker);
  const auto member = store::member(tx, group.id, looker.account);
  const Place place = member ? member->place : Place{};
  const Place before = parts.book.place(group.id, looker.account);
  view.members += (place.active() ? 1 : 0) - (before.active() ? 1 : 0);
  const bool inside = place.active() || looker.staff;
  view.may.read = group.visibility == Visibility::open || inside;
  view.may.post = inside && !group.archived;
  view.may.moderate = looker.staff || place.moderates();
  view.may.manage = looker.staff || (place.active() && place.role == Role::owner);
  view.may.join = !place.active() && place.seat != Seat::requested && place.seat != Seat::banned && !group.archived;
  view.may.poll = view.may.post && parts.trust.has(looker, rules::Power::poll);
  if (!view.owner && place.role == Role::owner) view.owner = parts.presenter.person(tx, looker.account, GroupId{});
  return view;
}

}  // namespace

Looker looker_of(const Call& call) {
  return {identity::AccountId{call.caller.subject}, call.caller.subject != 0 && identity::has_role(call.caller, identity::moderator)};
}
Viewing viewing_of(const Call& call) { return {looker_of(call), content::price_viewer_of(call)}; }

Result<identity::AccountId> person_of(const Parts& parts, std::string_view handle) {
  if (const auto face = parts.needs.accounts.face_of_handle(handle)) return face->id;
  return person_not_found();
}
Result<Group> moderated_group(const Parts& parts, const Call& call, std::string_view slug) {
  const auto looker = looker_of(call);
  TRY(Group group, parts.rooms.seen(looker, slug));
  if (!parts.rooms.moderates(looker, group.id)) return not_allowed();
  return group;
}

std::optional<Pair> parse_pair(std::string_view cursor) {
  const auto dot = cursor.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto first = parse_integer(cursor.substr(0, dot)), second = parse_integer(cursor.substr(dot + 1));
  if (!first || !second) return std::nullopt;
  return Pair{*first, *second};
}
std::string pair_text(std::int64_t first, std::int64_t second) { return std::to_string(first) + "." + std::to_string(second); }
Error bad_cursor() { return invalid_field("cursor", "invalid", "is not one of ours"); }

void add_group_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<GroupsPage, GroupList>("/v1/groups", "listGroups")
                 .summary("Groups, those with most members first. Secret ones are seen by their members alone.")
                 .tag(tag)
                 .read(database, [parts](Call& call, db::Reader& reader, const GroupsPage& request) -> Result<GroupList> {
                   return list(parts, reader, request, {looker_of(call).account, false}, false);
                 }));
  routes.add(http::get<GroupsPage, GroupList>("/v1/admin/groups", "listAllGroups")
                 .summary("All groups, secret and closed ones too.")
                 .tag(tag).access(identity::staff_access(identity::moderator | identity::merchandiser))
                 .read(database, [parts](Call& call, db::Reader& reader, const GroupsPage& request) -> Result<GroupList> {
                   return list(parts, reader, request, {looker_of(call).account, true}, true);
                 }));
  routes.add(http::post<CreateGroup, GroupView>("/v1/groups", "createGroup")
                 .summary("Founds a group; whoever does owns it.")
                 .tag(tag).access(http::Access::signed_in()).status(201).idempotent()
                 .error("community.level_too_low", ErrorKind::forbidden, "Takes level 3, or staff.")
                 .error("community.slug_taken", ErrorKind::conflict, "A group has this address already.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const CreateGroup& request) -> Result<GroupView> {
                   const auto looker = looker_of(call);
                   const NewGroup wanted{request.slug, request.name, request.about, request.rules, request.visibility,
                                         request.subject.kind, request.subject.ref, request.tags,
                                         request.cover_media_id.value_or(media::MediaId{})};
                   TRY(const Group group, parts.rooms.create(tx, looker, wanted, parts.needs.clock.now()));
                   auto view = view_after(parts, tx, group, looker);
                   return view;
                 }));
  routes.add(http::get<SlugPath, GroupView>("/v1/groups/{slug}", "getGroup")
                 .summary("A group, its rules, and what one may do in it.")
                 .tag(tag)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .read(database, [parts](Call& call, db::Reader& reader, const SlugPath& request) -> Result<GroupView> {
                   const auto looker = looker_of(call);
                   TRY(const Group group, parts.rooms.seen(looker, request.slug));
                   return parts.presenter.view(reader, group, looker);
                 }));
  routes.add(http::patch<EditGroup, GroupView>("/v1/groups/{slug}", "editGroup")
                 .summary("Changes a group. Its owners and the shop's moderators.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For its owners.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const EditGroup& request) -> Result<GroupView> {
                   const auto looker = looker_of(call);
                   TRY(const Group group, parts.rooms.seen(looker, request.slug));
                   GroupChange change{request.name, request.about, request.rules, request.visibility, request.tags, {}, request.archived};
                   if (request.cover_media_id) {
                     change.cover = media::MediaId{};
                     if (!request.cover_media_id->empty()) {
                       change.cover = parse_id<media::MediaId>(*request.cover_media_id);
                       if (!change.cover) return invalid_field("cover_media_id", "invalid", "is not an upload");
                     }
                   }
                   TRY(const Group now, parts.rooms.change(tx, looker, group.id, change));
                   return view_after(parts, tx, now, looker);
                 }));
  routes.add(http::get<http::None, OwnGroups>("/v1/me/groups", "listOwnGroups")
                 .summary("The groups one is in, is invited to, and asked to join.")
                 .tag(tag).access(http::Access::signed_in())
                 .read(database, [parts](Call& call, db::Reader& reader, const http::None&) -> Result<OwnGroups> {
                   const auto looker = looker_of(call);
                   OwnGroups own;
                   const auto take = [&](Seat seat, std::vector<GroupCard>& into) {
                     for (const auto id : parts.book.groups_of(looker.account, seat)) {
                       const auto group = parts.book.group(id);
                       // A secret group does not name itself to who only asks.
                       if (!group || !parts.book.sees(id, {looker.account, false}) || into.size() >= 100) continue;
                       into.push_back(parts.presenter.card(reader, *group, looker));
                     }
                   };
                   take(Seat::active, own.items);
                   take(Seat::invited, own.invitations);
                   take(Seat::requested, own.requests);
                   return own;
                 }));
}

}  // namespace plaza::community
