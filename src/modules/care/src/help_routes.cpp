// The customer's side: write to the shop, see what was answered, answer, and say how it was. A conversation is opened by its account, or with
// the token that its opener and the mails carry; anything else is care.not_found. The token in a mail shows that the address is theirs.
#include "routes.h"
#include "merging.h"
#include "rules.h"
#include "store.h"

namespace plaza::care {
namespace {

using http::Call;

struct OpenHelp {
  static constexpr const char* schema_name = "NewHelpConversation";
  std::string topic, subject, text, name, email;
  template <class V>
  void describe(V& v) {
    v("topic", topic, json::Optional{}, json::Length{0, 40});
    v("subject", subject, json::Optional{}, json::Length{0, subject_max});
    v("text", text, json::Length{1, text_max}, json::Multiline{});
    v("name", name, json::Optional{}, json::Length{0, name_max});
    v("email", email, json::Optional{}, json::Length{0, 254}, json::Doc{"Where the answer goes; not needed when signed in."});
  }
};

struct SayMore {
  static constexpr const char* schema_name = "HelpAnswer";
  std::string id, text;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Length{1, text_max}, json::Multiline{});
  }
};

struct RateHelp {
  static constexpr const char* schema_name = "HelpRating";
  std::string id, text;
  std::int64_t rating = 5;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("rating", rating, json::Between{1, 5});
    v("text", text, json::Optional{}, json::Length{0, 1'000}, json::Multiline{});
  }
};

struct TopicView {
  static constexpr const char* schema_name = "HelpTopic";
  std::string code, label;
  template <class V>
  void describe(V& v) {
    v("code", code);
    v("label", label);
  }
};
struct HelpStart {
  std::vector<TopicView> topics;
  std::optional<Time> answer_by;  // by when one is promised, if written now
  template <class V>
  void describe(V& v) {
    v("topics", topics);
    v("answer_by", answer_by);
  }
};

struct OwnPage {
  static constexpr const char* schema_name = "HelpConversationPage";
  std::vector<OwnConversation> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

bool holds(std::string_view tokens, std::string_view token) {
  while (!tokens.empty()) {
    const auto end = tokens.find_first_of(", ");
    if (tokens.substr(0, end) == token) return true;
    if (end == std::string_view::npos) return false;
    tokens.remove_prefix(end + 1);
  }
  return false;
}

Result<Conversation> own(db::Reader& reader, const Call& call, std::string_view text) {
  TRY(const auto id, conversation_id(text));
  auto each = store::find(reader, id);
  if (!each) return conversation_missing();
  const bool account = call.caller.subject != 0 && each->customer.account.value == call.caller.subject;
  if (!account && !holds(call.caller.access_tokens, each->token)) return conversation_missing();
  if (!each->merged_into) return std::move(*each);
  auto survivor = store::survivor_of(reader, each);
  // Their part of it is theirs to read; the whole only when both are known to be theirs.
  if (survivor && (opens(*each, *survivor) || holds(call.caller.access_tokens, survivor->token))) return std::move(*survivor);
  return std::move(*each);
}

Result<OwnConversation> open_one(const Parts& parts, Call& call, db::Transaction& tx, const OpenHelp& request) {
  Inbound inbound;
  inbound.channel = "form";
  inbound.topic = request.topic;
  inbound.subject = request.subject;
  inbound.text = request.text;
  inbound.customer.visitor = call.caller.visitor;
  inbound.customer.locale = call.caller.locale;
  inbound.customer.name = request.name;
  inbound.customer.address = clean_email(request.email);
  if (call.caller.subject) {
    const auto account = parts.needs.accounts.find(tx, identity::AccountId{call.caller.subject});
    if (account) {
      inbound.customer.account = account->id;
      inbound.customer.verified = true;
      inbound.customer.address = clean_email(account->email);
      if (inbound.customer.name.empty()) inbound.customer.name = account->display_name;
    }
  }
  if (inbound.customer.address.empty()) return invalid_field("email", "wrong_format", "must be an address that the answer can go to");
  const std::string who = call.caller.subject ? to_text(inbound.customer.account) : call.request.remote_address;
  if (!parts.needs.unlimited && !parts.strangers.take(who, parts.needs.clock.now())) {
    return Error{ErrorKind::too_many, "care.too_often", "That is a lot at once. Please wait a minute."};
  }
  if (inbound.subject.empty()) inbound.subject = clean_line(request.text.substr(0, 300), 60);
  TRY(const auto received, parts.desk.receive(tx, inbound));
  const auto each = store::find(tx, received.conversation_id);
  if (!each) return conversation_missing();
  auto view = parts.views.own(tx, *each);
  view.access_token = each->token;
  return view;
}

Result<OwnConversation> say_more(const Parts& parts, Call& call, db::Transaction& tx, const SayMore& request) {
  TRY(const auto each, own(tx, call, request.id));
  Inbound inbound;
  inbound.channel = each.channel;
  inbound.token = each.token;
  inbound.text = request.text;
  inbound.customer = each.customer;
  // Who holds the token of a conversation that went to an address by mail has that address' mail. Whoever opened it holds the token,
  // too, so the token alone proves nothing: only the account does.
  inbound.customer.verified = call.caller.subject != 0 && each.customer.account.value == call.caller.subject;
  TRY_DONE(parts.desk.receive(tx, inbound));
  const auto now = store::find(tx, each.id);
  if (!now) return conversation_missing();
  return parts.views.own(tx, *now);
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> help(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Help").access(http::Access::anyone()).summary(summary);
  return builder;
}
template <class Req, class Res>
http::RouteBuilder<Req, Res> help_one(http::RouteBuilder<Req, Res> builder, const char* summary) {
  auto made = help(std::move(builder), summary);
  made.error("care.not_found", ErrorKind::not_found, "There is no such conversation, or it is somebody else's.");
  return made;
}

void add_own(http::Routes& routes, const Parts& parts) {
  routes.add(help_one(http::get<ConversationPath, OwnConversation>("/v1/conversations/{id}", "getMyConversation"), "One's own conversation.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const ConversationPath& request) -> Result<OwnConversation> {
                   TRY(const auto each, own(reader, call, request.id));
                   return parts.views.own(reader, each);
                 }));
  routes.add(help_one(http::post<SayMore, OwnConversation>("/v1/conversations/{id}/messages", "writeInMyConversation"), "Writes on.")
                 .status(201)
                 .idempotent()
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const SayMore& request) {
                   return say_more(parts, call, tx, request);
                 }));
  routes.add(help_one(http::put<RateHelp, OwnConversation>("/v1/conversations/{id}/rating", "rateMyConversation"), "Says how the help was, once each time it is resolved; may be changed for a week.")
                 .error("care.wrong_status", ErrorKind::conflict, "It is not resolved yet.")
                 .error("care.rating_closed", ErrorKind::conflict, "It was rated, and could be changed for a week.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const RateHelp& request) -> Result<OwnConversation> {
                   TRY(const auto each, own(tx, call, request.id));
                   TRY(const auto rated, parts.desk.rate(tx, each.id, request.rating, request.text));
                   return parts.views.own(tx, rated);
                 }));
}

}  // namespace

