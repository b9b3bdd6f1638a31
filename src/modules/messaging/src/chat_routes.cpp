// The chat with the brand: visitors by the key in their cookie, members by their account.
#include "orders/cart.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "routes.h"
#include "rules.h"

namespace plaza::messaging {
namespace {

using http::Call;

constexpr const char* tag = "Chat";
constexpr int first_page = 30;
constexpr http::RateLimit opens_from_an_address{.burst = 12, .per_second = 0.02, .keys_max = 50'000};
constexpr http::RateLimit messages_in_a_chat{.burst = 12, .per_second = 0.5, .keys_max = 50'000};
constexpr http::RateLimit typing_in_a_chat{.burst = 6, .per_second = 0.5, .keys_max = 50'000};

struct SendChat {
  std::string client_id, text;
  std::vector<media::MediaId> media_ids;
  std::vector<Card> cards;
  template <class V>
  void describe(V& v) {
    v("client_id", client_id, json::Length{8, 64}, json::Doc{"Your own name of the message: sent again under it, it is there once."});
    v("text", text, json::Optional{}, json::Multiline{}, json::Length{0, text_max});
    v("media_ids", media_ids, json::Optional{}, json::Items{0, attachments_max});
    v("cards", cards, json::Optional{}, json::Items{0, cards_max});
  }
};
struct ReadUpTo {
  std::int64_t number = 0;
  template <class V>
  void describe(V& v) {
    v("number", number, json::Between{1, 1'000'000'000});
  }
};
struct ChatEmail {
  std::string email;
  template <class V>
  void describe(V& v) {
    v("email", email, json::Pattern{json::Pattern::Name::email}, json::Length{3, 254});
  }
};
struct RateChat {
  std::int64_t rating = 0;
  std::string text;
  template <class V>
  void describe(V& v) {
    v("rating", rating, json::Between{1, 5});
    v("text", text, json::Optional{}, json::Length{0, 1'000}, json::Multiline{});
  }
};
struct ChatPage {
  std::int64_t before = 0, after = 0;
  std::int64_t limit = 30;
  template <class V>
  void describe(V& v) {
    v("before", before, json::Optional{}, json::Between{0, 1'000'000'000});
    v("after", after, json::Optional{}, json::Between{0, 1'000'000'000});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
  }
};

ChatView chat_view(const RouteParts& parts, db::Reader& reader, const std::optional<StoredThread>& thread) {
  ChatView view;
  view.brand = parts.needs.settings.brand_name;
  view.desk = parts.presenter.desk();
  if (!thread) return view;
  view.thread = Presenter::view(*thread);
  view.rating = parts.presenter.rating(reader, *thread);
  auto newest = store::messages(reader, thread->id, 0, 0, first_page + 1);
  view.more = newest.size() > first_page;
  if (view.more) newest.pop_back();
  view.messages = parts.presenter.views(reader, {newest.rbegin(), newest.rend()});
  return view;
}

// A visitor's chat becomes the member's on the first occasion after they signed in.
std::optional<StoredThread> adopted(const RouteParts& parts, db::Transaction& tx, const Call& call) {
  auto own = own_chat(tx, call);
  if (!own.to_adopt) return std::move(own.thread);
  parts.messages.adopt(tx, own.to_adopt->id, account_of(call));
  return own_chat(tx, call).thread;
}

void set_cookie(const RouteParts& parts, Call& call, const std::string& token) {
  call.reply_headers.emplace_back("set-cookie", std::string(chat_cookie) + "=" + token +
                                                    "; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000" +
                                                    (parts.needs.settings.secure_cookie ? "; Secure" : ""));
}

Result<ChatView> open_chat(const RouteParts& parts, Call& call, db::Transaction& tx) {
  auto thread = adopted(parts, tx, call);
  if (!thread) {
    const auto opened = parts.messages.open_chat(tx, {identity::AccountId{call.caller.subject}, call.caller.visitor, call.caller.locale});
    if (!opened.token.empty()) set_cookie(parts, call, opened.token);
    thread = store::find(tx, opened.thread.id);
  } else {
    call.reply_status = 200;
  }
  return chat_view(parts, tx, thread);
}

Result<MessageView> send(const RouteParts& parts, const Call& call, db::Transaction& tx, const SendChat& request) {
  const auto thread = adopted(parts, tx, call);
  if (!thread) return thread_not_found();
  const MessageWords words{request.client_id, request.text, request.media_ids, request.cards};
  TRY_DONE(may_show(parts, tx, call, *thread, words));
  store::set_locale(tx, thread->id, call.caller.locale);
  const identity::AccountId account{call.caller.subject};
  TRY(const auto sent, parts.messages.send(tx, to_send(words, thread->id, account ? AuthorKind::account : AuthorKind::visitor, account)));
  store::set_sent(tx, words.media_ids);
  return parts.presenter.view(tx, sent);
}

Result<MessageList> list(const RouteParts& parts, const Call& call, db::Reader& reader, const ChatPage& request) {
  const auto own = own_chat(reader, call);
  if (!own.thread) return thread_not_found();
  const int limit = static_cast<int>(request.limit);
  auto found = request.after > 0 || request.before == 0 ? store::messages_after(reader, own.thread->id, request.after, limit + 1)
                                                        : store::messages(reader, own.thread->id, request.before, 0, limit + 1);
  const bool more = found.size() > static_cast<std::size_t>(limit);
  if (more) found.pop_back();
  if (request.after == 0 && request.before > 0) found = {found.rbegin(), found.rend()};
  return MessageList{parts.presenter.views(reader, found), more};
}

void add_reading(http::Routes& routes, const RouteParts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<http::None, ChatView>("/v1/chat", "getChat")
                 .summary("One's own chat with the brand, and whether somebody answers now. A visitor's chat becomes the account's "
                          "once they are signed in.")
                 .tag(tag)
                 .task([parts](Call& call, const http::None&) -> Task<Result<ChatView>> {
                   bool waits = false;
                   auto look = [&](db::Reader& reader) -> Result<ChatView> {
                     const auto own = own_chat(reader, call);
                     waits = own.to_adopt.has_value();
                     return chat_view(parts, reader, own.thread);
                   };
                   auto found = co_await parts.needs.database.read(look);
                   if (!waits) co_return std::move(found);
                   auto adopt = [&](db::Transaction& tx) -> Result<ChatView> { return chat_view(parts, tx, adopted(parts, tx, call)); };
                   auto after = co_await parts.needs.database.write(adopt);
                   co_return std::move(after);
                 }));
  routes.add(http::get<ChatPage, MessageList>("/v1/chat/messages", "listChatMessages")
                 .summary("Messages of one's own chat, oldest first: those after a number, or the ones before it.")
                 .tag(tag)
                 .error("messaging.not_found", ErrorKind::not_found, "There is no chat yet.")
                 .read(database, [parts](Call& call, db::Reader& reader, const ChatPage& request) {
                   return list(parts, call, reader, request);
                 }));
  routes.add(http::put<ReadUpTo, http::None>("/v1/chat/read", "readChat")
                 .summary("Marks the chat as read up to a number.")
                 .tag(tag)
                 .error("messaging.not_found", ErrorKind::not_found, "There is no chat yet.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const ReadUpTo& request) -> Result<http::None> {
                   const auto own = own_chat(tx, call);
                   if (!own.thread) return thread_not_found();
                   parts.messages.read_by_customer(tx, own.thread->id, request.number);
                   return http::None{};
                 }));
}

void add_typing(http::Routes& routes, const RouteParts& parts) {
  const auto limiter = std::make_shared<http::RateLimiter>(typing_in_a_chat);
  routes.add(http::post<http::None, http::None>("/v1/chat/typing", "typeInChat")
                 .summary("Shows the brand for some seconds that the customer is typing.")
                 .tag(tag)
                 .error("messaging.not_found", ErrorKind::not_found, "There is no chat yet.")
                 .read(parts.needs.database, [parts, limiter](Call& call, db::Reader& reader, const http::None&) -> Result<http::None> {
                   const auto own = own_chat(reader, call);
                   if (!own.thread) return thread_not_found();
                   const identity::AccountId account{call.caller.subject};
                   if (limiter->take(to_text(own.thread->id), call.received_at)) {
                     parts.messages.tell_pages(reader, own.thread->id, account,
                                               typing_frame(own.thread->id, account ? AuthorKind::account : AuthorKind::visitor, account));
                   }
                   return http::None{};
                 }));
}

}  // namespace

identity::AccountId account_of(const Call& call) { return identity::AccountId{call.caller.subject}; }

Error too_often() { return {ErrorKind::too_many, "messaging.too_often", "That was too much at once. Wait a moment."}; }

bool takes_one(const RouteParts& parts, http::RateLimiter& limiter, const std::string& who, const Call& call) {
  return parts.needs.settings.unlimited || limiter.take(who, call.received_at);
}

OwnChat own_chat(db::Reader& reader, const Call& call) {
  OwnChat own;
  const auto token = call.request.cookie(chat_cookie);
  auto by_key = token.empty() || token.size() > 64 ? std::nullopt : store::chat_of_token(reader, digest_of(token));
  if (!call.caller.subject) {
    own.thread = std::move(by_key);
    return own;
  }
  own.thread = store::chat_of(reader, account_of(call));
  if (by_key && !by_key->account) {
    if (!own.thread) own.thread = by_key;
    own.to_adopt = std::move(by_key);
  }
  return own;
}

Status may_show(const RouteParts& parts, db::Reader& reader, const Call& call, const Thread& thread, const MessageWords& words) {
  const identity::AccountId account{call.caller.subject};
  const bool chat = thread.kind == ThreadKind::chat;
  for (std::size_t i = 0; i < words.media_ids.size(); ++i) {
    const auto id = words.media_ids[i];
    const auto view = parts.needs.media.signed_view(id);
    const bool own = chat || parts.needs.media.owner(id) == account;
    const bool good = view && view->kind == media::Kind::image && view->status != media::Status::failed;
    if (good && own && store::is_picture_of(reader, thread.id, id)) continue;
    return invalid_field("media_ids[" + std::to_string(i) + "]", "not_found", "is no picture that you uploaded for this conversation");
  }
  for (std::size_t i = 0; i < words.cards.size(); ++i) {
    const auto& card = words.cards[i];
    const std::string field = "cards[" + std::to_string(i) + "]";
    if (card.product_id.has_value() == card.order_id.has_value())
      return invalid_field(field, "one_of", "must be a product or an order");
    if (card.product_id && !parts.presenter.chip(*card.product_id)) return invalid_field(field, "not_found", "is no product of this shop");
    if (!card.order_id) continue;
    orders::Shopper shopper{account, call.caller.visitor, {}, call.caller.locale};
    if (!call.caller.access_tokens.empty()) shopper.tokens.push_back(call.caller.access_tokens);
    if (!chat || !parts.needs.orders.find_for(reader, shopper, *card.order_id).ok())
      return invalid_field(field, "not_found", "is no order of yours");
  }
  return done();
}

NewMessage to_send(const MessageWords& words, ThreadId thread, AuthorKind kind, identity::AccountId author) {
  return {thread, kind, author, words.client_id, words.text, words.media_ids, words.cards};
}

void add_chat_routes(http::Routes& routes, const RouteParts& parts) {
  auto& database = parts.needs.database;
  const auto opens = std::make_shared<http::RateLimiter>(opens_from_an_address);
  const auto sends = std::make_shared<http::RateLimiter>(messages_in_a_chat);
  routes.add(http::post<http::None, ChatView>("/v1/chat", "openChat")
                 .summary("Opens one's own chat with the brand, or gives the one that is there (200). A visitor gets its key as the "
                          "cookie plaza_chat.")
                 .tag(tag)
                 .status(201)
                 .error("messaging.too_often", ErrorKind::too_many, "Too many chats were opened from there.")
                 .write(database, [parts, opens](Call& call, db::Transaction& tx, const http::None&) -> Result<ChatView> {
                   const auto own = own_chat(tx, call);
                   if (!own.thread && !takes_one(parts, *opens, call.request.remote_address, call)) return too_often();
                   return open_chat(parts, call, tx);
                 }));
  routes.add(http::post<SendChat, MessageView>("/v1/chat/messages", "sendChatMessage")
                 .summary("Writes to the brand: words, pictures, and cards of products or of one's own orders.")
                 .tag(tag)
                 .status(201)
                 .error("messaging.not_found", ErrorKind::not_found, "There is no chat yet: open it first.")
                 .error("messaging.key_reused", ErrorKind::unprocessable, "Another message was sent with this client_id.")
                 .error("messaging.too_often", ErrorKind::too_many, "Too many messages at once.")
                 .write(database, [parts, sends](Call& call, db::Transaction& tx, const SendChat& request) -> Result<MessageView> {
                   const auto own = own_chat(tx, call);
                   if (own.thread && !takes_one(parts, *sends, to_text(own.thread->id), call)) return too_often();
                   return send(parts, call, tx, request);
                 }));
  routes.add(http::put<ChatEmail, ChatThreadView>("/v1/chat/email", "setChatEmail")
                 .summary("Where the answer goes when the visitor has left.")
                 .tag(tag)
                 .error("messaging.not_found", ErrorKind::not_found, "There is no chat yet.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const ChatEmail& request) -> Result<ChatThreadView> {
                   const auto own = own_chat(tx, call);
                   if (!own.thread) return thread_not_found();
                   parts.messages.set_email(tx, own.thread->id, trimmed(request.email));
                   return Presenter::view(*store::find(tx, own.thread->id));
                 }));
  routes.add(http::get<http::None, ChatRatingView>("/v1/chat/rating", "getChatRating")
                 .summary("Whether the help in one's own chat may be rated, and how it was.")
                 .tag(tag)
                 .error("messaging.not_found", ErrorKind::not_found, "There is no chat yet, or nothing to rate.")
                 .read(database, [parts](Call& call, db::Reader& reader, const http::None&) -> Result<ChatRatingView> {
                   const auto own = own_chat(reader, call);
                   auto rating = own.thread ? parts.presenter.rating(reader, *own.thread) : std::nullopt;
                   if (!rating) return thread_not_found();
                   return std::move(*rating);
                 }));
  routes.add(http::put<RateChat, ChatRatingView>("/v1/chat/rating", "rateChat")
                 .summary("Says how the help in one's own chat was, once each time it is resolved; may be changed for a week.")
                 .tag(tag)
                 .error("messaging.not_found", ErrorKind::not_found, "There is no chat yet, or nothing to rate.")
                 .error("care.wrong_status", ErrorKind::conflict, "It is not resolved yet.")
                 .error("care.rating_closed", ErrorKind::conflict, "It was rated, and could be changed for a week.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const RateChat& request) -> Result<ChatRatingView> {
                   const auto own = own_chat(tx, call);
                   if (!own.thread) return thread_not_found();
                   return parts.presenter.rate(tx, *own.thread, request.rating, request.text);
                 }));
  add_reading(routes, parts);
  add_typing(routes, parts);
}

}  // namespace plaza::messaging
