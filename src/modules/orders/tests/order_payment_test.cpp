// Orders whose money moves without them: given back at the provider, settled by hand, given up by the shopper.
#include "payments/events.h"
#include "platform/events/outbox.h"
#include "routes_fixture.h"

namespace plaza::orders {
namespace {

class OrderPaymentTest : public RoutesTest {
 protected:
  // What payments counts and tells when somebody gave money back at the provider.
  payments::RefundId given_back_there(const Order& order, std::int64_t amount) {
    const auto payment = read([&](db::Reader& reader) { return money->payments().of(reader, order.id.value); }).at(0);
    const auto refund = write([&](db::Transaction& tx) {
      return money->payments().refund(tx, payment.id, {amount, payment.amount.currency}, "", "there:" + std::to_string(++refunds_));
    });
    EXPECT_TRUE(refund.ok()) << refund.error().code;
    settle_all();
    tell(payments::PaymentRefunded{payment.id, order.id.value, {amount, payment.amount.currency}, *refund, true});
    return *refund;
  }
  template <class News>
  void tell(const News& news) {
    const auto told = write([&](db::Transaction& tx) -> Status {
      events::publish(tx, news.subject, news);
      return done();
    });
    EXPECT_TRUE(told.ok());
    dispatcher->drain();
  }
  Order now(OrderId id) {
    return *read([&](db::Reader& reader) { return shop->orders().find(reader, id); });
  }
  OrderAmounts amounts(OrderId id) {
    return read([&](db::Reader& reader) { return shop->orders().view(reader, *shop->orders().find(reader, id)); }).amounts;
  }
  std::vector<AuditEntry> trail(OrderId id) {
    return read([&](db::Reader& reader) { return shop->after_sale().audit(reader, *shop->orders().find(reader, id)); });
  }
  Result<Order> cancel(OrderId id) {
    return write([&](db::Transaction& tx) {
      return shop->orders().cancel(tx, id, {Actor::staff, identity::AccountId{42}, "Mai"}, "as asked");
    });
  }
  Result<RefundDone> extra(OrderId id, std::int64_t amount) {
    RefundRequest request;
    request.extra = amount;
    request.reason = "sorry";
    return read([&](db::Reader& reader) { return shop->after_sale().estimate(reader, id, request); });
  }
  // An order that waits for its shopper's browser, and the payment it waits for.
  struct Waiting {
    std::string id, token, payment;
    CartId cart;
    Shopper shopper;
  };
  Waiting waiting(catalog::VariantId variant) {
    const auto [cart, shopper] = cart_with(variant);
    const auto order = check_out(shopper, cart.id, request("asks"));
    EXPECT_TRUE(order.ok()) << order.error().code;
    const auto payment = read([&](db::Reader& reader) { return money->payments().of(reader, order->id.value); }).at(0);
    return {to_text(order->id), order->access_token, to_text(payment.id), cart.id, shopper};
  }
  Answer give_up(const Waiting& order) {
    return ask(Method::post, "/v1/orders/" + order.id + "/payment/cancel", "{}", {{"plaza-access-token", order.token}});
  }

