#include "subscribers.h"

#include "cart_store.h"
#include "identity/events.h"
#include "order_store.h"
#include "order_words.h"
#include "payments/events.h"
#include "platform/http/idempotency.h"

namespace plaza::orders {
namespace {

constexpr Micros season = days(90);
constexpr int words_at_once = 200;  // orders

// The outcome that a dead process, a provider too slow or a browser that did not come back left open.
Status reconciled(const Needs& needs, Settling& settling, OrderPayments& payments, db::Transaction& tx,
                  const payments::PaymentId& id, std::int64_t subject, bool captured) {
  auto stored = order_store::find(tx, OrderId{subject});
  if (!stored) return done();
  Order& order = stored->order;
  const auto payment = needs.payments.find(tx, id);
  if (payment && payment->purpose == payments::Purpose::edit) return payments.received(tx, *payment, captured);
  if (order.status == OrderStatus::placed) {
    const bool moved = captured ? settling.pay(tx, as_paid(order, needs.clock.now()))
                                : settling.drop(tx, order, "payment.provider_failed");
    if (!moved) return Error{ErrorKind::conflict, "orders.wrong_status", "The order is being changed; look again."};
    // Whoever repeats the request finds the order by it, or starts anew.
    http::abandon_claim(stored->request, tx);
  } else if (captured && order.paid_at.micros == 0) {
    needs.payments.refund(tx, id);  // dropped or cancelled meanwhile
  }
  return done();
}

// Reserved and not taken: we do not ask for that, but take what we are given.
Status authorised(const Needs& needs, db::Transaction& tx, const payments::PaymentAuthorised& news) {
  const auto stored = order_store::find(tx, OrderId{news.subject});
  const bool wanted = stored && (stored->order.status == OrderStatus::placed || stored->order.after.pending == news.payment_id);
  if (wanted) return needs.payments.capture(tx, news.payment_id, news.amount);
  return needs.payments.void_(tx, news.payment_id);
}

Status refunded(const Needs& needs, OrderPayments& payments, db::Transaction& tx, const payments::PaymentRefunded& news) {
  if (news.at_provider) TRY_DONE(payments.refunded_there(tx, news));
  const auto stored = order_store::find(tx, OrderId{news.subject});
  if (!stored || stored->order.paid_at.micros == 0) return done();
  const std::string key = news.refund_id ? to_text(news.refund_id) : std::string();
  needs.mail.tell(tx, {OrderNews::refunded, {}, news.amount, key}, stored->order);
  return done();
}

// The provider will not give it back: staff must find another way.
void refund_failed(const Needs& needs, db::Transaction& tx, const payments::RefundFailed& news) {
  const OrderId id{news.subject};
  if (!order_store::find(tx, id)) return;
  AuditEntry entry;
  entry.at = needs.clock.now();
  entry.action = "refund_failed";
  entry.text = decimal_text(news.amount) + " " + std::string(news.amount.currency.code());
  order_store::note(tx, needs.ids.next(), id, Actor::system, entry);
}

// Staff looked at the provider and said what became of a payment: the trail names who and why.
void settled_by_hand(const Needs& needs, db::Transaction& tx, const payments::PaymentSettledByHand& news) {
  const OrderId id{news.subject};
  if (!order_store::find(tx, id)) return;
  By by(Actor::staff, identity::AccountId{news.account}, {});
  if (by.id && needs.accounts) {
    if (const auto face = needs.accounts->face(by.id)) by.name = face->name;
  }
  AuditEntry entry;
  entry.at = needs.clock.now();
  entry.action = news.captured.amount > 0 ? "payment_settled_captured" : "payment_settled_never_paid";
  entry.text = news.captured.amount > 0 ? decimal_text(news.captured) + " " + std::string(news.captured.currency.code()) : "";
  if (!news.reference.empty()) entry.text += (entry.text.empty() ? "" : " · ") + news.reference;
  entry.reason = news.reason;
  order_store::note(tx, needs.ids.next(), id, by, entry);
}

}  // namespace

void add_subscriptions(events::Dispatcher& dispatcher, const Needs& needs, Settling& settling, OrderPayments& payments) {
  dispatcher.once("orders.settle_payment", {payments::PaymentReconciled::topic},
                  [needs, &settling, &payments](db::Transaction& tx, const events::Event& event) {
                    const auto news = events::read<payments::PaymentReconciled>(event);
                    return reconciled(needs, settling, payments, tx, news.payment_id, news.subject, news.captured);
                  });
  dispatcher.once("orders.payment_captured", {payments::PaymentCaptured::topic},
                  [needs, &settling, &payments](db::Transaction& tx, const events::Event& event) {
                    const auto news = events::read<payments::PaymentCaptured>(event);
                    return reconciled(needs, settling, payments, tx, news.payment_id, news.subject, true);
                  });
  dispatcher.once("orders.payment_authorised", {payments::PaymentAuthorised::topic},
                  [needs](db::Transaction& tx, const events::Event& event) {
                    return authorised(needs, tx, events::read<payments::PaymentAuthorised>(event));
                  });
  dispatcher.once("orders.payment_refunded", {payments::PaymentRefunded::topic},
                  [needs, &payments](db::Transaction& tx, const events::Event& event) {
                    return refunded(needs, payments, tx, events::read<payments::PaymentRefunded>(event));
                  });
  dispatcher.once("orders.refund_failed", {payments::RefundFailed::topic},
                  [needs, &payments](db::Transaction& tx, const events::Event& event) -> Status {
                    const auto news = events::read<payments::RefundFailed>(event);
                    if (news.at_provider) return payments.refund_failed_there(tx, news);
                    refund_failed(needs, tx, news);
                    return done();
                  });
  dispatcher.once("orders.payment_settled_by_hand", {payments::PaymentSettledByHand::topic},
                  [needs](db::Transaction& tx, const events::Event& event) {
                    settled_by_hand(needs, tx, events::read<payments::PaymentSettledByHand>(event));
                    return done();
                  });
  dispatcher.once("orders.forget_account", {identity::AccountErased::topic},
                  [](db::Transaction& tx, const events::Event& event) {
                    cart_store::forget_of(tx, events::read<identity::AccountErased>(event).account_id);
                    return done();
                  });
}

void add_periodic_jobs(jobs::Runner& runner, const Needs& needs) {
  runner.every("orders.forget_carts", hours(24), [needs]() -> Status {
    for (;;) {
      const auto forget = [&](db::Transaction& tx) -> Result<std::int64_t> {
        return cart_store::forget(tx, needs.clock.now() - season);
      };
      TRY(const auto forgotten, needs.database.write_now(forget));
      if (forgotten == 0) return done();
    }
  });
  // Behind the checkouts, a few at a time: a transaction that is still open may hold an order that is older than the newest.
  runner.every("orders.words", seconds(30), [needs]() -> Status {
    for (;;) {
      const auto fill = [&](db::Transaction& tx) -> Result<int> {
        return order_words::fill(tx, needs.clock.now() - minutes(2), words_at_once);
      };
      TRY(const auto filled, needs.database.write_now(fill));
      if (filled < words_at_once) return done();
    }
  });
}

}  // namespace plaza::orders
