#include "approvals.h"

#include <limits>

#include "identity/roles.h"
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "rules.h"
#include "statements.h"
#include "store.h"

namespace plaza::care {
namespace {

namespace sql = statements;
constexpr std::int64_t pending_max = 50;  // of one asker

Approval read_approval(const db::Row& row) {
  Approval each;
  each.id = row.integer(0);
  each.status = static_cast<Decision>(row.integer(1));
  each.conversation = row.id<ConversationId>(2);
  each.asker = row.id<identity::AccountId>(3);
  each.customer = row.id<identity::AccountId>(4);
  each.kind = json::parse_enum<GiftKind>(row.text(5)).value_or(GiftKind::refund);
  each.reference = row.string(6);
  each.amount = {row.integer(7), parse_currency(row.text(8)).value_or(Currency{})};
  each.reason = row.string(9);
  each.wish = row.string(10);
  each.at = row.time(11);
  each.decided_at = row.time(12);
  each.decided_by = row.id<identity::AccountId>(13);
  each.answer = row.string(14);
  return each;
}

RefundWish refund_of(const WishedGift& wish) {
  RefundWish refund;
  refund.order_id = wish.order_id.value_or(orders::OrderId{});
  for (const auto& line : wish.lines) refund.request.lines.push_back({line.line_id, line.quantity, line.restock});
  refund.request.shipping = wish.shipping;
  refund.request.extra = wish.extra;
  refund.request.to = wish.to == RefundTo::store_credit ? orders::RefundRequest::To::store_credit : orders::RefundRequest::To::original;
  refund.request.reason = wish.reason;
  return refund;
}

EditWish edit_of(const WishedGift& wish) {
  EditWish edit;
  edit.order_id = wish.order_id.value_or(orders::OrderId{});
  edit.request.reason = wish.reason;
  if (!wish.edit) return edit;
  for (const auto& line : wish.edit->lines) {
    edit.request.lines.push_back({line.line_id.value_or(orders::LineId{}), line.variant_id.value_or(catalog::VariantId{}), line.quantity});
  }
  edit.request.shipping_address = wish.edit->shipping_address;
  edit.request.notify = wish.edit->notify;
  return edit;
}

ReplaceWish replacement_of(const WishedGift& wish) {
  ReplaceWish anew;
  anew.order_id = wish.order_id.value_or(orders::OrderId{});
  for (const auto& line : wish.lines) anew.lines.push_back({line.line_id, line.quantity});
  anew.reason = wish.reason;
  return anew;
}

SettleWish settlement_of(const WishedGift& wish) {
  SettleWish end;
  if (!wish.settlement) return end;
  const auto& asked = *wish.settlement;
  end.return_id = asked.return_id;
  end.settlement = {asked.fee, asked.shipping, asked.extra, asked.resolution, asked.without_goods, wish.reason};
  return end;
}

ClaimWish claim_of(const WishedGift& wish) {
  ClaimWish end;
  if (wish.claim) end.claim_id = wish.claim->claim_id, end.remedy = wish.claim->remedy;
  end.text = wish.reason;
  return end;
}

PaymentWish payment_of(const WishedGift& wish) {
  PaymentWish payment;
  if (wish.payment) payment.payment_id = wish.payment->payment_id, payment.amount = wish.payment->amount;
  payment.reason = wish.reason;
  return payment;
}

// What does not fit its kind names its field.
plaza::Status is_whole(const WishedGift& wish) {
  if (wish.kind == GiftKind::settlement) return wish.settlement ? done() : plaza::Status(invalid_field("settlement", "required", "must say of which return"));
  if (wish.kind == GiftKind::claim) return wish.claim ? done() : plaza::Status(invalid_field("claim", "required", "must say of which claim"));
  if (wish.kind == GiftKind::payment) return wish.payment ? done() : plaza::Status(invalid_field("payment", "required", "must say which payment came"));
  if (!wish.order_id) return invalid_field("order_id", "required", "must say of which order");
  if (wish.kind == GiftKind::edit && !wish.edit) return invalid_field("edit", "required", "must say what becomes of the order");
  return done();
}

// Calls `work` with the deed that is not a credit.
template <class Work>
auto with_deed(const WishedGift& wish, const Work& work) {
  switch (wish.kind) {
    case GiftKind::edit: return work(edit_of(wish));
    case GiftKind::cancel: return work(CancelWish{wish.order_id.value_or(orders::OrderId{}), wish.reason, {}});
    case GiftKind::replacement: return work(replacement_of(wish));
    case GiftKind::settlement: return work(settlement_of(wish));
    case GiftKind::claim: return work(claim_of(wish));
    case GiftKind::payment: return work(payment_of(wish));
    case GiftKind::refund:
    case GiftKind::credit: break;
  }
  return work(refund_of(wish));
}

identity::Gift gift_of(GiftKind kind) { return kind == GiftKind::credit ? identity::Gift::credit : identity::Gift::refund; }

std::string words_of(Money amount) { return decimal_text(amount) + " " + std::string(amount.currency.code()); }

std::string address_of(const Approval& each) {
  return each.conversation ? "/studio/inbox/" + to_text(each.conversation) : std::string("/studio/inbox?desk=approvals");
}

}  // namespace

Result<Approval> Approvals::priced(db::Reader& reader, const Agent& by, const WishedGift& wish) {
  Approval each;
  each.asker = by.id;
  each.kind = wish.kind;
  each.conversation = wish.conversation_id.value_or(ConversationId{});
  each.reason = clean_text(wish.reason, 500);
  if (each.reason.empty()) return invalid_field("reason", "required", "must say why");
  if (wish.kind == GiftKind::credit) {
    if (!wish.amount || wish.amount->amount <= 0) return invalid_field("amount", "too_small", "must be more than nothing");
    each.amount = *wish.amount;
    TRY(each.customer, actions_.account_for_credit(reader, each.conversation, wish.account_id.value_or(identity::AccountId{})));
    each.reference = to_text(each.customer);
    return each;
  }
  TRY_DONE(is_whole(wish));
  const auto asked = [&](const auto& deed) { return actions_.worth(reader, each.conversation, by, deed); };
  TRY(const auto would, with_deed(wish, asked));
  if (const auto order = needs_.orders.find(reader, would.order)) each.customer = order->account_id;
  each.amount = would.amount;
  each.reference = to_text(would.order);
  return each;
}

Result<Approval> Approvals::ask(db::Transaction& tx, const Agent& by, const WishedGift& wish) {
  TRY(auto each, priced(tx, by, wish));
  if (actions_.within(tx, by, gift_of(each.kind), each.amount).ok()) {
    return Error{ErrorKind::conflict, "care.within_limit", "You may give this yourself."};
  }
  const auto count = [](const db::Row& row) { return row.integer(0); };
  if (tx.one(sql::count_asked, {by.id, static_cast<int>(Decision::pending)}, count).value_or(0) >= pending_max) {
    return Error{ErrorKind::conflict, "care.too_many_asked", "Many of your requests are waiting already."};
  }
  each.id = needs_.ids.next();
  each.at = needs_.clock.now();
  each.wish = json::encode(wish);
  tx.send(sql::insert_approval, {each.id, each.conversation, by.id, each.customer, json::enum_text(each.kind), each.reference, each.amount.amount,
                                 each.amount.currency.code(), each.reason, each.wish, each.at});
  TRY_DONE(tell(tx, each, by, "asked", each.reason));
  ring(tx, each);
  return each;
}

void Approvals::ring(db::Transaction& tx, const Approval& each) {
  if (!needs_.bell) return;
  for (const auto& colleague : needs_.staff.list(tx)) {
    if ((colleague.roles & (identity::owner | identity::merchandiser)) == 0 || colleague.id == each.asker) continue;
    needs_.bell->notify(tx, {colleague.id, notifications::Kind::approval_asked, each.asker, std::to_string(each.id), words_of(each.amount), address_of(each), ""});
  }
}

plaza::Status Approvals::tell(db::Transaction& tx, const Approval& each, const Agent& by, const char* kind, std::string words) {
  auto conversation = each.conversation ? store::find_survivor(tx, each.conversation) : std::nullopt;
  if (!conversation) return done();
  TRY_DONE(desk_.tell(tx, *conversation, by, {kind, std::move(words), each.amount, each.reference}));
  return done();
}

plaza::Status Approvals::give(db::Transaction& tx, const Approval& each, const Agent& by) {
  TRY(const auto wish, json::decode<WishedGift>(each.wish));
  TRY(const auto now, priced(tx, Agent{each.asker, 0}, wish));
  if (now.amount != each.amount) {
    return Error{ErrorKind::conflict, "care.amount_changed", "It would come to " + words_of(now.amount) + " now. Decline it and let them ask again."};
  }
  const auto conversation = each.conversation ? store::find_survivor(tx, each.conversation) : std::nullopt;
  const ConversationId where = conversation ? conversation->id : ConversationId{};
  if (each.kind != GiftKind::credit) {
    const auto given = [&](const auto& deed) { return actions_.give(tx, where, by, deed); };
    TRY_DONE(with_deed(wish, given));
  } else if (where) {
    TRY_DONE(actions_.give_credit(tx, where, by, each.amount, each.reason));
  } else {
    TRY_DONE(actions_.give_credit_to(tx, each.customer, by, each.amount, each.reason));
  }
  return done();
}

Result<Approval> Approvals::decide(db::Transaction& tx, std::int64_t id, const Agent& by, bool approve, std::string_view words) {
  auto each = tx.one(sql::find_approval, {id}, read_approval);
  if (!each) return Error{ErrorKind::not_found, "care.approval_not_found", "There is no such request."};
  if (each->asker == by.id) return Error{ErrorKind::forbidden, "care.own_request", "Somebody else has to decide it."};
  each->answer = clean_text(words, 500);
  const Decision to = approve ? Decision::approved : Decision::declined;
  const Time now = needs_.clock.now();
  if (tx.execute(sql::decide_approval, {id, static_cast<int>(to), now, by.id, each->answer}) == 0) {
    return Error{ErrorKind::conflict, "care.wrong_status", "It was decided already."};
  }
  TRY_DONE(tell(tx, *each, by, approve ? "approved" : "declined", each->answer));
  if (approve) TRY_DONE(give(tx, *each, by));
  each->status = to;
  each->decided_at = now;
  each->decided_by = by.id;
  if (needs_.bell) {
    needs_.bell->notify(tx, {each->asker, notifications::Kind::approval_decided, by.id, std::to_string(id), words_of(each->amount), address_of(*each), ""});
  }
  return std::move(*each);
}

std::vector<Approval> Approvals::list(db::Reader& reader, Decision status, identity::AccountId asker, std::int64_t before, int limit) {
  const std::int64_t below = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
  if (asker) return reader.all(sql::list_asked, {asker, static_cast<int>(status), below, limit}, read_approval);
  return reader.all(sql::list_approvals, {static_cast<int>(status), below, limit}, read_approval);
}

std::vector<Approval> Approvals::of_conversation(db::Reader& reader, ConversationId id) {
  return reader.all(sql::approvals_of, {id}, read_approval);
}

}  // namespace plaza::care
