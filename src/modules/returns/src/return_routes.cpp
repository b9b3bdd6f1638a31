// What shoppers do about goods they send back.
#include "identity/roles.h"
#include "routes.h"

namespace plaza::returns {
namespace {

using http::Call;

constexpr std::size_t tokens_max = 20;

struct ReturnPath {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

struct AskReturn : ReturnRequest {
  static constexpr const char* schema_name = "ReturnRequest";
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    ReturnRequest::describe(v);
  }
};

Error return_missing() { return {ErrorKind::not_found, "returns.not_found", "There is no such return."}; }

// A return is seen by whoever may see its order.
Result<Return> own_return(const Needs& needs, ReturnService& returns, db::Reader& reader, const Call& call,
                          const std::string& text) {
  TRY(const auto id, id_in_path<ReturnId>(text, "returns.not_found"));
  auto found = returns.find(reader, id);
  if (!found || !needs.orders.find_for(reader, shopper_of(call), found->order_id).ok()) return return_missing();
  return std::move(*found);
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> of_returns(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Returns")
      .access(http::Access::anyone())
      .summary(summary)
      .error("orders.not_found", ErrorKind::not_found, "There is no such order, or it is somebody else's.");
  return builder;
}

}  // namespace

orders::Shopper shopper_of(const Call& call) {
  orders::Shopper shopper;
  shopper.account_id = identity::AccountId{call.caller.subject};
  shopper.visitor = call.caller.visitor;
  shopper.locale = call.caller.locale;
  std::string_view rest = call.caller.access_tokens;
  while (!rest.empty() && shopper.tokens.size() < tokens_max) {
    const auto end = rest.find_first_of(", ");
    if (end != 0) shopper.tokens.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return shopper;
}

orders::By by_customer(const Call& call) { return {orders::Actor::customer, identity::AccountId{call.caller.subject}, ""}; }
orders::By by_staff(const Call& call) { return {orders::Actor::staff, identity::AccountId{call.caller.subject}, ""}; }
http::Access staff_who_help() { return identity::staff_access(identity::merchandiser | identity::agent); }

Result<orders::Order> order_of(const Needs& needs, db::Reader& reader, const Call& call, std::string_view text) {
  TRY(const auto id, id_in_path<orders::OrderId>(text, "orders.not_found"));
  return needs.orders.find_for(reader, shopper_of(call), id);
}

void add_return_routes(http::Routes& routes, const Needs& needs, ReturnService& returns) {
  routes.add(of_returns(http::get<OrderPath, ReturnOptions>("/v1/orders/{id}/return_options", "returnOptions"),
                        "What of an order may come back, until when, and why not.")
                 .read(needs.database, [needs, &returns](Call& call, db::Reader& reader,
                                                         const OrderPath& request) -> Result<ReturnOptions> {
                   TRY(const auto order, order_of(needs, reader, call, request.id));
                   return returns.options(reader, order);
                 }));
  routes.add(of_returns(http::post<AskReturn, ReturnMoney>("/v1/orders/{id}/returns/estimate", "estimateReturn"),
                        "What would be given back, exactly, if all of it arrives as it should. Changes nothing.")
                 .error("returns.window_over", ErrorKind::conflict, "The time to send it back is over.")
                 .error("returns.final_sale", ErrorKind::conflict, "It was a final sale.")
                 .error("returns.too_many_units", ErrorKind::conflict, "Fewer units of it can come back.")
                 .read(needs.database, [needs, &returns](Call& call, db::Reader& reader,
                                                         const AskReturn& request) -> Result<ReturnMoney> {
                   TRY(const auto order, order_of(needs, reader, call, request.id));
                   return returns.estimate(reader, order, request);
                 }));
  routes.add(of_returns(http::post<AskReturn, ReturnView>("/v1/orders/{id}/returns", "requestReturn"),
                        "Asks to send goods back, for money, store credit or something else.")
                 .status(201)
                 .idempotent()
                 .error("returns.window_over", ErrorKind::conflict, "The time to send it back is over.")
                 .error("returns.final_sale", ErrorKind::conflict, "It was a final sale.")
                 .error("returns.not_shipped", ErrorKind::conflict, "It has not been shipped yet.")
                 .error("returns.too_many_units", ErrorKind::conflict, "Fewer units of it can come back.")
                 .error("returns.not_offered", ErrorKind::conflict, "This shop does not offer that.")
                 .error("returns.photos_needed", ErrorKind::invalid, "A picture is needed for this reason.")
                 .write(needs.database, [needs, &returns](Call& call, db::Transaction& tx,
                                                          const AskReturn& request) -> Result<ReturnView> {
                   TRY(const auto order, order_of(needs, tx, call, request.id));
                   TRY(const auto made, returns.request(tx, order, request, by_customer(call)));
                   return returns.view(tx, made);
                 }));
  routes.add(of_returns(http::get<OrderPath, ReturnPage>("/v1/orders/{id}/returns", "listReturnsOfOrder"),
                        "The returns of an order, newest first.")
                 .read(needs.database, [needs, &returns](Call& call, db::Reader& reader,
                                                         const OrderPath& request) -> Result<ReturnPage> {
                   TRY(const auto order, order_of(needs, reader, call, request.id));
                   ReturnQuery query;
                   query.order_id = order.id;
                   query.limit = 100;
                   ReturnPage page;
                   for (const auto& each : returns.list(reader, query)) page.items.push_back(returns.view(reader, each));
                   return page;
                 }));
  routes.add(of_returns(http::get<ReturnPath, ReturnView>("/v1/returns/{id}", "getReturn"), "A return of an order of one's own.")
                 .error("returns.not_found", ErrorKind::not_found, "There is no such return, or it is somebody else's.")
                 .read(needs.database, [needs, &returns](Call& call, db::Reader& reader,
                                                         const ReturnPath& request) -> Result<ReturnView> {
                   TRY(const auto found, own_return(needs, returns, reader, call, request.id));
                   return returns.view(reader, found);
                 }));
  routes.add(of_returns(http::post<ReturnPath, ReturnView>("/v1/returns/{id}/cancel", "cancelReturn"),
                        "The goods stay after all; until they have arrived.")
                 .idempotent()
                 .error("returns.not_found", ErrorKind::not_found, "There is no such return, or it is somebody else's.")
                 .error("returns.wrong_status", ErrorKind::conflict, "The goods have arrived, or it is decided.")
                 .write(needs.database, [needs, &returns](Call& call, db::Transaction& tx,
                                                          const ReturnPath& request) -> Result<ReturnView> {
                   TRY(const auto found, own_return(needs, returns, tx, call, request.id));
                   TRY(const auto done, returns.decide(tx, found.id, ReturnStatus::cancelled, by_customer(call), {}, {}));
                   return returns.view(tx, done);
                 }));
}

}  // namespace plaza::returns
