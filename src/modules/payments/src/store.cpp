#include "store.h"

#include "platform/base/check.h"
#include "platform/json/codec.h"
#include "rules.h"
#include "statements.h"

namespace plaza::payments::store {
namespace {

Money money(const db::Row& row, int amount, int currency) {
  const auto parsed = parse_currency(row.text(currency));
  CHECK(parsed);
  return {row.integer(amount), *parsed};
}

Payment read(const db::Row& row) {
  Payment payment;
  payment.id = row.id<PaymentId>(0);
  payment.subject = row.integer(1);
  payment.provider = row.string(2);
  payment.amount = money(row, 3, 4);
  payment.status = static_cast<PaymentStatus>(row.integer(5));
  payment.reference = row.string(6);
  payment.created_at = row.time(7);
  payment.updated_at = row.time(8);
  payment.purpose = static_cast<Purpose>(row.integer(9));
  payment.capture = static_cast<Capture>(row.integer(10));
  payment.captured = row.integer(11);
  payment.refunded = row.integer(12);
  if (const auto action = row.string(13); !action.empty()) {
    auto decoded = json::decode<Action>(action);
    CHECK(decoded.ok());
    payment.action = std::move(*decoded);
  }
  if (const auto currency = parse_currency(row.text(15))) payment.told = Money{row.integer(14), *currency};
  return payment;
}

RefundRecord read_refund(const db::Row& row) {
  RefundRecord refund;
  refund.id = row.id<RefundId>(0);
  refund.payment_id = row.id<PaymentId>(1);
  refund.amount = money(row, 2, 3);
  refund.status = static_cast<RefundStatus>(row.integer(4));
  refund.reason = row.string(5);
  refund.key = row.string(6);
  refund.reference = row.string(7);
  refund.created_at = row.time(8);
  refund.updated_at = row.time(9);
  return refund;
}

int number(PaymentStatus status) { return static_cast<int>(status); }

}  // namespace

void insert(db::Transaction& tx, const Payment& payment) {
  tx.send(insert_intent,
          {payment.id, payment.subject, payment.provider, payment.amount.amount, payment.amount.currency.code(),
           number(payment.status), payment.created_at, static_cast<int>(payment.purpose), static_cast<int>(payment.capture)});
}

bool move(db::Transaction& tx, PaymentId id, PaymentStatus from, PaymentStatus to, Time now) {
  CHECK(may_move(from, to));
  return tx.execute(move_intent, {id, number(from), number(to), now}) == 1;
}

bool hold(db::Transaction& tx, PaymentId id, PaymentStatus from, PaymentStatus to, std::string_view reference,
          const Action& action, Time now) {
  CHECK(may_move(from, to));
  const std::string todo = to == PaymentStatus::action_required ? json::encode(action) : std::string();
  return tx.execute(hold_intent, {id, number(from), number(to), reference, todo, now}) == 1;
}

bool take(db::Transaction& tx, PaymentId id, PaymentStatus from, std::string_view reference, std::int64_t amount, Time now) {
  CHECK(may_move(from, PaymentStatus::captured));
  return tx.execute(take_intent, {id, number(from), number(PaymentStatus::captured), reference, amount, now}) == 1;
}

bool take_whole(db::Transaction& tx, PaymentId id, PaymentStatus from, std::string_view reference, Time now) {
  CHECK(may_move(from, PaymentStatus::captured));
  return tx.execute(take_whole_intent, {id, number(from), number(PaymentStatus::captured), reference, now}) == 1;
}

bool begin_capture(db::Transaction& tx, PaymentId id, std::int64_t amount, Time now) {
  return tx.execute(payments::begin_capture, {id, amount, now}) == 1;
}

void postpone(db::Transaction& tx, PaymentId id, Time now) { tx.send(postpone_intent, {id, now}); }

std::optional<Payment> find(db::Reader& reader, PaymentId id) { return reader.one(find_intent, {id}, read); }

std::optional<Payment> find_at(db::Reader& reader, std::string_view provider, std::string_view reference) {
  if (reference.empty() || provider != "stripe") return std::nullopt;
  return reader.one(intent_at_stripe, {reference}, read);
}

std::vector<Payment> of(db::Reader& reader, std::int64_t subject) { return reader.all(intents_of, {subject}, read); }

std::vector<Payment> stale(db::Reader& reader, PaymentStatus status, Time before) {
  return reader.all(stale_intents, {number(status), before}, read);
}

std::vector<Payment> parked(db::Reader& reader, int limit, Time stuck_before) {
  return reader.all(parked_intents, {limit, stuck_before}, read);
}

bool park(db::Transaction& tx, const Payment& payment, const std::optional<Money>& told, std::string_view reference, Time now) {
  CHECK(may_move(payment.status, PaymentStatus::mismatched));
  const std::string_view currency = told ? told->currency.code() : std::string_view();
  return tx.execute(park_intent, {payment.id, number(payment.status), told ? told->amount : 0, currency, reference, now}) == 1;
}

std::optional<std::int64_t> settled_by_hand(db::Reader& reader, PaymentId id) {
  return reader.one(find_settlement, {id}, [](const db::Row& row) { return row.integer(0); });
}

bool settle_by_hand(db::Transaction& tx, PaymentId id, std::int64_t captured, std::string_view reason, std::int64_t account,
                    Time now) {
  return tx.execute(insert_settlement, {id, captured, reason, account, now}) == 1;
}

Sums sums_of(db::Reader& reader, std::int64_t subject) {
  Sums sums;
  reader.each(payments::sums_of, {subject}, [&](const db::Row& row) {
    if (row.is_null(2)) return;
    sums = {money(row, 0, 2), money(row, 1, 2)};
  });
  return sums;
}

bool insert_refund(db::Transaction& tx, const RefundRecord& refund, std::int64_t subject) {
  return tx.nested([&] {
    if (tx.execute(claim_refund, {refund.payment_id, refund.amount.amount, refund.created_at}) != 1) return false;
    return tx.execute(payments::insert_refund,
                      {refund.id, refund.payment_id, subject, refund.amount.amount, refund.amount.currency.code(),
                       refund.reason, refund.key, refund.created_at}) == 1;
  });
}

std::optional<RefundRecord> find_refund(db::Reader& reader, RefundId id) {
  return reader.one(payments::find_refund, {id}, read_refund);
}

std::optional<RefundRecord> refund_by_key(db::Reader& reader, PaymentId payment, std::string_view key) {
  return reader.one(payments::refund_by_key, {payment, key}, read_refund);
}

std::vector<RefundRecord> refunds_of(db::Reader& reader, std::int64_t subject) {
  return reader.all(refunds_of_subject, {subject}, read_refund);
}

std::vector<RefundId> stale_refunds(db::Reader& reader, Time before) {
  return reader.all(payments::stale_refunds, {before}, [](const db::Row& row) { return row.id<RefundId>(0); });
}

void postpone_refund(db::Transaction& tx, RefundId id, Time now) { tx.send(payments::postpone_refund, {id, now}); }

bool finish_refund(db::Transaction& tx, const RefundRecord& refund, RefundStatus from, RefundStatus to,
                   std::string_view reference, Time now) {
  CHECK(to != RefundStatus::open && from != RefundStatus::failed && from != to);
  tx.execute(lock_intent, {refund.payment_id, now});
  if (tx.execute(payments::finish_refund, {refund.id, static_cast<int>(from), static_cast<int>(to), reference, now}) != 1) {
    return false;
  }
  const std::int64_t freed = to == RefundStatus::failed ? refund.amount.amount : 0;
  CHECK(tx.execute(count_refunds, {refund.payment_id, freed}) == 1);
  return true;
}

bool remember_event(db::Transaction& tx, std::string_view provider, std::string_view event, Time now) {
  return tx.execute(insert_webhook_event, {provider, event, now}) == 1;
}

void forget_events(db::Transaction& tx, Time before) { tx.execute(forget_webhook_events, {before}); }

}  // namespace plaza::payments::store
