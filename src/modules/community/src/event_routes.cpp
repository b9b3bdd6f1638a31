// Evenings of a group: lists, changes, who comes, and calendars for other programs (RFC 5545).
#include <limits>

#include "calendar.h"
#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";

enum class When { coming, past };
constexpr auto enum_names(When*) { return std::array{"coming", "past"}; }

struct EventsPage {
  static constexpr const char* schema_name = "CommunityEventsPage";
  std::string slug, cursor;
  When when = When::coming;
  std::int64_t limit = 20;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("when", when, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 50});
    v("cursor", cursor, json::Optional{}, json::Length{0, 60});
  }
};
struct EventList {
  static constexpr const char* schema_name = "CommunityEventList";
  std::vector<GatheringView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct CreateEvent {
  static constexpr const char* schema_name = "CreateCommunityEvent";
  std::string slug, title, text, place, url;
  Time starts_at, ends_at;
  std::int64_t capacity = 0;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("title", title, json::Length{3, 120});
    v("text", text, json::Optional{}, json::Multiline{}, json::Length{0, 4'000});
    v("place", place, json::Optional{}, json::Length{0, 200});
    v("url", url, json::Optional{}, json::Length{0, 300});
    v("starts_at", starts_at);
    v("ends_at", ends_at);
    v("capacity", capacity, json::Optional{}, json::Between{0, 100'000}, json::Doc{"0: no end."});
  }
};
struct EditEvent {
  static constexpr const char* schema_name = "EditCommunityEvent";
  GatheringId id;
  std::optional<std::string> title, text, place, url;
  std::optional<Time> starts_at, ends_at;
  std::optional<std::int64_t> capacity;
  std::optional<bool> cancelled;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("title", title, json::Length{3, 120});
    v("text", text, json::Multiline{}, json::Length{0, 4'000});
    v("place", place, json::Length{0, 200});
    v("url", url, json::Length{0, 300});
    v("starts_at", starts_at);
    v("ends_at", ends_at);
    v("capacity", capacity, json::Between{0, 100'000});
    v("cancelled", cancelled);
  }
};
struct EventPath {
  static constexpr const char* schema_name = "CommunityEventPath";
  GatheringId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct Rsvp {
  static constexpr const char* schema_name = "CommunityRsvp";
  GatheringId id;
  Answer answer = Answer::none;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("answer", answer);
  }
};

Result<EventList> list(const Parts& parts, const Call& call, db::Reader& reader, const EventsPage& request) {
  const auto looker = looker_of(call);
  TRY(const Group group, parts.rooms.readable(looker, request.slug));
  const auto cursor = parse_pair(request.cursor);
  if (!request.cursor.empty() && !cursor) return bad_cursor();
  const int limit = static_cast<int>(request.limit);
  const Time now = parts.needs.clock.now();
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const bool coming = request.when == When::coming;
  const auto from = cursor.value_or(coming ? Pair{0, 0} : Pair{most, most});
  const auto found = coming ? store::coming(reader, group.id, now, Time{from.first}, GatheringId{from.second}, limit)
                            : store::past(reader, group.id, now, Time{from.first}, GatheringId{from.second}, limit);
  EventList answer;
  for (const auto& each : found) answer.items.push_back(parts.presenter.gathering(reader, each, looker));
  if (std::ssize(found) == limit) answer.next_cursor = pair_text(found.back().starts_at.micros, found.back().id.value);
  return answer;
}

http::Response calendar_response(std::string body, const std::string& name) {
  http::Response response;
  response.content_type = "text/calendar; charset=utf-8";
  response.header("content-disposition", "attachment; filename=\"" + name + ".ics\"").header("cache-control", "private, no-store");
  response.body = std::move(body);
  return response;
}

Task<http::Response> event_calendar(const Parts& parts, Call& call) {
  const auto id = parse_id<GatheringId>(call.path_value("id"));
  const auto looker = looker_of(call);
  if (!id) co_return http::problem(event_not_found());
  auto work = [&](db::Reader& reader) { return parts.rooms.visible(reader, looker, *id); };
  const auto found = co_await parts.needs.database.read(work);
  if (!found.ok()) co_return http::problem(found.error());
  const auto group = parts.book.group(found->group);
  co_return calendar_response(calendar({*found}, group ? group->slug : "", group ? group->name : "", parts.needs.settings.public_url,
                                       parts.needs.clock.now()),
                              to_text(*id));
}

Task<http::Response> group_calendar(const Parts& parts, Call& call) {
  const auto looker = looker_of(call);
  const auto group = parts.rooms.readable(looker, call.path_value("slug"));
  if (!group.ok()) co_return http::problem(group.error());
  const Time now = parts.needs.clock.now();
  auto work = [&](db::Reader& reader) { return store::coming(reader, group->id, now - days(60), Time{}, GatheringId{}, 200); };
  const auto found = co_await parts.needs.database.read(work);
  co_return calendar_response(calendar(found, group->slug, group->name, parts.needs.settings.public_url, now), group->slug);
}

}  // namespace

void add_event_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<EventsPage, EventList>("/v1/groups/{slug}/events", "listGroupEvents")
                 .summary("Events of a group, the next first; or those that were, the newest first.")
                 .tag(tag)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Members read this.")
                 .read(database, [parts](Call& call, db::Reader& reader, const EventsPage& request) {
                   return list(parts, call, reader, request);
                 }));
  routes.add(http::post<CreateEvent, GatheringView>("/v1/groups/{slug}/events", "createGroupEvent")
                 .summary("Announces an event: moderators and members of level 3.")
                 .tag(tag).access(http::Access::signed_in()).status(201).idempotent()
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Join the group first.")
                 .error("community.level_too_low", ErrorKind::forbidden, "Takes level 3, or a moderator.")
                 .error("community.archived", ErrorKind::conflict, "The group can only be read.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const CreateEvent& request) -> Result<GatheringView> {
                   const auto looker = looker_of(call);
                   TRY(const Group group, parts.rooms.seen(looker, request.slug));
                   Gathering wanted;
                   wanted.group = group.id;
                   wanted.title = request.title;
                   wanted.text = request.text;
                   wanted.place = request.place;
                   wanted.url = request.url;
                   wanted.starts_at = request.starts_at;
                   wanted.ends_at = request.ends_at;
                   wanted.capacity = request.capacity;
                   TRY(const Gathering made, parts.rooms.gather(tx, looker, wanted));
                   return parts.presenter.gathering(tx, made, looker);
                 }));
  routes.add(http::get<EventPath, GatheringView>("/v1/group_events/{id}", "getGroupEvent")
                 .summary("An event, and who comes.")
                 .tag(tag)
                 .error("community.event_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .read(database, [parts](Call& call, db::Reader& reader, const EventPath& request) -> Result<GatheringView> {
                   const auto looker = looker_of(call);
                   TRY(const Gathering found, parts.rooms.visible(reader, looker, request.id));
                   return parts.presenter.gathering(reader, found, looker);
                 }));
  routes.add(http::patch<EditEvent, GatheringView>("/v1/group_events/{id}", "editGroupEvent")
                 .summary("Changes an event, or calls it off: who announced it, and moderators.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.event_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "It is somebody else's.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const EditEvent& request) -> Result<GatheringView> {
                   const auto looker = looker_of(call);
                   const GatheringChange change{request.title,     request.text,    request.place,    request.url,
                                                request.starts_at, request.ends_at, request.capacity, request.cancelled};
                   TRY(const Gathering now, parts.rooms.change(tx, looker, request.id, change));
                   return parts.presenter.gathering(tx, now, looker);
                 }));
  routes.add(http::put<Rsvp, GatheringView>("/v1/group_events/{id}/rsvp", "answerGroupEvent")
                 .summary("Says whether one comes.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.event_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Join the group first.")
                 .error("community.event_full", ErrorKind::conflict, "There is no place left.")
                 .error("community.event_over", ErrorKind::conflict, "It is over, or was called off.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const Rsvp& request) -> Result<GatheringView> {
                   const auto looker = looker_of(call);
                   TRY(const Gathering now, parts.rooms.respond(tx, looker, request.id, request.answer));
                   return parts.presenter.gathering(tx, now, looker);
                 }));
}

void add_calendar_routes(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<http::None, http::None>("/v1/group_events/{id}/calendar.ics", "getGroupEventCalendar")
                 .summary("An event as an iCalendar file.")
                 .tag(tag).status(200)
                 .error("community.event_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .raw([parts](Call& call) { return event_calendar(parts, call); }));
  routes.add(http::get<http::None, http::None>("/v1/groups/{slug}/calendar.ics", "getGroupCalendar")
                 .summary("The events of a group from two months ago on, as an iCalendar file.")
                 .tag(tag).status(200)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Members read this.")
                 .raw([parts](Call& call) { return group_calendar(parts, call); }));
}

}  // namespace plaza::community
