// The returns desk and the claims, for staff.
#include "identity/roles.h"
#include "routes.h"

namespace plaza::returns {
namespace {

using http::Call;

struct AdminReturnPath {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

struct AdminListReturns {
  std::optional<ReturnStatus> status;
  std::optional<identity::AccountId> account_id;
  std::string q;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("account_id", account_id, json::Doc{"Of one member; then neither `status` nor `q` is looked at."});
    v("q", q, json::Optional{}, json::Length{0, 254});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};

struct AdminListClaims {
  std::optional<ClaimStatus> status;
  std::string q;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("q", q, json::Optional{}, json::Length{0, 254});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};

struct DecideReturn {
  std::string id;
  std::string text;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Optional{}, json::Length{0, 2'000}, json::Multiline{});
    v("version", version);
  }
};

struct AskReturnByStaff : ReturnRequest {
  static constexpr const char* schema_name = "StaffReturnRequest";
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    ReturnRequest::describe(v);
  }
};

struct ReceiveReturn {
  std::string id;
  std::vector<ReceivedLine> lines;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("lines", lines, json::Optional{}, json::Items{0, 50}, json::Doc{"Empty: all of it arrived as it should."});
    v("version", version);
  }
};

struct SettleReturn {
  std::string id;
  std::optional<std::int64_t> fee, shipping;
  std::int64_t extra = 0;
  std::optional<Resolution> resolution;
  bool without_goods = false;
  std::string reason;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("fee", fee, json::Between{0, 1'000'000'000'000});
    v("shipping", shipping, json::Between{0, 1'000'000'000'000});
    v("extra", extra, json::Optional{}, json::Between{0, 1'000'000'000'000});
    v("resolution", resolution);
    v("without_goods", without_goods, json::Optional{});
    v("reason", reason, json::Optional{}, json::Length{0, 500});
    v("version", version);
  }
};

Settlement settlement_of(const SettleReturn& request) {
  return {request.fee, request.shipping, request.extra, request.resolution, request.without_goods, request.reason};
}

