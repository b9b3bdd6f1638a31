// The messages of one thread between two members.
#include <algorithm>

#include "pictures.h"
#include "routes.h"
#include "rules.h"

namespace plaza::messaging {
namespace {

using http::Call;

constexpr const char* tag = "Messages";
constexpr http::RateLimit messages_of_a_member{.burst = 20, .per_second = 1, .keys_max = 50'000};
constexpr http::RateLimit messages_of_a_new_member{.burst = 10, .per_second = 0.2, .keys_max = 50'000};
constexpr http::RateLimit typing_of_a_member{.burst = 6, .per_second = 0.5, .keys_max = 50'000};

struct ThreadPage {
  ThreadId id;
  std::int64_t before = 0, after = 0, limit = 30;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("before", before, json::Optional{}, json::Between{0, 1'000'000'000});
    v("after", after, json::Optional{}, json::Between{0, 1'000'000'000});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
  }
};
struct ThreadMessages {
  DirectThreadView thread;
  std::vector<MessageView> items;
  bool more = false;
  template <class V>
  void describe(V& v) {
    v("thread", thread);
    v("items", items, json::Items{0, 100}, json::Doc{"Oldest first: those after a number, or the newest before one."});
    v("more", more);
  }
};
struct SendDirect {
  ThreadId id;
  std::string client_id, text;
  std::vector<media::MediaId> media_ids;
  std::vector<Card> cards;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("client_id", client_id, json::Length{8, 64}, json::Doc{"Your own name of the message: sent again under it, it is there once."});
    v("text", text, json::Optional{}, json::Multiline{}, json::Length{0, text_max});
    v("media_ids", media_ids, json::Optional{}, json::Items{0, attachments_max});
    v("cards", cards, json::Optional{}, json::Items{0, cards_max});
  }
};
struct ReadThread {
  ThreadId id;
  std::int64_t number = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("number", number, json::Between{1, 1'000'000'000});
  }
};
struct ThreadPath {
  ThreadId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

Result<ThreadMessages> list(const RouteParts& parts, const Call& call, db::Reader& reader, const ThreadPage& request) {
  TRY(const Seat seat, parts.direct.seat(reader, account_of(call), request.id));
  const int limit = static_cast<int>(request.limit);
  const bool forward = request.after > 0;
  const auto hidden = seat.member.hidden;
  auto found = forward ? store::messages_after(reader, request.id, std::max(request.after, hidden), limit + 1)
                       : store::messages(reader, request.id, request.before, hidden, limit + 1);
  ThreadMessages answer;
  answer.more = found.size() > static_cast<std::size_t>(limit);
  if (answer.more) found.pop_back();
  if (!forward) found = {found.rbegin(), found.rend()};
  answer.thread = parts.presenter.view(reader, seat.thread, seat.member);
  answer.items = parts.presenter.views(reader, found);
  if (parts.needs.blocks.blocks(seat.other(), seat.member.account)) withhold_pictures(answer.items, seat.other());
  return answer;
}

Result<MessageView> send(const RouteParts& parts, const Call& call, db::Transaction& tx, const SendDirect& request) {
  const auto account = account_of(call);
  TRY(const Seat seat, parts.direct.seat(tx, account, request.id));
  const MessageWords words{request.client_id, request.text, request.media_ids, request.cards};
  TRY_DONE(may_show(parts, tx, call, seat.thread, words));
  TRY(const auto sent, parts.messages.send(tx, to_send(words, request.id, AuthorKind::account, account)));
  store::set_sent(tx, words.media_ids);
  return parts.presenter.view(tx, sent);
}

Result<http::None> type(const RouteParts& parts, const Call& call, db::Reader& reader, ThreadId id) {
  const auto account = account_of(call);
  TRY(const Seat seat, parts.direct.seat(reader, account, id));
  const bool shown = seat.thread.state == ThreadState::accepted && !parts.needs.blocks.apart(account, seat.other());
  if (shown) parts.sockets.to_account(seat.other(), typing_frame(id, AuthorKind::account, account));
  return http::None{};
}

void add_sending(http::Routes& routes, const RouteParts& parts) {
  struct Limits {
    http::RateLimiter known{messages_of_a_member}, fresh{messages_of_a_new_member};
  };
  const auto limits = std::make_shared<Limits>();
  routes.add(http::post<SendDirect, MessageView>("/v1/messages/threads/{id}/messages", "sendMessage")
                 .summary("Writes to the other: words, pictures, product cards. An answer to a request accepts it.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .status(201)
                 .error("messaging.not_found", ErrorKind::not_found, "There is no such conversation, or it is not yours.")
                 .error("messaging.not_reachable", ErrorKind::forbidden, "This member does not take messages from the caller.")
                 .error("messaging.request_pending", ErrorKind::conflict, "The request waits to be accepted: one message until then.")
                 .error("messaging.too_often", ErrorKind::too_many, "Too much at once.")
                 .error("messaging.key_reused", ErrorKind::unprocessable, "Another message was sent with this client_id.")
                 .write(parts.needs.database,
                        [parts, limits](Call& call, db::Transaction& tx, const SendDirect& request) -> Result<MessageView> {
                          const bool fresh = call.received_at - time_of_id(call.caller.subject) < new_for;
                          auto& limiter = fresh ? limits->fresh : limits->known;
                          if (!takes_one(parts, limiter, std::to_string(call.caller.subject), call)) return too_often();
                          return send(parts, call, tx, request);
                        }));
}

}  // namespace

void add_direct_message_routes(http::Routes& routes, const RouteParts& parts) {
  auto& database = parts.needs.database;
  const auto typing = std::make_shared<http::RateLimiter>(typing_of_a_member);
  const auto missing = "There is no such conversation, or it is not yours.";
  routes.add(http::get<ThreadPage, ThreadMessages>("/v1/messages/threads/{id}/messages", "listMessages")
                 .summary("A conversation with its messages.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .error("messaging.not_found", ErrorKind::not_found, missing)
                 .read(database, [parts](Call& call, db::Reader& reader, const ThreadPage& request) {
                   return list(parts, call, reader, request);
                 }));
  routes.add(http::put<ReadThread, DirectThreadView>("/v1/messages/threads/{id}/read", "readMessages")
                 .summary("Marks a conversation as read up to a number.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .error("messaging.not_found", ErrorKind::not_found, missing)
                 .write(database, [parts](Call& call, db::Transaction& tx, const ReadThread& request) -> Result<DirectThreadView> {
                   TRY(const Seat seat, parts.direct.read(tx, account_of(call), request.id, request.number));
                   return parts.presenter.view(tx, seat.thread, seat.member);
                 }));
  routes.add(http::post<ThreadPath, http::None>("/v1/messages/threads/{id}/typing", "typeMessage")
                 .summary("Shows the other for some seconds that one is typing.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .error("messaging.not_found", ErrorKind::not_found, missing)
                 .read(database, [parts, typing](Call& call, db::Reader& reader, const ThreadPath& request) -> Result<http::None> {
                   if (!typing->take(std::to_string(call.caller.subject), call.received_at)) return http::None{};
                   return type(parts, call, reader, request.id);
                 }));
  add_sending(routes, parts);
}

}  // namespace plaza::messaging
