// A member's list of threads, and what they do with one: accept, decline, mute, delete for themselves.
#include <limits>
#include <utility>

#include "platform/base/text.h"
#include "routes.h"
#include "rules.h"

namespace plaza::messaging {
namespace {

using http::Call;

constexpr const char* tag = "Messages";
constexpr http::RateLimit beginnings{.burst = 10, .per_second = 0.05, .keys_max = 50'000};

struct ListThreads {
  Box box = Box::inbox;
  std::optional<std::string> cursor;
  std::int64_t limit = 20;
  template <class V>
  void describe(V& v) {
    v("box", box, json::Optional{});
    v("cursor", cursor, json::Length{1, 60});
    v("limit", limit, json::Optional{}, json::Between{1, 50});
  }
};
struct DirectThreadList {
  std::vector<DirectThreadView> items;
  std::optional<std::string> next_cursor;
  std::int64_t unread = 0, requests = 0;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
    v("unread", unread, json::Doc{"Conversations with something new, counted to 100."});
    v("requests", requests, json::Doc{"People who would like to write, counted to 100."});
  }
};
struct UnreadMessages {
  std::int64_t unread = 0, requests = 0, chat = 0;
  template <class V>
  void describe(V& v) {
    v("unread", unread);
    v("requests", requests);
    v("chat", chat, json::Doc{"Messages of the brand in one's own chat."});
  }
};
struct BeginThread {
  std::string handle, client_id, text;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{3, 31}, json::Doc{"Of the member to write to."});
    v("client_id", client_id, json::Length{8, 64});
    v("text", text, json::Multiline{}, json::Length{1, text_max});
  }
};
struct ThreadPath {
  ThreadId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct MessagePreferences {
  TakesFrom takes_from = TakesFrom::everyone;
  template <class V>
  void describe(V& v) {
    v("takes_from", takes_from, json::Doc{"Who may begin to write: everyone, members whom one follows, or nobody."});
  }
};

// "<microseconds>.<thread>": the place after which the next page begins.
std::optional<std::pair<Time, ThreadId>> place_of(std::string_view cursor) {
  const auto dot = cursor.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto at = parse_integer(cursor.substr(0, dot));
  const auto id = parse_id<ThreadId>(cursor.substr(dot + 1));
  if (!at || !id) return std::nullopt;
  return std::pair{Time{*at}, *id};
}

Result<DirectThreadList> list(const RouteParts& parts, const Call& call, db::Reader& reader, const ListThreads& request) {
  std::pair<Time, ThreadId> place{Time{std::numeric_limits<std::int64_t>::max()}, {}};
  if (request.cursor) {
    const auto given = place_of(*request.cursor);
    if (!given) return invalid_field("cursor", "unknown", "is none that was given");
    place = *given;
  }
  if (request.box == Box::deleted) return invalid_field("box", "unknown", "must be inbox or requests");
  const auto account = account_of(call);
  auto members = store::members(reader, account, request.box, place.first, place.second, static_cast<int>(request.limit) + 1);
  DirectThreadList answer;
  const bool more = members.size() > static_cast<std::size_t>(request.limit);
  if (more) members.pop_back();
  if (more) answer.next_cursor = std::to_string(members.back().last_at.micros) + "." + to_text(members.back().thread);
  for (const auto& member : members) {
    if (const auto thread = store::find(reader, member.thread)) answer.items.push_back(parts.presenter.view(reader, *thread, member));
  }
  answer.unread = store::unread(reader, account);
  answer.requests = store::requests(reader, account);
  return answer;
}

Result<UnreadMessages> count(const Call& call, db::Reader& reader) {
  UnreadMessages answer;
  const auto own = own_chat(reader, call);
  if (own.thread) answer.chat = own.thread->last - own.thread->customer_read;
  if (!call.caller.subject) return answer;
  answer.unread = store::unread(reader, account_of(call));
  answer.requests = store::requests(reader, account_of(call));
  return answer;
}

Result<DirectThreadView> begin(const RouteParts& parts, http::RateLimiter& limiter, const Call& call, db::Transaction& tx,
                               const BeginThread& request) {
  if (!takes_one(parts, limiter, std::to_string(call.caller.subject), call)) return too_often();
  std::string_view handle = request.handle;
  if (handle.starts_with('@')) handle.remove_prefix(1);
  const auto face = parts.needs.accounts.face_of_handle(handle);
  if (!face) return Error{ErrorKind::not_found, "messaging.person_not_found", "There is no such member."};
  const auto account = account_of(call);
  TRY(const auto sent, parts.messages.begin(tx, account, face->id, {{}, {}, {}, request.client_id, request.text, {}, {}}));
  TRY(const auto seat, parts.direct.seat(tx, account, sent.thread));
  return parts.presenter.view(tx, seat.thread, seat.member);
}

// A move of one thread whose answer is the thread.
template <class Move>
void add_move(http::Routes& routes, const RouteParts& parts, http::Method method, const char* path, const char* id,
              const char* summary, Move move) {
  routes.add(http::RouteBuilder<ThreadPath, DirectThreadView>(method, path, id)
                 .summary(summary)
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .error("messaging.not_found", ErrorKind::not_found, "There is no such conversation, or it is not yours.")
                 .write(parts.needs.database,
                        [parts, move](Call& call, db::Transaction& tx, const ThreadPath& request) -> Result<DirectThreadView> {
                          TRY(const Seat seat, move(parts.direct, tx, account_of(call), request.id));
                          return parts.presenter.view(tx, seat.thread, seat.member);
                        }));
}

void add_moves(http::Routes& routes, const RouteParts& parts) {
  using http::Method;
  add_move(routes, parts, Method::post, "/v1/messages/threads/{id}/accept", "acceptMessageRequest", "Lets the other write.",
           [](DirectService& direct, db::Transaction& tx, identity::AccountId account, ThreadId id) {
             return direct.answer(tx, account, id, ThreadState::accepted);
           });
  add_move(routes, parts, Method::post, "/v1/messages/threads/{id}/decline", "declineMessageRequest",
           "Puts a request away; the other is not told.",
           [](DirectService& direct, db::Transaction& tx, identity::AccountId account, ThreadId id) {
             return direct.answer(tx, account, id, ThreadState::declined);
           });
  add_move(routes, parts, Method::put, "/v1/messages/threads/{id}/mute", "muteMessageThread", "No bell and no mail for it.",
           [](DirectService& direct, db::Transaction& tx, identity::AccountId account, ThreadId id) {
             return direct.mute(tx, account, id, true);
           });
  add_move(routes, parts, Method::del, "/v1/messages/threads/{id}/mute", "unmuteMessageThread", "The bell rings for it again.",
           [](DirectService& direct, db::Transaction& tx, identity::AccountId account, ThreadId id) {
             return direct.mute(tx, account, id, false);
           });
  routes.add(http::del<ThreadPath, http::None>("/v1/messages/threads/{id}", "deleteMessageThread")
                 .summary("Deletes it for oneself: the other keeps theirs, and a new message brings it back without the old ones.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .error("messaging.not_found", ErrorKind::not_found, "There is no such conversation, or it is not yours.")
                 .write(parts.needs.database,
                        [parts](Call& call, db::Transaction& tx, const ThreadPath& request) -> Result<http::None> {
                          TRY_DONE(parts.direct.hide(tx, account_of(call), request.id));
                          return http::None{};
                        }));
}

void add_preferences(http::Routes& routes, const RouteParts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<http::None, MessagePreferences>("/v1/me/message_preferences", "getMessagePreferences")
                 .summary("From whom one takes messages.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .read(database, [](Call& call, db::Reader& reader, const http::None&) -> Result<MessagePreferences> {
                   return MessagePreferences{store::takes_from(reader, account_of(call))};
                 }));
  routes.add(http::put<MessagePreferences, MessagePreferences>("/v1/me/message_preferences", "setMessagePreferences")
                 .summary("Chooses who may begin to write; conversations that are there go on.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .write(database, [](Call& call, db::Transaction& tx, const MessagePreferences& request) -> Result<MessagePreferences> {
                   store::put_takes_from(tx, account_of(call), request.takes_from);
                   return request;
                 }));
}

}  // namespace

