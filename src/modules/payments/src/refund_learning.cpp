#include "refund_learning.h"

#include <algorithm>

#include "payments/events.h"
#include "platform/base/check.h"
#include "platform/events/outbox.h"
#include "platform/log/log.h"
#include "store.h"
#include "work.h"

namespace plaza::payments {
namespace {

// Refunds that were made at the provider have keys of their own, by its number.
constexpr std::string_view there = "there:";
constexpr std::string_view there_at_first = "stripe:";  // of an earlier version

bool made_there(const RefundRecord& refund) {
  return refund.key.starts_with(there) || refund.key.starts_with(there_at_first);
}

std::optional<RefundRecord> find_foreign(db::Reader& reader, PaymentId payment, const std::string& reference) {
  auto found = store::refund_by_key(reader, payment, std::string(there) + reference);
  return found ? std::move(found) : store::refund_by_key(reader, payment, std::string(there_at_first) + reference);
}

// Ours, or one that was made there and is counted. Nothing: it is not known here.
struct Subject {
  std::optional<Payment> payment;
  std::optional<RefundRecord> refund;
};
Subject find(db::Reader& reader, std::string_view provider, const ListedRefund& told) {
  Subject subject;
  if (told.ours) {
    subject.refund = store::find_refund(reader, *told.ours);
    if (subject.refund) subject.payment = store::find(reader, subject.refund->payment_id);
    if (subject.payment && subject.payment->provider != provider) return {};
    return subject;
  }
  subject.payment = store::find_at(reader, provider, told.payment);
  if (subject.payment) subject.refund = find_foreign(reader, subject.payment->id, told.reference);
  return subject;
}

bool is_taken(PaymentStatus status) {
  using enum PaymentStatus;
  return status == captured || status == refunding || status == refunded || status == partially_refunded;
}
bool may_be_taken_yet(PaymentStatus status) {
  using enum PaymentStatus;
  return status == processing || status == action_required || status == authorised || status == capturing;
}

Told end_known(db::Transaction& tx, const Payment& payment, const RefundRecord& refund, const ListedRefund& told, Time now) {
  const bool foreign = made_there(refund);
  if (told.lost) {
    // Also after it was thought to be done: a bank may send money back days later.
    for (const auto from : {RefundStatus::open, RefundStatus::done}) {
      if (!store::finish_refund(tx, refund, from, RefundStatus::failed, told.reference, now)) continue;
      events::publish(tx, payment.subject, RefundFailed{payment.id, payment.subject, refund.amount, refund.id, foreign});
      return Told::news;
    }
    return Told::known;
  }
  if (!store::finish_refund(tx, refund, RefundStatus::open, RefundStatus::done, told.reference, now)) return Told::known;
  events::publish(tx, payment.subject, PaymentRefunded{payment.id, payment.subject, refund.amount, refund.id, foreign});
  return Told::news;
}

Told count_foreign(db::Transaction& tx, IdSource& ids, const Payment& payment, const ListedRefund& told, Time now) {
  if (may_be_taken_yet(payment.status)) return Told::too_early;
  if (!is_taken(payment.status)) return Told::known;
  if (!told.amount || told.amount->currency != payment.amount.currency || told.amount->amount <= 0) return Told::known;
  RefundRecord refund;
  refund.id = ids.make<RefundId>();
  refund.payment_id = payment.id;
  refund.amount = *told.amount;
  refund.reason = "At the provider";
  refund.key = std::string(there) + told.reference;
  refund.created_at = now;
  if (!store::insert_refund(tx, refund, payment.subject)) {
    log::error("a refund at the provider is more than was taken", {{"payment", to_text(payment.id)}});
    return Told::known;
  }
  CHECK(store::finish_refund(tx, refund, RefundStatus::open, RefundStatus::done, told.reference, now));
  events::publish(tx, payment.subject, PaymentRefunded{payment.id, payment.subject, refund.amount, refund.id, true});
  return Told::news;
}

}  // namespace

Told learn_refund(db::Transaction& tx, IdSource& ids, std::string_view provider, const ListedRefund& told, Time now) {
  const auto subject = find(tx, provider, told);
  if (!subject.payment) return Told::known;
  if (subject.refund) {
    if (told.amount == subject.refund->amount) return end_known(tx, *subject.payment, *subject.refund, told, now);
    log::error("payment provider tells another amount", {{"refund", to_text(subject.refund->id)}, {"provider", provider}});
    return Told::known;
  }
  if (told.ours || told.lost) return Told::known;
  return count_foreign(tx, ids, *subject.payment, told, now);
}

bool is_news(db::Reader& reader, std::string_view provider, const ListedRefund& told) {
  const auto subject = find(reader, provider, told);
  if (!subject.payment) return false;
  if (!subject.refund) return !told.ours && !told.lost && is_taken(subject.payment->status);
  return subject.refund->status == RefundStatus::open || (told.lost && subject.refund->status == RefundStatus::done);
}

bool make_room(db::Transaction& tx, IdSource& ids, std::string_view provider, RefundId refused,
               const std::vector<ListedRefund>& others, Time now) {
  const auto refund = store::find_refund(tx, refused);
  if (!refund || refund->status != RefundStatus::open) return true;  // dealt with meanwhile
  const bool any = std::any_of(others.begin(), others.end(),
                               [&](const auto& each) { return !each.ours && is_news(tx, provider, each); });
  if (!any) return false;
  if (!store::finish_refund(tx, *refund, RefundStatus::open, RefundStatus::failed, {}, now)) return true;
  for (const auto& each : others) {
    if (!each.ours) learn_refund(tx, ids, provider, each, now);
  }
  const auto payment = store::find(tx, refund->payment_id);
  CHECK(payment);
  RefundRecord rest = *refund;
  rest.id = ids.make<RefundId>();
  rest.amount.amount = std::min(refund->amount.amount, payment->captured - payment->refunded);
  rest.key = "rest of " + to_text(refund->id);
  rest.created_at = now;
  if (rest.amount.amount <= 0) return true;
  CHECK(store::insert_refund(tx, rest, payment->subject));
  enqueue_refund(tx, payment->id, rest.id);
  return true;
}

}  // namespace plaza::payments
