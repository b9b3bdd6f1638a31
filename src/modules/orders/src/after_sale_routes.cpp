// What staff do with orders after the sale: parcels, refunds in part, edits.
#include "identity/roles.h"
#include "packing_slip.h"
#include "routes.h"

namespace plaza::orders {
namespace {

using http::Call;

constexpr std::size_t lines_max = cart_lines_max;

struct NewFulfilment {
  static constexpr const char* schema_name = "NewFulfilment";
  std::string id;
  std::vector<FulfilmentLine> lines;
  std::string carrier;
  std::string tracking;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("lines", lines, json::Optional{}, json::Items{0, lines_max}, json::Doc{"None: all that is left."});
    v("carrier", carrier, json::Optional{}, json::Length{0, 100});
    v("tracking", tracking, json::Optional{}, json::Length{0, 200});
    v("version", version);
  }
};

struct FulfilmentPath {
  std::string id;
  std::string fulfilment_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("fulfilment_id", fulfilment_id);
  }
};

struct RefundLineRequest {
  LineId line_id;
  std::int64_t quantity = 1;
  bool restock = true;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("quantity", quantity, json::Between{1, 1'000'000});
    v("restock", restock, json::Optional{});
  }
};

enum class RefundTo { original, store_credit, split };
constexpr auto enum_names(RefundTo*) { return std::array<std::string_view, 3>{"original", "store_credit", "split"}; }

struct NewRefund {
  static constexpr const char* schema_name = "NewOrderRefund";
  std::string id;
  std::vector<RefundLineRequest> lines;
  std::int64_t shipping = 0, extra = 0, fee = 0, store_credit = 0;
  RefundTo to = RefundTo::original;
  std::string reason;
  std::optional<std::int64_t> version;
  bool preview = false;
  template <class V>
  void describe(V& v) {
    const json::Between amounts{0, pricing::unit_price_max};
    v("id", id);
    v("lines", lines, json::Optional{}, json::Items{0, lines_max});
    v("shipping", shipping, json::Optional{}, amounts, json::Doc{"Minor units of what was paid for shipping."});
    v("extra", extra, json::Optional{}, amounts, json::Doc{"Goodwill, minor units."});
    v("fee", fee, json::Optional{}, amounts, json::Doc{"Kept back, minor units."});
    v("to", to, json::Optional{});
    v("store_credit", store_credit, json::Optional{}, amounts, json::Doc{"Of a split: so much as store credit."});
    v("reason", reason, json::Optional{}, json::Length{0, 500});
    v("version", version);
    v("preview", preview, json::Optional{}, json::Doc{"Only work it out. Also as ?preview=true."});
  }
};

struct RefundAnswer {
  static constexpr const char* schema_name = "OrderRefundAnswer";
  Refund refund;
  Money refundable_after;
  std::optional<OrderView> order;  // nothing of a preview
  template <class V>
  void describe(V& v) {
    v("refund", refund);
    v("refundable_after", refundable_after);
    v("order", order);
  }
};

struct EditLineRequest {
  std::optional<LineId> line_id;
  std::optional<catalog::VariantId> variant_id;
  std::int64_t quantity = 0;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("variant_id", variant_id);
    v("quantity", quantity, json::Between{0, line_quantity_max});
  }
};

struct NewEdit {
  static constexpr const char* schema_name = "NewOrderEdit";
  std::string id;
  std::vector<EditLineRequest> lines;
  std::optional<Address> shipping_address;
  std::string reason;
  bool notify = true;
  std::optional<std::int64_t> version;
  bool preview = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("lines", lines, json::Optional{}, json::Items{0, lines_max});
    v("shipping_address", shipping_address);
    v("reason", reason, json::Optional{}, json::Length{0, 500});
    v("notify", notify, json::Optional{});
    v("version", version);
    v("preview", preview, json::Optional{}, json::Doc{"Only work it out. Also as ?preview=true."});
  }
};

struct EditAnswer {
  static constexpr const char* schema_name = "OrderEditAnswer";
  OrderView order;   // as it is, or of a preview would be, after the edit
  Money difference;  // of the totals
  Money refunded;    // goes back now
  Money due;         // is to be paid before it leaves
  template <class V>
  void describe(V& v) {
    v("order", order);
    v("difference", difference);
    v("refunded", refunded);
    v("due", due);
  }
};