struct ResolveClaim {
  std::string id;
  Remedy remedy = Remedy::repair;
  std::string text;
  std::optional<std::int64_t> version;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("remedy", remedy);
    v("text", text, json::Optional{}, json::Length{0, 2'000}, json::Multiline{});
    v("version", version);
  }
};

template <class Req, class Res>
http::RouteBuilder<Req, Res> staff(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Admin: returns").access(staff_who_help()).summary(summary);
  return builder;
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> changes(http::RouteBuilder<Req, Res> builder, const char* summary) {
  auto made = staff(std::move(builder), summary);
  made.idempotent()
      .error("returns.wrong_status", ErrorKind::conflict, "Its status does not allow it.")
      .error("returns.stale", ErrorKind::conflict, "It was changed since that version.");
  return made;
}

template <class I>
Result<I> cursor_of(const std::string& text) {
  if (text.empty()) return I{};
  if (auto id = parse_id<I>(text)) return *id;
  return invalid_field("cursor", "wrong_format", "is no cursor of this list");
}

// Counts against what the caller may give of it; refuses what is more.
Status allowed(const Needs& needs, const Call& call, db::Transaction& tx, Money amount, std::string_view reference, std::string_view reason) {
  if (!needs.allowance || amount.amount <= 0) return done();
  return needs.allowance->take(tx, call.caller, identity::Gift::refund, amount, reference, reason);
}

void add_decision(http::Routes& routes, const Needs& needs, ReturnService& returns, const char* verb, const char* operation,
                  const char* summary, ReturnStatus to) {
  routes.add(changes(http::post<DecideReturn, ReturnView>(std::string("/v1/admin/returns/{id}/") + verb, operation), summary)
                 .error("returns.not_found", ErrorKind::not_found, "There is no such return.")
                 .write(needs.database, [&returns, to](Call& call, db::Transaction& tx,
                                                       const DecideReturn& request) -> Result<ReturnView> {
                   TRY(const auto id, id_in_path<ReturnId>(request.id, "returns.not_found"));
                   TRY(const auto done, returns.decide(tx, id, to, by_staff(call), request.text, request.version));
                   return returns.view(tx, done);
                 }));
}

void add_desk(http::Routes& routes, const Needs& needs, ReturnService& returns) {
  add_decision(routes, needs, returns, "approve", "adminApproveReturn", "The goods may come.", ReturnStatus::approved);
  add_decision(routes, needs, returns, "decline", "adminDeclineReturn", "The goods stay where they are; `text` says why.",
               ReturnStatus::declined);
  routes.add(changes(http::post<ReceiveReturn, ReturnView>("/v1/admin/returns/{id}/receive", "adminReceiveReturn"),
                     "Notes what arrived, and how. Gives nothing back yet.")
                 .error("returns.not_found", ErrorKind::not_found, "There is no such return.")
                 .write(needs.database, [&returns](Call& call, db::Transaction& tx,
                                                   const ReceiveReturn& request) -> Result<ReturnView> {
                   TRY(const auto id, id_in_path<ReturnId>(request.id, "returns.not_found"));
                   TRY(const auto done, returns.receive(tx, id, request.lines, by_staff(call), request.version));
                   return returns.view(tx, done);
                 }));
  routes.add(changes(http::post<SettleReturn, ReturnView>("/v1/admin/returns/{id}/settle", "adminSettleReturn"),
                     "Gives back what the arrived goods are worth, or sends what was chosen instead.")
                 .error("returns.not_found", ErrorKind::not_found, "There is no such return.")
                 .error("orders.refund_above_paid", ErrorKind::conflict, "It is more than what is left of the payment.")
                 .error("inventory.out_of_stock", ErrorKind::conflict, "What is to come instead is sold out.")
                 .error("care.over_limit", ErrorKind::forbidden, "It is more than who asks may give beyond what is owed: ask for approval.")
                 .write(needs.database, [needs, &returns](Call& call, db::Transaction& tx,
                                                          const SettleReturn& request) -> Result<ReturnView> {
                   TRY(const auto id, id_in_path<ReturnId>(request.id, "returns.not_found"));
                   TRY(const auto gift, returns.gift_of(tx, id, settlement_of(request), by_staff(call)));
                   TRY_DONE(allowed(needs, call, tx, gift, to_text(id), request.reason));
                   TRY(const auto done, returns.settle(tx, id, settlement_of(request), by_staff(call), request.version));
                   return returns.view(tx, done);
                 }));
  routes.add(staff(http::post<SettleReturn, SettlementPreview>("/v1/admin/returns/{id}/settle/preview", "adminPreviewSettlement"),
                   "What settling it so would give back, line by line, and what an exchange costs. Changes nothing.")
                 .error("returns.not_found", ErrorKind::not_found, "There is no such return.")
                 .error("returns.wrong_status", ErrorKind::conflict, "Its status does not allow it.")
                 .error("orders.refund_above_paid", ErrorKind::conflict, "It is more than what is left of the payment.")
                 .error("orders.line_unavailable", ErrorKind::conflict, "What is to come instead is not sold any more.")
                 .read(needs.database, [&returns](Call&, db::Reader& reader,
                                                  const SettleReturn& request) -> Result<SettlementPreview> {
                   TRY(const auto id, id_in_path<ReturnId>(request.id, "returns.not_found"));
                   return returns.preview(reader, id, settlement_of(request));
                 }));
}

void add_claim_decision(http::Routes& routes, const Needs& needs, WarrantyService& warranties, const char* verb,
                        const char* operation, const char* summary, ClaimStatus to) {
  routes.add(changes(http::post<DecideReturn, ClaimView>(std::string("/v1/admin/claims/{id}/") + verb, operation), summary)
                 .error("returns.claim_not_found", ErrorKind::not_found, "There is no such claim.")
                 .write(needs.database, [needs, &warranties, to](Call& call, db::Transaction& tx,
                                                                 const DecideReturn& request) -> Result<ClaimView> {
                   TRY(const auto id, id_in_path<ClaimId>(request.id, "returns.claim_not_found"));
                   TRY(const auto done, warranties.decide(tx, id, to, by_staff(call), request.text, request.version));
                   return view_of(needs, done);
                 }));
}

}  // namespace

void add_admin_return_routes(http::Routes& routes, const Needs& needs, ReturnService& returns) {
  routes.add(staff(http::get<AdminListReturns, ReturnPage>("/v1/admin/returns", "adminListReturns"),
                   "All returns, newest first; `q` is a return's or an order's number, or its buyer's e-mail address.")
                 .read(needs.database, [&returns](Call&, db::Reader& reader, const AdminListReturns& request) -> Result<ReturnPage> {
                   ReturnQuery query;
                   query.status = request.status;
                   query.account_id = request.account_id.value_or(identity::AccountId{});
                   query.q = request.q;
                   query.limit = request.limit + 1;
                   TRY(query.before, cursor_of<ReturnId>(request.cursor));
                   auto found = returns.list(reader, query);
                   ReturnPage page;
                   if (static_cast<int>(found.size()) > request.limit) {
                     found.pop_back();
                     page.next_cursor = to_text(found.back().id);
                   }
                   for (const auto& each : found) page.items.push_back(returns.view(reader, each));
                   return page;
                 }));
  routes.add(staff(http::get<AdminReturnPath, ReturnView>("/v1/admin/returns/{id}", "adminGetReturn"), "Any return.")
                 .error("returns.not_found", ErrorKind::not_found, "There is no such return.")
                 .read(needs.database, [&returns](Call&, db::Reader& reader, const AdminReturnPath& request) -> Result<ReturnView> {
                   TRY(const auto id, id_in_path<ReturnId>(request.id, "returns.not_found"));
                   const auto found = returns.find(reader, id);
                   if (!found) return Error{ErrorKind::not_found, "returns.not_found", "There is no such return."};
                   return returns.view(reader, *found);
                 }));
  routes.add(changes(http::post<AskReturnByStaff, ReturnView>("/v1/admin/orders/{id}/returns", "adminRequestReturn"),
                     "Opens a return for a customer; the window and final sales do not bind staff.")
                 .status(201)
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order.")
                 .write(needs.database, [needs, &returns](Call& call, db::Transaction& tx,
                                                          const AskReturnByStaff& request) -> Result<ReturnView> {
                   TRY(const auto id, id_in_path<orders::OrderId>(request.id, "orders.not_found"));
                   const auto order = needs.orders.find(tx, id);
                   if (!order) return Error{ErrorKind::not_found, "orders.not_found", "There is no such order."};
                   TRY(const auto made, returns.request(tx, *order, request, by_staff(call)));
                   return returns.view(tx, made);
                 }));
  routes.add(staff(http::get<http::None, Policy>("/v1/admin/return_policy", "adminGetReturnPolicy"), "What the shop promises.")
                 .read(needs.database, [&returns](Call&, db::Reader& reader, const http::None&) -> Result<Policy> {
                   return returns.policy(reader);
                 }));
  routes.add(http::put<Policy, Policy>("/v1/admin/return_policy", "adminSetReturnPolicy")
                 .tag("Admin: returns")
                 .access(identity::staff_access(identity::merchandiser))
                 .summary("Changes what the shop promises, for returns asked for from now on.")
                 .error("returns.stale", ErrorKind::conflict, "It was changed since that version.")
                 .write(needs.database, [&returns](Call&, db::Transaction& tx, const Policy& request) -> Result<Policy> {
                   return returns.set_policy(tx, request);
                 }));
  add_desk(routes, needs, returns);
}

void add_admin_claim_routes(http::Routes& routes, const Needs& needs, WarrantyService& warranties) {
  routes.add(staff(http::get<AdminListClaims, ClaimPage>("/v1/admin/claims", "adminListClaims"), "All claims, newest first; `q` is a claim's number, or what finds their orders: a number, or part of an e-mail address or name.")
                 .read(needs.database, [needs, &warranties](Call&, db::Reader& reader,
                                                            const AdminListClaims& request) -> Result<ClaimPage> {
                   ClaimQuery query;
                   query.status = request.status;
                   query.q = request.q;
                   query.limit = request.limit + 1;
                   TRY(query.before, cursor_of<ClaimId>(request.cursor));
                   auto found = warranties.claims(reader, query);
                   ClaimPage page;
                   if (static_cast<int>(found.size()) > request.limit) {
                     found.pop_back();
                     page.next_cursor = to_text(found.back().id);
                   }
                   for (const auto& each : found) page.items.push_back(view_of(needs, each));
                   return page;
                 }));
  routes.add(staff(http::get<AdminReturnPath, ClaimView>("/v1/admin/claims/{id}", "adminGetClaim"), "Any claim.")
                 .error("returns.claim_not_found", ErrorKind::not_found, "There is no such claim.")
                 .read(needs.database, [needs, &warranties](Call&, db::Reader& reader,
                                                            const AdminReturnPath& request) -> Result<ClaimView> {
                   TRY(const auto id, id_in_path<ClaimId>(request.id, "returns.claim_not_found"));
                   const auto found = warranties.find_claim(reader, id);
                   if (!found) return Error{ErrorKind::not_found, "returns.claim_not_found", "There is no such claim."};
                   return view_of(needs, *found);
                 }));
  add_claim_decision(routes, needs, warranties, "accept", "adminAcceptClaim", "The warranty covers it.", ClaimStatus::accepted);
  add_claim_decision(routes, needs, warranties, "decline", "adminDeclineClaim", "It does not; `text` says why.",
                     ClaimStatus::declined);
  routes.add(changes(http::post<ResolveClaim, ClaimView>("/v1/admin/claims/{id}/resolve", "adminResolveClaim"),
                     "Repaired, replaced by a new one, or its money given back.")
                 .error("returns.claim_not_found", ErrorKind::not_found, "There is no such claim.")
                 .error("inventory.out_of_stock", ErrorKind::conflict, "There is no new one in stock.")
                 .error("care.over_limit", ErrorKind::forbidden, "It is more than who asks may give: ask for approval.")
                 .write(needs.database, [needs, &warranties](Call& call, db::Transaction& tx,
                                                             const ResolveClaim& request) -> Result<ClaimView> {
                   TRY(const auto id, id_in_path<ClaimId>(request.id, "returns.claim_not_found"));
                   TRY(const auto gift, warranties.gift_of(tx, id, request.remedy));
                   TRY_DONE(allowed(needs, call, tx, gift, to_text(id), request.text));
                   TRY(const auto done, warranties.resolve(tx, id, request.remedy, by_staff(call), request.text, request.version));
                   return view_of(needs, done);
                 }));
}

}  // namespace plaza::returns
