// Warranties and claims, for their owners.
#include "routes.h"

namespace plaza::returns {
namespace {

using http::Call;

struct RegisterWarranty {
  std::string id;
  orders::LineId line_id;
  std::string serial;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("line_id", line_id);
    v("serial", serial, json::Optional{}, json::Length{0, 100});
  }
};

struct WarrantyView {
  WarrantyId id;
  orders::OrderId order_id;
  orders::LineId line_id;
  std::string title;
  std::string serial;
  Time registered_at;
  Time starts_at;
  Time expires_at;
  bool expired = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("order_id", order_id);
    v("line_id", line_id);
    v("title", title);
    v("serial", serial);
    v("registered_at", registered_at);
    v("starts_at", starts_at);
    v("expires_at", expires_at);
    v("expired", expired);
  }
};
struct WarrantyList {
  std::vector<WarrantyView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 200});
    v("next_cursor", next_cursor);
  }
};

struct OpenClaim {
  std::string id;
  std::string problem;
  std::vector<media::MediaId> photo_ids;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("problem", problem, json::Length{1, 2'000}, json::Multiline{});
    v("photo_ids", photo_ids, json::Optional{}, json::Items{0, 6});
  }
};
struct ClaimPath {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

WarrantyView view_of(const Warranty& w, Time now) {
  return {w.id, w.order_id, w.line_id, w.title, w.serial, w.registered_at, w.starts_at, w.expires_at, w.expires_at < now};
}

WarrantyList list_of(const std::vector<Warranty>& warranties, Time now) {
  WarrantyList list;
  for (const auto& each : warranties) list.items.push_back(view_of(each, now));
  return list;
}

Error missing(const char* code) { return {ErrorKind::not_found, code, "There is no such thing."}; }

// A claim is seen by whoever may see its order.
Result<Claim> own_claim(const Needs& needs, WarrantyService& warranties, db::Reader& reader, const Call& call,
                        const std::string& text) {
  TRY(const auto id, id_in_path<ClaimId>(text, "returns.claim_not_found"));
  auto found = warranties.find_claim(reader, id);
  if (!found || !needs.orders.find_for(reader, shopper_of(call), found->order_id).ok()) return missing("returns.claim_not_found");
  return std::move(*found);
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> of_warranties(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Warranties").access(http::Access::anyone()).summary(summary);
  return builder;
}

void add_registration(http::Routes& routes, const Needs& needs, WarrantyService& warranties) {
  routes.add(of_warranties(http::post<RegisterWarranty, WarrantyView>("/v1/orders/{id}/warranties", "registerWarranty"),
                           "Registers one unit of a line that was shipped.")
                 .status(201)
                 .idempotent()
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order, or it is somebody else's.")
                 .error("returns.not_shipped", ErrorKind::conflict, "Only what was shipped and kept can be registered.")
                 .error("returns.no_warranty", ErrorKind::conflict, "There is no warranty on it.")
                 .error("returns.all_registered", ErrorKind::conflict, "All units of it are registered.")
                 .error("returns.serial_taken", ErrorKind::conflict, "This serial number is registered already.")
                 .write(needs.database, [needs, &warranties](Call& call, db::Transaction& tx,
                                                             const RegisterWarranty& request) -> Result<WarrantyView> {
                   TRY(const auto order, order_of(needs, tx, call, request.id));
                   TRY(const auto made, warranties.add(tx, order, request.line_id, request.serial));
                   return view_of(made, needs.clock.now());
                 }));
  routes.add(of_warranties(http::get<OrderPath, WarrantyList>("/v1/orders/{id}/warranties", "listWarrantiesOfOrder"),
                           "The warranties of an order.")
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order, or it is somebody else's.")
                 .read(needs.database, [needs, &warranties](Call& call, db::Reader& reader,
                                                            const OrderPath& request) -> Result<WarrantyList> {
                   TRY(const auto order, order_of(needs, reader, call, request.id));
                   return list_of(warranties.of_order(reader, order.id), needs.clock.now());
                 }));
  routes.add(http::get<http::None, WarrantyList>("/v1/me/warranties", "listMyWarranties")
                 .tag("Warranties")
                 .access(http::Access::signed_in())
                 .summary("All warranties of the account, newest first.")
                 .read(needs.database, [needs, &warranties](Call& call, db::Reader& reader,
                                                            const http::None&) -> Result<WarrantyList> {
                   return list_of(warranties.of_account(reader, identity::AccountId{call.caller.subject}), needs.clock.now());
                 }));
}

}  // namespace

ClaimView view_of(const Needs& needs, const Claim& claim) {
  ClaimView view{claim.id, claim.warranty_id, claim.order_id, claim.line_id, claim.status, claim.version, claim.opened_at,
                 claim.title, claim.problem, {}, claim.remedy, claim.refunded, claim.replacement_order_id, claim.history};
  for (const auto id : claim.photo_ids) {
    const auto picture = needs.media.view(id);
    view.photos.push_back({id, picture ? picture->url : "", picture ? picture->alt : ""});
  }
  return view;
}

void add_warranty_routes(http::Routes& routes, const Needs& needs, WarrantyService& warranties) {
  add_registration(routes, needs, warranties);
  routes.add(of_warranties(http::post<OpenClaim, ClaimView>("/v1/warranties/{id}/claims", "openClaim"),
                           "Says what is wrong with something that is under warranty.")
                 .status(201)
                 .idempotent()
                 .error("returns.warranty_not_found", ErrorKind::not_found, "There is no such warranty, or it is somebody else's.")
                 .error("returns.warranty_expired", ErrorKind::conflict, "The warranty is over.")
                 .error("returns.claim_open", ErrorKind::conflict, "A claim of this warranty is being looked at.")
                 .write(needs.database, [needs, &warranties](Call& call, db::Transaction& tx,
                                                             const OpenClaim& request) -> Result<ClaimView> {
                   TRY(const auto id, id_in_path<WarrantyId>(request.id, "returns.warranty_not_found"));
                   const auto warranty = warranties.find(tx, id);
                   if (!warranty || !needs.orders.find_for(tx, shopper_of(call), warranty->order_id).ok()) {
                     return missing("returns.warranty_not_found");
                   }
                   TRY(const auto claim, warranties.claim(tx, *warranty, request.problem, request.photo_ids, by_customer(call)));
                   return view_of(needs, claim);
                 }));
  routes.add(of_warranties(http::get<OrderPath, ClaimPage>("/v1/orders/{id}/claims", "listClaimsOfOrder"),
                           "The claims of an order, newest first.")
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order, or it is somebody else's.")
                 .read(needs.database, [needs, &warranties](Call& call, db::Reader& reader,
                                                            const OrderPath& request) -> Result<ClaimPage> {
                   TRY(const auto order, order_of(needs, reader, call, request.id));
                   ClaimQuery query;
                   query.order_id = order.id;
                   query.limit = 100;
                   ClaimPage page;
                   for (const auto& each : warranties.claims(reader, query)) page.items.push_back(view_of(needs, each));
                   return page;
                 }));
  routes.add(of_warranties(http::get<ClaimPath, ClaimView>("/v1/claims/{id}", "getClaim"), "A claim of one's own.")
                 .error("returns.claim_not_found", ErrorKind::not_found, "There is no such claim, or it is somebody else's.")
                 .read(needs.database, [needs, &warranties](Call& call, db::Reader& reader,
                                                            const ClaimPath& request) -> Result<ClaimView> {
                   TRY(const auto claim, own_claim(needs, warranties, reader, call, request.id));
                   return view_of(needs, claim);
                 }));
}

}  // namespace plaza::returns
