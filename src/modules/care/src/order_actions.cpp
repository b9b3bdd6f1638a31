// What an agent does to an order, a return or a claim as a whole: edits, cancels, replaces, settles, resolves, lets a payment pass.
#include <algorithm>

#include "actions.h"
#include "platform/base/check.h"
#include "platform/base/text.h"

namespace plaza::care {
namespace {

using identity::Gift;

plaza::Status said_why(std::string_view reason) {
  if (trimmed(reason).empty()) return invalid_field("reason", "required", "must say why");
  return done();
}

payments::Decision came(const PaymentWish& wish, const Agent& by) { return {true, wish.amount, wish.reason, by.id.value}; }

Error claim_missing() { return {ErrorKind::not_found, "returns.claim_not_found", "There is no such claim."}; }

orders::RefundRequest old_pieces(const ReplaceWish& wish) {
  orders::RefundRequest old;
  for (const auto& line : wish.lines) old.lines.push_back({line.line_id, line.quantity, false});
  old.kind = orders::RefundKind::exchange;
  old.to = orders::RefundRequest::To::exchange;
  old.reason = wish.reason;
  old.version = wish.version;
  return old;
}

}  // namespace

// --- money back, as a sum ---

Result<Actions::Worth> Actions::worth(db::Reader& reader, ConversationId id, const Agent&, const RefundWish& wish) {
  TRY(const auto would, estimate(reader, id, wish));
  return Worth{would.refund.amount, wish.order_id};
}

// --- edits ---

Result<Actions::Scene> Actions::edited_scene(db::Reader& reader, ConversationId id, const EditWish& wish) {
  TRY(auto where, scene(reader, id, wish.order_id));
  if (!where.proven && wish.request.shipping_address) {
    return Error{ErrorKind::conflict, "care.not_proven", "Who writes has not shown who they are: the goods go where they were ordered to."};
  }
  return where;
}

Result<Actions::Worth> Actions::worth(db::Reader& reader, ConversationId id, const Agent&, const EditWish& wish) {
  TRY(const auto where, edited_scene(reader, id, wish));
  TRY(const auto would, needs_.after_sale.preview(reader, wish.order_id, wish.request));
  return Worth{{would.refunded, where.order.totals.total.currency}, wish.order_id};
}

Result<Given> Actions::give(db::Transaction& tx, ConversationId id, const Agent& by, EditWish wish) {
  TRY_DONE(said_why(wish.request.reason));
  TRY(auto where, edited_scene(tx, id, wish));
  wish.request.by = staff(by);
  TRY(const auto edited, needs_.after_sale.edit(tx, wish.order_id, wish.request));
  const Money back{edited.refunded, where.order.totals.total.currency};
  TRY_DONE(allowances_.fits(tx, by, Gift::refund, back));
  return record(tx, where.conversation ? &*where.conversation : nullptr, by, {"edit", wish.request.reason, back, to_text(wish.order_id)});
}

// --- cancelling ---

Result<Actions::Worth> Actions::worth(db::Reader& reader, ConversationId id, const Agent&, const CancelWish& wish) {
  TRY(const auto where, scene(reader, id, wish.order_id));
  const auto amounts = needs_.orders.view(reader, where.order).amounts;
  const std::int64_t left = amounts.paid.amount - amounts.refunded.amount;
  return Worth{{std::max<std::int64_t>(0, left), where.order.totals.total.currency}, wish.order_id};
}

Result<Given> Actions::give(db::Transaction& tx, ConversationId id, const Agent& by, const CancelWish& wish) {
  TRY_DONE(said_why(wish.reason));
  TRY(auto where, scene(tx, id, wish.order_id));
  TRY(const auto would, worth(tx, id, by, wish));
  TRY_DONE(allowances_.fits(tx, by, Gift::refund, would.amount));
  TRY_DONE(needs_.orders.cancel(tx, wish.order_id, staff(by), wish.reason, wish.version.value_or(where.order.version)));
  return record(tx, where.conversation ? &*where.conversation : nullptr, by, {"cancel", wish.reason, would.amount, to_text(wish.order_id)});
}

// --- replacements ---

Result<orders::ExchangeRequest> Actions::exchange_of(const orders::Order& order, const ReplaceWish& wish) const {
  if (wish.lines.empty()) return invalid_field("lines", "required", "must name what is to come anew");
  orders::ExchangeRequest anew;
  anew.original = order.id;
  anew.reason = wish.reason;
  for (std::size_t i = 0; i < wish.lines.size(); ++i) {
    const auto line = std::find_if(order.lines.begin(), order.lines.end(), [&](const auto& other) { return other.id == wish.lines[i].line_id; });
    if (line == order.lines.end()) return invalid_field("lines[" + std::to_string(i) + "].line_id", "not_found", "is no line of this order");
    anew.lines.push_back({line->variant_id, wish.lines[i].quantity});
  }
  return anew;
}

// What was paid for the old pieces, or what new ones cost by now: the dearer of both is given away.
Result<Actions::Worth> Actions::worth(db::Reader& reader, ConversationId id, const Agent&, const ReplaceWish& wish) {
  TRY(const auto where, scene(reader, id, wish.order_id));
  TRY(const auto anew, exchange_of(where.order, wish));
  TRY(const auto old, needs_.after_sale.estimate(reader, wish.order_id, old_pieces(wish)));
  TRY(const auto now, needs_.after_sale.preview_exchange(reader, anew));
  const Money paid = old.refund.amount;
  return Worth{{std::max(paid.amount, now.order.totals.total.amount), paid.currency}, wish.order_id};
}

Result<orders::OrderId> Actions::replace(db::Transaction& tx, const Scene& where, const Agent& by, const ReplaceWish& wish) {
  TRY(auto anew, exchange_of(where.order, wish));
  auto old = old_pieces(wish);
  anew.by = old.by = staff(by);
  anew.dearer = orders::ExchangeRequest::Dearer::waived;
  TRY(const auto paid, needs_.after_sale.estimate(tx, wish.order_id, old));
  anew.value = paid.refund.amount.amount;
  TRY(const auto looked, needs_.after_sale.preview_exchange(tx, anew));
  anew.value -= looked.left;
  // Does it cost less by now, the rest goes back to what paid. The old ones first: one person may have as many as before.
  old.exchange_value = anew.value;
  old.to = orders::RefundRequest::To::original;
  TRY_DONE(needs_.after_sale.refund(tx, wish.order_id, old));
  TRY(const auto made, needs_.after_sale.exchange(tx, anew));
  return made.order.id;
}

Result<Given> Actions::give(db::Transaction& tx, ConversationId id, const Agent& by, const ReplaceWish& wish) {
  TRY_DONE(said_why(wish.reason));
  TRY(auto where, scene(tx, id, wish.order_id));
  TRY(const auto would, worth(tx, id, by, wish));
  TRY_DONE(allowances_.fits(tx, by, Gift::refund, would.amount));
  TRY(const auto made, replace(tx, where, by, wish));
  return record(tx, where.conversation ? &*where.conversation : nullptr, by, {"replacement", wish.reason, would.amount, to_text(made)});
}

Result<Actions::Worth> Actions::try_out(db::Transaction& tx, ConversationId id, const Agent& by, const ReplaceWish& wish) {
  TRY(const auto where, scene(tx, id, wish.order_id));
  TRY(const auto would, worth(tx, id, by, wish));
  std::optional<Error> refused;
  const auto attempt = [&] {
    const auto made = replace(tx, where, by, wish);
    if (!made.ok()) refused = made.error();
    return false;
  };
  tx.nested(attempt);
  if (refused) return *refused;
  return would;
}

// --- the end of a return ---

Result<Actions::Worth> Actions::worth(db::Reader& reader, ConversationId, const Agent& by, const SettleWish& wish) {
  const auto each = needs_.returns.find(reader, wish.return_id);
  TRY(const auto gift, needs_.returns.gift_of(reader, wish.return_id, wish.settlement, staff(by)));
  CHECK(each);
  return Worth{gift, each->order_id};
}

Result<Given> Actions::give(db::Transaction& tx, ConversationId id, const Agent& by, const SettleWish& wish) {
  TRY(const auto would, worth(tx, id, by, wish));
  TRY(auto where, scene(tx, id, would.order));
  TRY_DONE(allowances_.fits(tx, by, Gift::refund, would.amount));
  TRY(const auto settled, needs_.returns.settle(tx, wish.return_id, wish.settlement, staff(by), wish.version));
  const Money back = settled.money ? settled.money->amount : Money{0, where.order.totals.total.currency};
  return record(tx, where.conversation ? &*where.conversation : nullptr, by, {"settled", wish.settlement.reason, back, to_text(wish.return_id)});
}

// --- payments that wait for a person ---

Result<Actions::Worth> Actions::worth(db::Reader& reader, ConversationId id, const Agent& by, const PaymentWish& wish) {
  TRY(const auto would, needs_.by_hand.preview(reader, wish.payment_id, came(wish, by)));
  TRY(const auto where, scene(reader, id, orders::OrderId{would.subject}));
  return Worth{{would.captured, would.amount.currency}, where.order.id};
}

Result<Given> Actions::give(db::Transaction& tx, ConversationId id, const Agent& by, const PaymentWish& wish) {
  TRY_DONE(said_why(wish.reason));
  TRY(const auto would, worth(tx, id, by, wish));
  TRY(auto where, scene(tx, id, would.order));
  TRY_DONE(allowances_.fits(tx, by, Gift::refund, would.amount));
  TRY_DONE(needs_.by_hand.settle(tx, wish.payment_id, came(wish, by)));
  return record(tx, where.conversation ? &*where.conversation : nullptr, by, {"payment", wish.reason, would.amount, to_text(would.order)});
}

// --- warranty ---

Result<Actions::Worth> Actions::worth(db::Reader& reader, ConversationId, const Agent&, const ClaimWish& wish) {
  const auto claim = needs_.warranties.find_claim(reader, wish.claim_id);
  if (!claim) return claim_missing();
  TRY(const auto gift, needs_.warranties.gift_of(reader, wish.claim_id, wish.remedy));
  return Worth{gift, claim->order_id};
}

Result<Given> Actions::give(db::Transaction& tx, ConversationId id, const Agent& by, const ClaimWish& wish) {
  TRY(const auto would, worth(tx, id, by, wish));
  TRY(auto where, scene(tx, id, would.order));
  TRY_DONE(allowances_.fits(tx, by, Gift::refund, would.amount));
  TRY_DONE(needs_.warranties.resolve(tx, wish.claim_id, wish.remedy, staff(by), wish.text, wish.version));
  return record(tx, where.conversation ? &*where.conversation : nullptr, by, {"claim", wish.text, would.amount, to_text(wish.claim_id)});
}

}  // namespace plaza::care
