// What staff see of payments that wait for a person, and how they close them.
#include "by_hand.h"
#include "identity/roles.h"
#include "routes.h"
#include "store.h"

namespace plaza::payments {
namespace {

using http::Call;

enum class Waiting {
  amount,  // the provider tells another amount than was asked for
  silent,  // nobody could find out how it ended
};
constexpr auto enum_names(Waiting*) { return std::array<std::string_view, 2>{"amount", "silent"}; }

struct ParkedPayment {
  PaymentId id;
  std::string subject;
  std::string provider, reference;
  Purpose purpose = Purpose::order;
  PaymentStatus status = PaymentStatus::mismatched;
  Waiting why = Waiting::amount;
  Money amount;
  std::optional<Money> told;
  Time created_at, parked_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("subject", subject, json::Doc{"What it pays for: an order's id."});
    v("provider", provider);
    v("reference", reference, json::Doc{"The provider's id of it; empty: it is not known."});
    v("purpose", purpose);
    v("status", status);
    v("why", why);
    v("amount", amount, json::Doc{"What was asked for."});
    v("told", told, json::Doc{"What the provider says."});
    v("created_at", created_at);
    v("parked_at", parked_at);
  }
};
struct ListParked {
  int limit = 20;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Optional{}, json::Between{1, 100});
  }
};
struct ParkedPayments {
  std::vector<ParkedPayment> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

struct SettlePayment {
  static constexpr const char* schema_name = "SettlePaymentByHand";
  enum class Outcome { captured, never_paid };
  PaymentId id;
  Outcome outcome = Outcome::never_paid;
  std::string reason;
  std::optional<Money> amount;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("outcome", outcome);
    v("reason", reason, json::Length{1, 500});
    v("amount", amount, json::Doc{"What was taken, if the provider told something else, or nothing."});
  }
};
constexpr auto enum_names(SettlePayment::Outcome*) { return std::array<std::string_view, 2>{"captured", "never_paid"}; }

struct SettledPayment {
  PaymentId id;
  std::string subject;
  PaymentStatus status = PaymentStatus::failed;
  Money captured;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("subject", subject);
    v("status", status);
    v("captured", captured);
  }
};

ParkedPayment parked(const Payment& payment, const std::string& prefix) {
  const bool amount = payment.status == PaymentStatus::mismatched;
  return {payment.id,     id_text(prefix, payment.subject),
          payment.provider, payment.reference,
          payment.purpose, payment.status,
          amount ? Waiting::amount : Waiting::silent,
          payment.amount, payment.told,
          payment.created_at, amount ? payment.updated_at : payment.created_at};
}

// Whoever says that money came lets goods go, or money back, on their word alone: it counts against what they may give.
Status allowed(const RouteNeeds& needs, const Call& call, db::Transaction& tx, const Payment& payment, const std::string& reason) {
  if (!needs.allowance || payment.captured <= 0) return done();
  const Money amount{payment.captured, payment.amount.currency};
  return needs.allowance->take(tx, call.caller, identity::Gift::refund, amount, id_text(needs.settings.subject_prefix, payment.subject), reason);
}

}  // namespace

void add_staff_routes(http::Routes& routes, const RouteNeeds& needs) {
  routes.add(http::get<ListParked, ParkedPayments>("/v1/admin/payments/parked", "listParkedPayments")
                 .tag("Payments")
                 .access(identity::staff_access(identity::merchandiser | identity::agent))
                 .summary("Payments that wait for a person, newest first: their provider tells another amount than was asked for, or "
                          "could not be asked for an hour after everybody else gave up. Nobody got anything for them.")
                 .read(needs.database, [needs](Call&, db::Reader& reader, const ListParked& request) -> Result<ParkedPayments> {
                   ParkedPayments list;
                   const Time before = stuck_before(needs.clock.now(), needs.settings.action_patience);
                   for (const auto& each : store::parked(reader, request.limit, before)) {
                     list.items.push_back(parked(each, needs.settings.subject_prefix));
                   }
                   return list;
                 }));
  routes.add(http::post<SettlePayment, SettledPayment>("/v1/admin/payments/{id}/settlement", "settlePaymentByHand")
                 .tag("Payments")
                 .access(identity::staff_access(identity::merchandiser | identity::agent))
                 .status(200)
                 .summary("Closes a payment that waits for a person. Captured: the money is counted, and goes back if what it was for "
                          "was given up meanwhile. Never paid: nothing is counted. Who and why stands in the order's audit trail.")
                 .error("payment.not_found", ErrorKind::not_found, "There is no such payment.")
                 .error("payment.wrong_status", ErrorKind::conflict, "It waits for no person, or somebody settled it otherwise.")
                 .error("payment.wrong_currency", ErrorKind::conflict, "The payment is in another currency.")
                 .error("care.over_limit", ErrorKind::forbidden, "It is more than who asks may let pass: somebody who may give more has to close it.")
                 .write(needs.database, [needs](Call& call, db::Transaction& tx, const SettlePayment& request) -> Result<SettledPayment> {
                   Decision decision;
                   decision.captured = request.outcome == SettlePayment::Outcome::captured;
                   decision.amount = request.amount;
                   decision.reason = request.reason;
                   decision.account = call.caller.subject;
                   const bool again = store::settled_by_hand(tx, request.id).has_value();
                   TRY(const auto payment, settle_by_hand(tx, request.id, decision, needs.clock.now(), needs.settings.action_patience));
                   if (!again && decision.captured) TRY_DONE(allowed(needs, call, tx, payment, request.reason));
                   return SettledPayment{payment.id, id_text(needs.settings.subject_prefix, payment.subject), payment.status,
                                         {payment.captured, payment.amount.currency}};
                 }));
}

}  // namespace plaza::payments
