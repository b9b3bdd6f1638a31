// Answers and notes.
#include "cards.h"
#include "routes.h"
#include "store.h"

namespace plaza::care {
namespace {

using http::Call;

struct NewAnswer {
  std::string id, text;
  std::vector<media::MediaId> media_ids;
  std::vector<Card> cards;
  std::optional<Status> then;
  std::optional<std::string> saved_reply_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Optional{}, json::Length{0, text_max}, json::Multiline{}, json::Doc{"May be empty beside pictures or cards."});
    v("media_ids", media_ids, json::Optional{}, json::Items{0, 10}, json::Doc{"Pictures that were uploaded for this conversation, where its channel takes them."});
    v("cards", cards, json::Optional{}, json::Items{0, 10}, json::Doc{"Products, and orders of this customer, where its channel shows them."});
    v("then", then, json::Doc{"The status after it: resolved, open. Nothing: pending, the customer's turn."});
    v("saved_reply_id", saved_reply_id, json::Length{0, 40}, json::Doc{"The saved reply that it was made from, to count its use."});
  }
};

struct NewNote {
  std::string id, text;
  std::vector<identity::AccountId> mentions;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Length{1, text_max}, json::Multiline{});
    v("mentions", mentions, json::Optional{}, json::Items{0, 20});
  }
};

struct MessagePath {
  std::string id, message_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("message_id", message_id);
  }
};

struct Written {
  static constexpr const char* schema_name = "CareWritten";
  MessageView message;
  ConversationView conversation;
  template <class V>
  void describe(V& v) {
    v("message", message);
    v("conversation", conversation);
  }
};

struct OrdersToShow {
  static constexpr const char* schema_name = "CareOrdersToShow";
  std::vector<orders::OrderCard> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

Result<OrdersToShow> list_orders(const Parts& parts, db::Reader& reader, const ConversationPath& request) {
  TRY(const auto id, conversation_id(request.id));
  const auto each = store::find(reader, id);
  if (!each) return conversation_missing();
  OrdersToShow all;
  for (const auto& order : orders_to_show(parts.needs, reader, *each)) all.items.push_back(orders::card_of(order));
  return all;
}

Result<Written> written(const Parts& parts, db::Transaction& tx, const Message& message) {
  const auto each = store::find(tx, message.conversation_id);
  if (!each) return conversation_missing();
  return Written{parts.views.of(tx, message), parts.views.of(*each)};
}

Result<Written> answer(const Parts& parts, const Call& call, db::Transaction& tx, const NewAnswer& request) {
  TRY(const auto id, conversation_id(request.id));
  TRY(const auto message, parts.desk.answer(tx, id, agent_of(call), request.text, {request.media_ids, request.cards}));
  if (request.then && *request.then != Status::pending) {
    if (*request.then == Status::snoozed) return invalid_field("then", "not_allowed", "needs a time: change the status afterwards");
    Change change;
    change.status = request.then;
    TRY_DONE(parts.desk.change(tx, id, agent_of(call), change));
  }
  if (request.saved_reply_id) {
    if (const auto reply = parse_id<SavedReplyId>(*request.saved_reply_id)) store::use_reply(tx, *reply);
  }
  return written(parts, tx, message);
}

}  // namespace

void add_message_routes(http::Routes& routes, const Parts& parts) {
  routes.add(of_one(http::post<NewAnswer, Written>("/v1/admin/conversations/{id}/answers", "adminAnswerConversation"),
                    "Answers the customer by the conversation's channel; a job delivers it.")
                 .status(201)
                 .idempotent()
                 .error("care.no_address", ErrorKind::conflict, "There is no address that an answer could go to.")
                 .error("care.closed", ErrorKind::conflict, "The network does not take an answer any more, or the channel never does.")
                 .error("care.wrong_status", ErrorKind::conflict, "Its status does not allow it.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const NewAnswer& request) {
                   return answer(parts, call, tx, request);
                 }));
  routes.add(of_one(http::get<ConversationPath, OrdersToShow>("/v1/admin/conversations/{id}/orders", "adminListOrdersToShow"),
                    "Orders that an answer may show: this customer's, who has shown that they are. The newest first, at most 20.")
                 .access(giving())
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const ConversationPath& request) {
                   return list_orders(parts, reader, request);
                 }));
  routes.add(of_one(http::post<NewNote, Written>("/v1/admin/conversations/{id}/notes", "adminNoteConversation"), "A note for staff alone.")
                 .status(201)
                 .idempotent()
                 .error("care.wrong_status", ErrorKind::conflict, "It was merged into another one.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const NewNote& request) -> Result<Written> {
                   TRY(const auto id, conversation_id(request.id));
                   TRY(const auto message, parts.desk.note(tx, id, agent_of(call), request.text, request.mentions));
                   return written(parts, tx, message);
                 }));
  routes.add(of_one(http::post<MessagePath, Written>("/v1/admin/conversations/{id}/messages/{message_id}/retry", "adminRetryMessage"),
                    "Delivers an answer again that could not be delivered.")
                 .error("care.wrong_status", ErrorKind::conflict, "It did not fail.")
                 .write(parts.needs.database, [parts](Call&, db::Transaction& tx, const MessagePath& request) -> Result<Written> {
                   TRY(const auto id, conversation_id(request.id));
                   const auto which = parse_id<MessageId>(request.message_id);
                   if (!which) return conversation_missing();
                   TRY(const auto message, parts.desk.send_again(tx, id, *which));
                   return written(parts, tx, message);
                 }));
}

}  // namespace plaza::care
