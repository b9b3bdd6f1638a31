#include "actions.h"

#include "belongings.h"
#include "identity/roles.h"
#include "platform/base/text.h"
#include "statements.h"
#include "store.h"

namespace plaza::care {
namespace {

namespace sql = statements;

}  // namespace

orders::By Actions::staff(const Agent& by) const {
  const auto face = needs_.accounts.face(by.id);
  return {orders::Actor::staff, by.id, face ? face->name : std::string()};
}

Result<Actions::Scene> Actions::scene(db::Reader& reader, ConversationId id, orders::OrderId order) {
  auto conversation = id ? store::find(reader, id) : std::nullopt;
  if (id && !conversation) return conversation_missing();
  if (conversation && conversation->merged_into) return Error{ErrorKind::conflict, "care.wrong_status", "It was merged into another one."};
  auto found = needs_.orders.find(reader, order);
  if (!found) return Error{ErrorKind::not_found, "orders.not_found", "There is no such order."};
  const Tie tie = conversation ? tie_of(reader, needs_.accounts, *found, conversation->customer) : Tie::proven;
  if (tie == Tie::none) return Error{ErrorKind::conflict, "care.not_theirs", "The order is not this customer's."};
  return Scene{std::move(conversation), std::move(*found), tie == Tie::proven};
}

Result<orders::RefundDone> Actions::estimate(db::Reader& reader, ConversationId id, const RefundWish& wish) {
  TRY(const auto where, scene(reader, id, wish.order_id));
  return needs_.after_sale.estimate(reader, wish.order_id, wish.request);
}

Result<Given> Actions::record(db::Transaction& tx, Conversation* each, const Agent& by, Happened happened) {
  const Money amount = happened.amount.value_or(Money{});
  const ConversationId where = each ? each->id : ConversationId{};
  tx.send(sql::insert_action, {needs_.ids.next(), where, by.id, happened.kind, happened.reference, amount.amount, amount.currency.code(),
                               each ? happened.value : std::string(), needs_.clock.now()});
  const std::string reference = happened.reference;
  if (!each) return Given{{}, amount, reference};
  TRY(auto message, desk_.tell(tx, *each, by, std::move(happened)));
  return Given{std::move(message), amount, reference};
}

Result<Given> Actions::refund(db::Transaction& tx, ConversationId id, const Agent& by, RefundWish wish) {
  if (trimmed(wish.request.reason).empty()) return invalid_field("reason", "required", "must say why");
  TRY(auto where, scene(tx, id, wish.order_id));
  if (!where.proven && wish.request.to != orders::RefundRequest::To::original) {
    return Error{ErrorKind::conflict, "care.not_proven", "Who writes has not shown who they are: money goes back only to what paid."};
  }
  TRY(const auto would, needs_.after_sale.estimate(tx, wish.order_id, wish.request));
  TRY_DONE(allowances_.fits(tx, by, identity::Gift::refund, would.refund.amount));
  wish.request.by = staff(by);
  TRY(const auto refunded, needs_.after_sale.refund(tx, wish.order_id, wish.request));
  return record(tx, where.conversation ? &*where.conversation : nullptr, by,
                {"refund", wish.request.reason, refunded.refund.amount, to_text(wish.order_id)});
}

Result<identity::AccountId> Actions::account_for_credit(db::Reader& reader, ConversationId id, identity::AccountId account) {
  if (!id) {
    if (!account || !needs_.accounts.find(reader, account)) return invalid_field("account_id", "unknown", "is no account");
    return account;
  }
  const auto each = store::find(reader, id);
  if (!each) return conversation_missing();
  if (each->merged_into) return Error{ErrorKind::conflict, "care.wrong_status", "It was merged into another one."};
  if (!each->customer.account) return Error{ErrorKind::conflict, "care.no_account", "Store credit needs an account."};
  if (!each->customer.verified) {
    return Error{ErrorKind::conflict, "care.not_proven", "Who writes has not shown that the account is theirs."};
  }
  return each->customer.account;
}

Result<Given> Actions::give_credit(db::Transaction& tx, ConversationId id, const Agent& by, Money amount, const std::string& reason) {
  if (trimmed(reason).empty()) return invalid_field("reason", "required", "must say why");
  if (amount.amount <= 0) return invalid_field("amount", "too_small", "must be more than nothing");
  TRY(const auto account, account_for_credit(tx, id, {}));
  auto each = store::find(tx, id);
  TRY_DONE(allowances_.fits(tx, by, identity::Gift::credit, amount));
  TRY_DONE(needs_.credit.grant(tx, account, amount, reason, to_text(by.id)));
  return record(tx, &*each, by, {"credit", reason, amount, to_text(account)});
}

Result<Given> Actions::give_credit_to(db::Transaction& tx, identity::AccountId account, const Agent& by, Money amount, const std::string& reason) {
  TRY_DONE(allowances_.fits(tx, by, identity::Gift::credit, amount));
  TRY_DONE(needs_.credit.grant(tx, account, amount, reason, to_text(by.id)));
  return record(tx, nullptr, by, {"credit", reason, amount, to_text(account)});
}

Result<Given> Actions::start_return(db::Transaction& tx, ConversationId id, const Agent& by, orders::OrderId order,
                                    const returns::ReturnRequest& request, const std::string& reason) {
  TRY(auto where, scene(tx, id, order));
  TRY(const auto begun, needs_.returns.request(tx, where.order, request, staff(by)));
  return record(tx, where.conversation ? &*where.conversation : nullptr, by, {"return", reason, {}, to_text(begun.id)});
}

}  // namespace plaza::care
