// Money back, store credit and returns, from beside the conversation.
#include "approvals.h"
#include "belongings.h"
#include "routes.h"
#include "store.h"

namespace plaza::care {
namespace {

using http::Call;

constexpr std::int64_t most = 1'000'000'000'000;

struct CareRefund {
  std::string id;
  orders::OrderId order_id;
  std::vector<CareRefundLine> lines;
  std::int64_t shipping = 0, extra = 0;
  RefundTo to = RefundTo::original;
  std::string reason;
  std::optional<std::int64_t> version;
  bool preview = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("order_id", order_id);
    v("lines", lines, json::Optional{}, json::Items{0, 50});
    v("shipping", shipping, json::Optional{}, json::Between{0, most});
    v("extra", extra, json::Optional{}, json::Between{0, most}, json::Doc{"Goodwill, minor units of the order's currency."});
    v("to", to, json::Optional{});
    v("reason", reason, json::Length{1, 500});
    v("version", version, json::Doc{"Of the order."});
    v("preview", preview, json::Optional{}, json::Doc{"Says what it would come to and changes nothing."});
  }
};

struct CareCredit {
  std::string id;
  Money amount;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("amount", amount);
    v("reason", reason, json::Length{1, 500});
  }
};

struct CareReturn : returns::ReturnRequest {
  std::string id;
  orders::OrderId order_id;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("order_id", order_id);
    v("reason", reason, json::Optional{}, json::Length{0, 500});
    returns::ReturnRequest::describe(v);
  }
};

// What is done to an order that has not left, and why.
struct OrderDeed {
  std::string id;
  orders::OrderId order_id;
  std::string reason;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("order_id", order_id);
    v("reason", reason, json::Length{1, 500});
    v("version", version, json::Doc{"Of the order."});
  }
};

struct CareEdit : OrderDeed, WishedEdit {
  static constexpr const char* schema_name = "CareEdit";
  template <class V>
  void describe(V& v) {
    OrderDeed::describe(v);
    WishedEdit::describe(v);
  }
};

struct CareCancel : OrderDeed {
  static constexpr const char* schema_name = "CareCancellation";
};

struct CareUnits {
  orders::LineId line_id;
  std::int64_t quantity = 1;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("quantity", quantity, json::Between{1, orders::line_quantity_max});
  }
};

struct CareReplacement {
  std::string id;
  orders::OrderId order_id;
  std::vector<CareUnits> lines;
  std::string reason;
  std::optional<std::int64_t> version;
  bool preview = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("order_id", order_id);
    v("lines", lines, json::Items{1, 50});
    v("reason", reason, json::Optional{}, json::Length{0, 500}, json::Doc{"Needed unless it is a preview."});
    v("version", version, json::Doc{"Of the order."});
    v("preview", preview, json::Optional{}, json::Doc{"Says what it is worth, and whether there is stock; changes nothing."});
  }
};

struct AskBelongings {
  std::string id, number;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("number", number, json::Optional{}, json::Length{0, 20}, json::Doc{"Of an order they name: it is found if its address is the one they wrote from."});
  }
};

struct GivenView {
  static constexpr const char* schema_name = "CareGiven";
  std::optional<MessageView> message;  // nothing: it was a preview
  Money amount;
  std::string reference;
  template <class V>
  void describe(V& v) {
    v("message", message);
    v("amount", amount);
    v("reference", reference);
  }
};

GivenView view_of(const Parts& parts, db::Reader& reader, const Given& given) {
  return {parts.views.of(reader, given.message), given.amount, given.reference};
}

RefundWish wish_of(const CareRefund& request) {
  RefundWish wish;
  wish.order_id = request.order_id;
  for (const auto& line : request.lines) wish.request.lines.push_back({line.line_id, line.quantity, line.restock});
  wish.request.shipping = request.shipping;
  wish.request.extra = request.extra;
  wish.request.to = request.to == RefundTo::store_credit ? orders::RefundRequest::To::store_credit : orders::RefundRequest::To::original;
  wish.request.reason = request.reason;
  wish.request.version = request.version;
  return wish;
}

EditWish wish_of(const CareEdit& request) {
  EditWish wish;
  wish.order_id = request.order_id;
  for (const auto& line : request.lines) {
    wish.request.lines.push_back({line.line_id.value_or(orders::LineId{}), line.variant_id.value_or(catalog::VariantId{}), line.quantity});
  }
  wish.request.shipping_address = request.shipping_address;
  wish.request.reason = request.reason;
  wish.request.notify = request.notify;
  wish.request.version = request.version;
  return wish;
}

ReplaceWish wish_of(const CareReplacement& request) {
  ReplaceWish wish{request.order_id, {}, request.reason, request.version};
  for (const auto& line : request.lines) wish.lines.push_back({line.line_id, line.quantity});
  return wish;
}

template <class Req>
http::RouteBuilder<Req, GivenView> gives(http::RouteBuilder<Req, GivenView> builder, const char* summary) {
  auto made = of_one(std::move(builder), summary);
  made.access(giving())
      .idempotent()
      .status(201)
      .error("care.over_limit", ErrorKind::forbidden, "It is more than this agent may give.")
      .error("care.not_proven", ErrorKind::conflict, "Who writes has not shown who they are.");
  return made;
}

template <class Req>
http::RouteBuilder<Req, GivenView> of_order(http::RouteBuilder<Req, GivenView> builder, const char* summary) {
  auto made = gives(std::move(builder), summary);
  made.error("orders.not_found", ErrorKind::not_found, "There is no such order.")
      .error("care.not_theirs", ErrorKind::conflict, "The order is not this customer's.")
      .error("orders.wrong_status", ErrorKind::conflict, "The order's status does not allow it.")
      .error("orders.stale", ErrorKind::conflict, "The order was changed since that version.");
  return made;
}