void add_thread_routes(http::Routes& routes, const RouteParts& parts) {
  auto& database = parts.needs.database;
  const auto limiter = std::make_shared<http::RateLimiter>(beginnings);
  routes.add(http::get<ListThreads, DirectThreadList>("/v1/messages/threads", "listMessageThreads")
                 .summary("One's conversations with members, the last written in first; or requests to begin one.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .read(database, [parts](Call& call, db::Reader& reader, const ListThreads& request) {
                   return list(parts, call, reader, request);
                 }));
  routes.add(http::get<http::None, UnreadMessages>("/v1/messages/unread", "countUnreadMessages")
                 .summary("How much waits to be read.")
                 .tag(tag)
                 .read(database, [](Call& call, db::Reader& reader, const http::None&) { return count(call, reader); }));
  routes.add(http::post<BeginThread, DirectThreadView>("/v1/messages/threads", "beginMessageThread")
                 .summary("Writes to a member for the first time: a request of plain words. Where there is a conversation, it goes there.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .status(201)
                 .error("messaging.person_not_found", ErrorKind::not_found, "There is no such member.")
                 .error("messaging.own_thread", ErrorKind::conflict, "One cannot write to oneself.")
                 .error("messaging.not_reachable", ErrorKind::forbidden, "This member does not take messages from the caller.")
                 .error("messaging.request_pending", ErrorKind::conflict, "The request waits to be accepted: one message until then.")
                 .error("messaging.too_many_requests", ErrorKind::too_many, "Too many people for one day; fewer in an account's first week.")
                 .error("messaging.too_often", ErrorKind::too_many, "Too much at once.")
                 .error("messaging.key_reused", ErrorKind::unprocessable, "Another message was sent with this client_id.")
                 .write(database, [parts, limiter](Call& call, db::Transaction& tx, const BeginThread& request) {
                   return begin(parts, *limiter, call, tx, request);
                 }));
  add_moves(routes, parts);
  add_preferences(routes, parts);
}

}  // namespace plaza::messaging