template <class Req, class Res>
http::RouteBuilder<Req, Res> staff(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Admin: orders").access(identity::staff_access(identity::merchandiser | identity::agent)).summary(summary);
  builder.error("orders.not_found", ErrorKind::not_found, "There is no such order.")
      .error("orders.wrong_status", ErrorKind::conflict, "The order's status does not allow it.")
      .error("orders.stale", ErrorKind::conflict, "The order is not the version it was decided on.");
  return builder;
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> of_units(http::RouteBuilder<Req, Res> builder) {
  builder.error("orders.line_not_found", ErrorKind::not_found, "The order has no such line.")
      .error("orders.too_many_units", ErrorKind::conflict, "The order has not so many units for it.")
      .error("orders.payment_due", ErrorKind::conflict, "The order is not paid in full.");
  return builder;
}

bool wants_preview(const Call& call, bool in_body) {
  const auto asked = call.request.query_value("preview");
  return in_body || asked == "true" || asked == "1";
}

FulfilmentRequest request_of(const NewFulfilment& wanted, By by) {
  return {wanted.lines, wanted.carrier, wanted.tracking, std::move(by), wanted.version};
}

RefundRequest request_of(const NewRefund& wanted, By by) {
  RefundRequest request;
  for (const auto& line : wanted.lines) request.lines.push_back({line.line_id, line.quantity, line.restock});
  request.shipping = wanted.shipping;
  request.extra = wanted.extra;
  request.fee = wanted.fee;
  request.store_credit = wanted.store_credit;
  request.to = static_cast<RefundRequest::To>(wanted.to);
  request.reason = wanted.reason;
  request.by = std::move(by);
  request.version = wanted.version;
  return request;
}

EditRequest request_of(const NewEdit& wanted, By by) {
  EditRequest request;
  for (const auto& line : wanted.lines) {
    request.lines.push_back({line.line_id.value_or(LineId{}), line.variant_id.value_or(catalog::VariantId{}), line.quantity});
  }
  request.shipping_address = wanted.shipping_address;
  request.reason = wanted.reason;
  request.notify = wanted.notify;
  request.by = std::move(by);
  request.version = wanted.version;
  return request;
}

void add_fulfilment_routes(http::Routes& routes, const Needs& needs, OrderService& orders, AfterSaleService& after_sale) {
  routes.add(of_units(staff(http::post<NewFulfilment, OrderView>("/v1/admin/orders/{id}/fulfilments", "adminAddFulfilment"),
                            "A parcel leaves with some of the order's units. The order is fulfilled when none is left."))
                 .status(201)
                 .idempotent()
                 .write(needs.database, [needs, &orders, &after_sale](Call& call, db::Transaction& tx,
                                                                      const NewFulfilment& request) -> Result<OrderView> {
                   TRY(const auto id, id_in_path<OrderId>(request.id, order_missing()));
                   TRY(const auto order, after_sale.fulfil(tx, id, request_of(request, staff_of(needs, call))));
                   return orders.staff_view(tx, order, true);
                 }));
  routes.add(staff(http::post<FulfilmentPath, OrderView>("/v1/admin/orders/{id}/fulfilments/{fulfilment_id}/deliver",
                                                         "adminDeliverFulfilment"),
                   "A parcel has arrived. The order is delivered when all have.")
                 .idempotent()
                 .error("orders.fulfilment_not_found", ErrorKind::not_found, "The order has no such parcel.")
                 .write(needs.database, [needs, &orders, &after_sale](Call& call, db::Transaction& tx,
                                                                      const FulfilmentPath& request) -> Result<OrderView> {
                   TRY(const auto id, id_in_path<OrderId>(request.id, order_missing()));
                   const Error missing{ErrorKind::not_found, "orders.fulfilment_not_found", "The order has no such parcel."};
                   TRY(const auto parcel, id_in_path<FulfilmentId>(request.fulfilment_id, missing));
                   TRY(const auto order, after_sale.deliver(tx, id, parcel, staff_of(needs, call)));
                   return orders.staff_view(tx, order, true);
                 }));
}

void add_refund_route(http::Routes& routes, const Needs& needs, OrderService& orders, AfterSaleService& after_sale) {
  routes.add(of_units(staff(http::post<NewRefund, RefundAnswer>("/v1/admin/orders/{id}/refunds", "adminRefundPart"),
                            "Gives back some units, shipping or goodwill, exactly; or works out what it would be."))
                 .status(201)
                 .idempotent()
                 .error("orders.refund_above_paid", ErrorKind::conflict, "So much was not paid, or is given back already.")
                 .error("orders.no_account", ErrorKind::conflict, "Store credit needs an account.")
                 .error("care.over_limit", ErrorKind::forbidden, "It is more than who asks may give: ask for approval.")
                 .write(needs.database, [needs, &orders, &after_sale](Call& call, db::Transaction& tx,
                                                                      const NewRefund& wanted) -> Result<RefundAnswer> {
                   TRY(const auto id, id_in_path<OrderId>(wanted.id, order_missing()));
                   const auto request = request_of(wanted, staff_of(needs, call));
                   if (wants_preview(call, wanted.preview)) {
                     TRY(auto done, after_sale.estimate(tx, id, request));
                     call.reply_status = 200;
                     return RefundAnswer{std::move(done.refund), done.refundable_after, std::nullopt};
                   }
                   TRY(const auto would, after_sale.estimate(tx, id, request));
                   TRY_DONE(allowed(needs, call, tx, id, would.refund.amount, request.reason));
                   TRY(auto done, after_sale.refund(tx, id, request));
                   return RefundAnswer{std::move(done.refund), done.refundable_after,
                                       orders.staff_view(tx, *orders.find(tx, id), true)};
                 }));
}

void add_edit_route(http::Routes& routes, const Needs& needs, OrderService& orders, AfterSaleService& after_sale) {
  routes.add(of_units(staff(http::post<NewEdit, EditAnswer>("/v1/admin/orders/{id}/edits", "adminEditOrder"),
                            "Changes lines and address of an order that has not left; the difference is given back or due."))
                 .status(201)
                 .idempotent()
                 .error("orders.line_unavailable", ErrorKind::conflict, "It is not sold.")
                 .error("orders.not_delivered_there", ErrorKind::conflict, "Its way of delivery does not go there.")
                 .error("orders.payment_in_flight", ErrorKind::conflict, "A payment is being asked for right now.")
                 .error("inventory.out_of_stock", ErrorKind::conflict, "Fewer are left than asked for.")
                 .error("care.over_limit", ErrorKind::forbidden, "More would go back than who asks may give: ask for approval.")
                 .write(needs.database, [needs, &orders, &after_sale](Call& call, db::Transaction& tx,
                                                                      const NewEdit& wanted) -> Result<EditAnswer> {
                   TRY(const auto id, id_in_path<OrderId>(wanted.id, order_missing()));
                   const auto request = request_of(wanted, staff_of(needs, call));
                   const bool preview = wants_preview(call, wanted.preview);
                   if (preview) call.reply_status = 200;
                   TRY(const auto done, preview ? after_sale.preview(tx, id, request) : after_sale.edit(tx, id, request));
                   const Currency currency = done.order.totals.total.currency;
                   if (!preview) TRY_DONE(allowed(needs, call, tx, id, Money{done.refunded, currency}, request.reason));
                   return EditAnswer{orders.staff_view(tx, done.order, !preview), Money{done.difference, currency},
                                     Money{done.refunded, currency}, Money{done.due, currency}};
                 }));
}

struct AskSlip {
  std::string id;
  std::string fulfilment_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("fulfilment_id", fulfilment_id, json::Optional{});
  }
};

