// Asking for what one may not give alone, and deciding it.
#include <algorithm>

#include "approvals.h"
#include "platform/base/text.h"
#include "routes.h"

namespace plaza::care {
namespace {

using http::Call;

struct ListApprovals {
  Decision status = Decision::pending;
  std::string cursor;
  int limit = 30;
  template <class V>
  void describe(V& v) {
    v("status", status, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};

struct ApprovalPage {
  static constexpr const char* schema_name = "CareApprovalPage";
  std::vector<ApprovalView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct AskApproval : WishedGift {
  static constexpr const char* schema_name = "NewCareApproval";
};

struct DecideApproval {
  std::string id;
  bool approve = false;
  std::string answer;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("approve", approve);
    v("answer", answer, json::Optional{}, json::Length{0, 500}, json::Multiline{});
  }
};

Result<ApprovalPage> page_of(const Parts& parts, const Call& call, db::Reader& reader, const ListApprovals& request) {
  std::int64_t before = 0;
  if (!request.cursor.empty()) {
    const auto given = parse_integer(request.cursor);
    if (!given || *given < 1) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
    before = *given;
  }
  const Agent agent = agent_of(call);
  // Who may decide sees what everybody asks for; the others see what they asked for.
  const bool leads = (agent.roles & leading().roles) != 0;
  auto found = parts.approvals.list(reader, request.status, leads ? identity::AccountId{} : agent.id, before, request.limit + 1);
  ApprovalPage page;
  if (static_cast<int>(found.size()) > request.limit) {
    found.pop_back();
    page.next_cursor = std::to_string(found.back().id);
  }
  for (const auto& each : found) page.items.push_back(parts.views.of(reader, each));
  return page;
}

template <class Req>
http::RouteBuilder<Req, ApprovalView> gives(http::RouteBuilder<Req, ApprovalView> builder, const char* summary) {
  auto made = of_care(std::move(builder), summary);
  made.idempotent()
      .error("care.not_found", ErrorKind::not_found, "There is no such conversation.")
      .error("care.not_theirs", ErrorKind::conflict, "The order is not this customer's.")
      .error("care.not_proven", ErrorKind::conflict, "Who writes has not shown who they are.")
      .error("care.no_account", ErrorKind::conflict, "Store credit needs an account.")
      .error("care.wrong_status", ErrorKind::conflict, "The conversation was merged, or the request is decided already.")
      .error("payment.not_found", ErrorKind::not_found, "There is no such payment.")
      .error("payment.wrong_status", ErrorKind::conflict, "The payment waits for no person any more.")
      .error("payment.wrong_currency", ErrorKind::conflict, "The payment is in another currency.")
      .error("orders.not_found", ErrorKind::not_found, "There is no such order.")
      .error("orders.refund_above_paid", ErrorKind::conflict, "So much was not paid, or is given back already.");
  return made;
}

}  // namespace

void add_approval_routes(http::Routes& routes, const Parts& parts) {
  routes.add(gives(http::post<AskApproval, ApprovalView>("/v1/admin/care/approvals", "adminAskApproval"),
                   "Asks for a refund or store credit that is more than one may give. Those who may decide are told.")
                 .access(giving())
                 .status(201)
                 .error("care.within_limit", ErrorKind::conflict, "Who asks may give it themselves.")
                 .error("care.too_many_asked", ErrorKind::conflict, "Many of their requests are waiting already.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const AskApproval& request) -> Result<ApprovalView> {
                   TRY(const auto asked, parts.approvals.ask(tx, agent_of(call), request));
                   return parts.views.of(tx, asked);
                 }));
  routes.add(of_care(http::get<ListApprovals, ApprovalPage>("/v1/admin/care/approvals", "adminListApprovals"),
                     "What was asked for, the newest first: everybody's for who may decide, one's own for the others.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const ListApprovals& request) {
                   return page_of(parts, call, reader, request);
                 }));
  routes.add(gives(http::post<DecideApproval, ApprovalView>("/v1/admin/care/approvals/{id}/decision", "adminDecideApproval"),
                   "Approves, which gives it at once, or declines. The thread and the audit trail say who.")
                 .access(leading())
                 .error("care.approval_not_found", ErrorKind::not_found, "There is no such request.")
                 .error("care.own_request", ErrorKind::forbidden, "Somebody else has to decide it.")
                 .error("care.amount_changed", ErrorKind::conflict, "It would come to another amount now.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const DecideApproval& request) -> Result<ApprovalView> {
                   const auto id = parse_integer(request.id);
                   if (!id) return Error{ErrorKind::not_found, "care.approval_not_found", "There is no such request."};
                   TRY(const auto decided, parts.approvals.decide(tx, *id, agent_of(call), request.approve, request.answer));
                   return parts.views.of(tx, decided);
                 }));
}

}  // namespace plaza::care