 private:
  int refunds_ = 0;
};

// --- given back at the provider ---

ENGINE_TEST(OrderPaymentTest, MoneyGivenBackAtTheProviderCountsAndACancellationGivesBackOnlyTheRest) {
  const auto order = ordered(sell(1, 2'500, 5), 3);
  given_back_there(order, 500);
  EXPECT_EQ(amounts(order.id).refunded.amount, 500);
  EXPECT_EQ(trail(order.id).back().action, "refunded_at_provider");
  EXPECT_EQ(trail(order.id).back().actor.kind, "system");
  EXPECT_EQ(trail(order.id).back().text, "5.00 EUR");
  EXPECT_EQ(extra(order.id, 7'001).error().code, "orders.refund_above_paid");
  EXPECT_TRUE(extra(order.id, 7'000).ok());
  EXPECT_EQ(mail.sent().back(), OrderNews::refunded);
  const auto cancelled = cancel(order.id);
  ASSERT_TRUE(cancelled.ok()) << cancelled.error().code;
  settle_all();
  EXPECT_EQ(cancelled->after.refunds.back().amount.amount, 7'000);
  EXPECT_EQ(amounts(order.id).refunded.amount, 7'500);
  EXPECT_EQ(bank.money(), 0);
  EXPECT_EQ(now(order.id).status, OrderStatus::cancelled);
}

ENGINE_TEST(OrderPaymentTest, ARefundAtTheProviderThatIsToldTwiceCountsOnce) {
  const auto order = ordered(sell(1, 2'500, 5), 3);
  const auto refund = given_back_there(order, 500);
  const auto payment = read([&](db::Reader& reader) { return money->payments().of(reader, order.id.value); }).at(0);
  tell(payments::PaymentRefunded{payment.id, order.id.value, {500, payment.amount.currency}, refund, true});
  EXPECT_EQ(amounts(order.id).refunded.amount, 500);
  EXPECT_EQ(now(order.id).after.refunds.size(), 1u);
}

ENGINE_TEST(OrderPaymentTest, ARefundOfOurOwnIsNotCountedAgainWhenItIsTold) {
  const auto order = ordered(sell(1, 2'500, 5), 3);
  RefundRequest request;
  request.extra = 500;
  request.by = {Actor::staff};
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->after_sale().refund(tx, order.id, request); }).ok());
  settle_all();
  EXPECT_EQ(amounts(order.id).refunded.amount, 500);
  EXPECT_EQ(bank.money(), 7'000);
}

ENGINE_TEST(OrderPaymentTest, WhatTheOrderHasGivenBackAlreadyIsNotCountedASecondTime) {
  const auto order = ordered(sell(1, 2'500, 5), 3);
  ASSERT_TRUE(cancel(order.id).ok());
  settle_all();
  const auto payment = read([&](db::Reader& reader) { return money->payments().of(reader, order.id.value); }).at(0);
  tell(payments::PaymentRefunded{payment.id, order.id.value, {500, payment.amount.currency}, payments::RefundId{77}, true});
  EXPECT_EQ(amounts(order.id).refunded.amount, 7'500);
  EXPECT_EQ(trail(order.id).back().action, "refunded_at_provider") << "but it is told";
}

ENGINE_TEST(OrderPaymentTest, ARefundAtTheProviderThatCameBackCountsNoMore) {
  const auto order = ordered(sell(1, 2'500, 5), 3);
  const auto refund = given_back_there(order, 500);
  const auto payment = read([&](db::Reader& reader) { return money->payments().of(reader, order.id.value); }).at(0);
  tell(payments::RefundFailed{payment.id, order.id.value, {500, payment.amount.currency}, refund, true});
  EXPECT_EQ(amounts(order.id).refunded.amount, 0);
  EXPECT_EQ(trail(order.id).back().action, "refund_failed");
}

// --- by hand ---

ENGINE_TEST(OrderPaymentTest, TheTrailNamesWhoSettledAPaymentByHandAndWhy) {
  const auto order = ordered(sell(1, 2'500, 5), 1);
  const auto payment = read([&](db::Reader& reader) { return money->payments().of(reader, order.id.value); }).at(0);
  tell(payments::PaymentSettledByHand{payment.id, order.id.value, {2'400, payment.amount.currency}, "pi_1", "seen at Stripe", 42});
  const auto entry = trail(order.id).back();
  EXPECT_EQ(entry.action, "payment_settled_captured");
  EXPECT_EQ(entry.actor.name, "Member 42");
  EXPECT_EQ(entry.actor.kind, "staff");
  EXPECT_EQ(entry.text, "24.00 EUR · pi_1");
  EXPECT_EQ(entry.reason, "seen at Stripe");
  tell(payments::PaymentSettledByHand{payment.id, order.id.value, {0, payment.amount.currency}, "", "no trace of it", 42});
  EXPECT_EQ(trail(order.id).back().action, "payment_settled_never_paid");
}

// --- given up by the shopper ---

ENGINE_TEST(OrderPaymentTest, AShopperWhoGivesUpHasTheBagAgainAtOnceHoweverOftenTheyAsk) {
  const auto vase = sell(1, 2'500, 1);
  const auto order = waiting(vase);
  EXPECT_EQ(available(vase), 0);
  EXPECT_EQ(ask(Method::post, "/v1/orders/" + order.id + "/payment/cancel", "{}").code(), "orders.not_found");
  for (int times = 0; times < 2; ++times) {
    const auto given_up = give_up(order);
    EXPECT_EQ(given_up.status, 200) << given_up.code();
    EXPECT_EQ(given_up.text("order.status"), "dropped");
  }
  EXPECT_EQ(available(vase), 1);
  EXPECT_EQ(find_cart(order.shopper, order.cart)->status, CartStatus::open);
  EXPECT_EQ(bank.held(), 0);
  EXPECT_EQ(ask(Method::post, "/v1/orders/" + order.id + "/payment/confirm", "{}", {{"plaza-access-token", order.token}}).code(),
            "payment.declined");
}

ENGINE_TEST(OrderPaymentTest, WhoPaidBeforeGivingUpHasBought) {
  const auto order = waiting(sell(1, 2'500, 1));
  bank.act(*parse_id<payments::PaymentId>(order.payment), true);
  const auto answer = give_up(order);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text("order.status"), "paid");
  EXPECT_EQ(bank.held(), 1);
}

ENGINE_TEST(OrderPaymentTest, AnOrderThatIsPaidIsNotGivenUp) {
  const auto order = ordered(sell(1, 2'500, 1));
  const auto answer = ask(Method::post, "/v1/orders/" + to_text(order.id) + "/payment/cancel", "{}", {{"plaza-access-token", order.access_token}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text("order.status"), "paid");
  EXPECT_EQ(ask(Method::post, "/v1/orders/ord_x/payment/cancel", "{}").code(), "orders.not_found");
}

}  // namespace
}  // namespace plaza::orders