void add_order_routes(http::Routes& routes, const Parts& parts) {
  routes.add(of_order(http::post<CareEdit, GivenView>("/v1/admin/conversations/{id}/edits", "adminEditOrderInConversation"),
                      "Changes lines and address of the customer's order that has not left. What goes back is within the agent's limits.")
                 .error("orders.line_not_found", ErrorKind::not_found, "The order has no such line.")
                 .error("orders.too_many_units", ErrorKind::conflict, "Fewer units can be taken away.")
                 .error("orders.line_unavailable", ErrorKind::conflict, "It is not sold.")
                 .error("inventory.out_of_stock", ErrorKind::conflict, "Fewer are left than asked for.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const CareEdit& request) -> Result<GivenView> {
                   TRY(const auto id, conversation_id(request.id));
                   TRY(const auto given, parts.actions.give(tx, id, agent_of(call), wish_of(request)));
                   return view_of(parts, tx, given);
                 }));
  routes.add(of_order(http::post<CareCancel, GivenView>("/v1/admin/conversations/{id}/cancellations", "adminCancelOrderInConversation"),
                      "Cancels the customer's order that has not left; what was paid goes back, within the agent's limits.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const CareCancel& request) -> Result<GivenView> {
                   TRY(const auto id, conversation_id(request.id));
                   const CancelWish wish{request.order_id, request.reason, request.version};
                   TRY(const auto given, parts.actions.give(tx, id, agent_of(call), wish));
                   return view_of(parts, tx, given);
                 }));
  routes.add(of_order(http::post<CareReplacement, GivenView>("/v1/admin/conversations/{id}/replacements", "adminReplaceInConversation"),
                      "Sends new pieces of what left, for nothing and without the old ones, by an order of its own. Their worth is within the agent's limits.")
                 .error("orders.line_not_found", ErrorKind::not_found, "The order has no such line.")
                 .error("orders.too_many_units", ErrorKind::conflict, "Fewer of it have left, or were given back already.")
                 .error("orders.line_unavailable", ErrorKind::conflict, "It is not sold any more.")
                 .error("inventory.out_of_stock", ErrorKind::conflict, "Fewer are left than asked for.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const CareReplacement& request) -> Result<GivenView> {
                   TRY(const auto id, conversation_id(request.id));
                   if (request.preview) {
                     call.reply_status = 200;
                     TRY(const auto would, parts.actions.try_out(tx, id, agent_of(call), wish_of(request)));
                     return GivenView{{}, would.amount, to_text(would.order)};
                   }
                   TRY(const auto given, parts.actions.give(tx, id, agent_of(call), wish_of(request)));
                   return view_of(parts, tx, given);
                 }));
}

}  // namespace

void add_action_routes(http::Routes& routes, const Parts& parts) {
  routes.add(of_one(http::get<AskBelongings, Belongings>("/v1/admin/conversations/{id}/belongings", "adminGetBelongingsInConversation"),
                    "What the customer bought and has: by their account, and by an address only where it is proven.")
                 .access(giving())
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order of this customer.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const AskBelongings& request) -> Result<Belongings> {
                   TRY(const auto id, conversation_id(request.id));
                   const auto each = store::find(reader, id);
                   if (!each) return conversation_missing();
                   return belongings_of(parts.needs, reader, each->customer, request.number);
                 }));
  add_order_routes(routes, parts);
  routes.add(gives(http::post<CareRefund, GivenView>("/v1/admin/conversations/{id}/refunds", "adminRefundInConversation"),
                   "Gives money of one of the customer's orders back, within the agent's limits; the thread says who and why.")
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order.")
                 .error("care.not_theirs", ErrorKind::conflict, "The order is not this customer's.")
                 .error("orders.refund_above_paid", ErrorKind::conflict, "So much was not paid, or is given back already.")
                 .error("orders.stale", ErrorKind::conflict, "The order was changed since that version.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const CareRefund& request) -> Result<GivenView> {
                   TRY(const auto id, conversation_id(request.id));
                   if (request.preview) {
                     call.reply_status = 200;
                     TRY(const auto would, parts.actions.estimate(tx, id, wish_of(request)));
                     return GivenView{{}, would.refund.amount, to_text(request.order_id)};
                   }
                   TRY(const auto given, parts.actions.refund(tx, id, agent_of(call), wish_of(request)));
                   return view_of(parts, tx, given);
                 }));
  routes.add(gives(http::post<CareCredit, GivenView>("/v1/admin/conversations/{id}/credits", "adminCreditInConversation"),
                   "Gives the customer store credit, within the agent's limits.")
                 .error("care.no_account", ErrorKind::conflict, "Store credit needs an account.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const CareCredit& request) -> Result<GivenView> {
                   TRY(const auto id, conversation_id(request.id));
                   TRY(const auto given, parts.actions.give_credit(tx, id, agent_of(call), request.amount, request.reason));
                   return view_of(parts, tx, given);
                 }));
  routes.add(gives(http::post<CareReturn, GivenView>("/v1/admin/conversations/{id}/returns", "adminReturnInConversation"),
                   "Asks for a return in the customer's name; the returns desk decides it.")
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order.")
                 .error("care.not_theirs", ErrorKind::conflict, "The order is not this customer's.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const CareReturn& request) -> Result<GivenView> {
                   TRY(const auto id, conversation_id(request.id));
                   TRY(const auto given, parts.actions.start_return(tx, id, agent_of(call), request.order_id, request, request.reason));
                   return view_of(parts, tx, given);
                 }));
}

}  // namespace plaza::care