Task<http::Response> slip(const Needs& needs, OrderService& orders, Call& call) {
  const auto id = parse_id<OrderId>(call.path_value("id"));
  if (!id) co_return http::problem(order_missing());
  auto look = [&](db::Reader& reader) -> Result<Order> {
    auto order = orders.find(reader, *id);
    if (!order) return order_missing();
    return std::move(*order);
  };
  const auto order = co_await needs.database.read(look);
  if (!order.ok()) co_return http::problem(order.error());
  const Fulfilment* parcel = nullptr;
  if (const auto wanted = call.request.query_value("fulfilment_id"); wanted && !wanted->empty()) {
    const auto parcel_id = parse_id<FulfilmentId>(*wanted);
    for (const auto& known : order->after.fulfilments) {
      if (parcel_id && known.id == *parcel_id) parcel = &known;
    }
    if (!parcel) {
      co_return http::problem({ErrorKind::not_found, "orders.fulfilment_not_found", "The order has no such parcel."});
    }
  }
  http::Response response;
  response.content_type = "application/pdf";
  response.body = packing_slip(*order, parcel, needs.settings.brand_name);
  response.headers.emplace_back("content-disposition", "inline; filename=\"packing-slip-" + std::to_string(order->number) + ".pdf\"");
  co_return response;
}

void add_slip_route(http::Routes& routes, const Needs& needs, OrderService& orders) {
  routes.add(http::get<AskSlip, http::None>("/v1/admin/orders/{id}/packing_slip", "adminPackingSlip")
                 .tag("Admin: orders")
                 .access(identity::staff_access(identity::merchandiser | identity::agent))
                 .summary("The sheet for the parcel, as PDF: of one parcel, else of all that is still to be sent.")
                 .status(200)
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order.")
                 .error("orders.fulfilment_not_found", ErrorKind::not_found, "The order has no such parcel.")
                 .raw([needs, &orders](Call& call) { return slip(needs, orders, call); }));
}

}  // namespace

void add_after_sale_routes(http::Routes& routes, const Needs& needs, OrderService& orders, AfterSaleService& after_sale) {
  add_fulfilment_routes(routes, needs, orders, after_sale);
  add_refund_route(routes, needs, orders, after_sale);
  add_edit_route(routes, needs, orders, after_sale);
  add_slip_route(routes, needs, orders);
}

}  // namespace plaza::orders