void add_help_routes(http::Routes& routes, const Parts& parts) {
  routes.add(help(http::get<http::None, HelpStart>("/v1/help", "getHelp"), "What the contact page offers, and by when an answer is promised.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const http::None&) -> Result<HelpStart> {
                   const Settings settings = store::read_settings(reader);
                   HelpStart start;
                   for (const auto& topic : settings.topics) {
                     start.topics.push_back({topic.code, call.caller.locale == "vi" && !topic.label_vi.empty() ? topic.label_vi : topic.label});
                   }
                   const Time by = due_after(parts.needs.clock.now(), promise_of(settings, Priority::normal).reply_minutes, settings);
                   if (by.micros > 0) start.answer_by = by;
                   return start;
                 }));
  routes.add(help(http::post<OpenHelp, OwnConversation>("/v1/conversations", "openConversation"), "Writes to the shop. The answer goes to the address.")
                 .status(201)
                 .idempotent()
                 .error("care.too_often", ErrorKind::too_many, "Too many were begun from there.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const OpenHelp& request) {
                   return open_one(parts, call, tx, request);
                 }));
  routes.add(help(http::get<http::None, OwnPage>("/v1/conversations", "listMyConversations"), "One's own conversations, the latest first.")
                 .access(http::Access::signed_in())
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const http::None&) -> Result<OwnPage> {
                   OwnPage page;
                   for (const auto& each : parts.desk.of_account(reader, identity::AccountId{call.caller.subject}, 20)) {
                     page.items.push_back(parts.views.own(reader, each));
                   }
                   return page;
                 }));
  add_own(routes, parts);
}

}  // namespace plaza::care
