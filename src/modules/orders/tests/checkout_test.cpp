// Checkout and what recovery makes of one that was cut off between any two of its steps.
#include "shop_fixture.h"

namespace plaza::orders {
namespace {

using payments::PaymentStatus;

class CheckoutTest : public ShopFixture {
 protected:
  // The only order there is.
  Order the_order() {
    const auto orders = all_orders();
    EXPECT_EQ(orders.size(), 1u);
    return orders.at(0);
  }
  std::vector<PaymentStatus> its_payments() { return payment_statuses(the_order().id); }
  Error refusal(const Shopper& shopper, CartId cart, CheckoutRequest wanted) {
    auto outcome = check_out(shopper, cart, std::move(wanted));
    EXPECT_FALSE(outcome.ok());
    return outcome.ok() ? Error{} : outcome.error();
  }
};

ENGINE_TEST(CheckoutTest, PaysSellsAndTells) {
  const auto vase = sell(1, 2'500, 5);
  const auto [cart, shopper] = cart_with(vase, 2);
  const auto order = check_out(shopper, cart.id);
  ASSERT_TRUE(order.ok());
  EXPECT_EQ(order->status, OrderStatus::paid);
  EXPECT_EQ(order->number, 1001);
  EXPECT_EQ(order->totals.total.amount, 5'000);
  EXPECT_EQ(order->access_token.size(), 22u);
  EXPECT_EQ(available(vase), 3);
  EXPECT_EQ(bank.held(), 1);
  EXPECT_EQ(its_payments(), std::vector{PaymentStatus::captured});
  EXPECT_EQ(mail.sent(), std::vector{OrderNews::paid});
  dispatcher->drain();
  EXPECT_EQ(heard, (std::vector<std::string>{"orders.order_placed", "orders.order_paid"}));
  const auto closed = find_cart(shopper, cart.id);
  EXPECT_EQ(closed->status, CartStatus::claimed);
  EXPECT_EQ(closed->order_id, order->id);
}

ENGINE_TEST(CheckoutTest, TheEventSaysWhatWasBoughtAndWhy) {
  const auto vase = sell(1, 2'500, 5);
  const auto [cart, shopper] = new_cart(guest());
  const auto added = write([&](db::Transaction& tx) {
    return shop->carts().add_line(tx, shopper, cart.id, vase, 2, Source{"pst_1", "imp-9"});
  });
  ASSERT_TRUE(added.ok());
  std::optional<OrderPaid> paid;
  dispatcher->once("test.facts", {OrderPaid::topic}, [&](db::Transaction&, const events::Event& event) {
    paid = events::read<OrderPaid>(event);
    return done();
  });
  const auto order = check_out(shopper, cart.id);
  dispatcher->drain();
  ASSERT_TRUE(paid.has_value());
  EXPECT_EQ(paid->order_id, order->id);
  EXPECT_EQ(paid->number, "#1001");
  EXPECT_FALSE(paid->account_id.has_value());
  EXPECT_EQ(paid->visitor, "visitor-1");
  ASSERT_EQ(paid->lines.size(), 1u);
  EXPECT_EQ(paid->lines[0].product_id.value, 1'000'001);
  EXPECT_EQ(paid->lines[0].quantity, 2);
  EXPECT_EQ(paid->lines[0].unit_price.amount, 2'500);
  EXPECT_EQ(paid->lines[0].source->post_id, "pst_1");
  EXPECT_EQ(paid->lines[0].source->impression_id, "imp-9");
  EXPECT_EQ(paid->total.amount, 5'000);
}

ENGINE_TEST(CheckoutTest, TheSecondClickMakesNoSecondOrder) {
  const auto vase = sell(1, 2'500, 5);
  const auto [cart, shopper] = cart_with(vase);
  ASSERT_TRUE(check_out(shopper, cart.id).ok());
  const auto second = refusal(shopper, cart.id, request());
  EXPECT_EQ(second.code, "orders.cart_ordered");
  EXPECT_EQ(second.kind, ErrorKind::conflict);
  EXPECT_EQ(available(vase), 4);
  EXPECT_EQ(bank.held(), 1);
  EXPECT_EQ(all_orders().size(), 1u);
}

ENGINE_TEST(CheckoutTest, ADeclinedPaymentLeavesTheCartUsable) {
  const auto vase = sell(1, 2'500, 5);
  const auto [cart, shopper] = cart_with(vase, 2);
  const auto declined = refusal(shopper, cart.id, request("declined"));
  EXPECT_EQ(declined.code, "payment.declined");
  EXPECT_EQ(declined.kind, ErrorKind::payment);
  EXPECT_EQ(available(vase), 5);
  EXPECT_EQ(the_order().status, OrderStatus::dropped);
  EXPECT_EQ(its_payments(), std::vector{PaymentStatus::declined});
  EXPECT_TRUE(mail.sent().empty());
  dispatcher->drain();
  EXPECT_TRUE(heard.empty());
  EXPECT_TRUE(check_out(shopper, cart.id).ok());
  EXPECT_EQ(available(vase), 3);
}

ENGINE_TEST(CheckoutTest, MoneyOfABrokenProviderIsGivenBack) {
  const auto vase = sell(1, 2'500, 5);
  const auto [cart, shopper] = cart_with(vase);
  const auto failed = refusal(shopper, cart.id, request("lost after"));
  EXPECT_EQ(failed.code, "payment.provider_failed");
  EXPECT_EQ(failed.kind, ErrorKind::upstream);
  EXPECT_EQ(available(vase), 5);
  EXPECT_EQ(bank.held(), 1);  // it took the money, and nobody knows yet
  settle_all();
  EXPECT_EQ(bank.held(), 0);
  EXPECT_EQ(the_order().status, OrderStatus::dropped);
  EXPECT_EQ(its_payments(), std::vector{PaymentStatus::refunded});
  EXPECT_TRUE(mail.sent().empty());
  EXPECT_EQ(available(vase), 5);
}

ENGINE_TEST(CheckoutTest, ABrokenProviderThatTookNothingOwesNothing) {
  const auto [cart, shopper] = cart_with(sell(1, 2'500, 5));
  EXPECT_EQ(refusal(shopper, cart.id, request("lost before")).code, "payment.provider_failed");
  settle_all();
  EXPECT_EQ(its_payments(), std::vector{PaymentStatus::failed});
  EXPECT_TRUE(check_out(shopper, cart.id).ok());
}

ENGINE_TEST(CheckoutTest, AnEmptyCartIsNotOrdered) {
  const auto [cart, shopper] = new_cart(guest());
  EXPECT_EQ(refusal(shopper, cart.id, request()).code, "orders.empty_cart");
}

ENGINE_TEST(CheckoutTest, WhatIsSoldOutIsNamedAndNothingIsTaken) {
  const auto vase = sell(1, 2'500, 5), bowl = sell(2, 900, 5);
  const auto [cart, shopper] = cart_with(vase, 2);
  ASSERT_TRUE(add(shopper, cart.id, bowl, 3).ok());
  put_stock(bowl, 2);
  const auto refused = refusal(shopper, cart.id, request());
  EXPECT_EQ(refused.code, "inventory.out_of_stock");
  ASSERT_EQ(refused.fields.size(), 1u);
  EXPECT_EQ(refused.fields[0].field, "lines[1].quantity");
  EXPECT_EQ(available(vase), 5);
  EXPECT_EQ(bank.held(), 0);
  EXPECT_TRUE(all_orders().empty());
  EXPECT_EQ(find_cart(shopper, cart.id)->status, CartStatus::open);
}

ENGINE_TEST(CheckoutTest, WhatIsNotSoldAnyMoreIsNamed) {
  const auto vase = sell(1, 2'500, 5);
  const auto [cart, shopper] = cart_with(vase);
  catalog.at(vase).status = catalog::ProductStatus::archived;
  const auto refused = refusal(shopper, cart.id, request());
  EXPECT_EQ(refused.code, "orders.line_unavailable");
  EXPECT_EQ(refused.fields.at(0).field, "lines[0].variant_id");
}

ENGINE_TEST(CheckoutTest, AllWrongFieldsAreToldAtOnce) {
  const auto [cart, shopper] = cart_with(sell(1, 2'500, 5));
  auto wrong = request("ok", "paypal");
  wrong.shipping_option = "teleport";
  wrong.shipping_address.country = "XX";
  std::vector<std::string> fields;
  for (const auto& field : refusal(shopper, cart.id, wrong).fields) fields.push_back(field.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"shipping_address.country", "shipping_option", "payment.provider"}));
}

ENGINE_TEST(CheckoutTest, TheShippingOptionIsPaidToo) {
  const auto [cart, shopper] = cart_with(sell(1, 1'000, 5));
  auto wanted = request();
  wanted.shipping_option = "express";
  const auto order = check_out(shopper, cart.id, wanted);
  EXPECT_EQ(order->totals.shipping->amount, 1'290);
  EXPECT_EQ(order->totals.total.amount, 2'290);
  EXPECT_EQ(order->shipping_option.name, "Express");
}

ENGINE_TEST(CheckoutTest, AnAccountsOrderIsItsOwn) {
  const auto vase = sell(1, 1'000, 5);
  const auto [cart, shopper] = new_cart(account(7));
  ASSERT_TRUE(add(shopper, cart.id, vase).ok());
  const auto order = check_out(shopper, cart.id);
  EXPECT_EQ(order->account_id.value, 7);
  EXPECT_EQ(read([&](db::Reader& reader) { return shop->orders().count_of(reader, identity::AccountId{7}); }), 1);
  const auto bought = [&](std::int64_t who, std::string_view email) {
    return read([&](db::Reader& reader) { return shop->orders().has_bought(reader, identity::AccountId{who}, email); });
  };
  EXPECT_TRUE(bought(7, ""));
  EXPECT_FALSE(bought(8, ""));
  EXPECT_TRUE(bought(8, " LAN@example.com"));
  EXPECT_FALSE(bought(0, "nobody@example.com"));
}

// --- holds ---

ENGINE_TEST(CheckoutTest, HeldUnitsAreSoldToTheirHolder) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase, 2);
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->carts().reserve(tx, shopper, cart.id); }).ok());
  ASSERT_EQ(available(vase), 0);
  EXPECT_TRUE(check_out(shopper, cart.id).ok());
  EXPECT_EQ(available(vase), 0);
  settle_all();
  clock.advance(hours(1));
  const auto expired = write([&](db::Transaction& tx) { return stock_module->stock().expire(tx, 100); });
  EXPECT_EQ(*expired, 0);
  EXPECT_EQ(available(vase), 0);
}

ENGINE_TEST(CheckoutTest, AHoldThatIsOverCompetesLikeAnybody) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase, 2);
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->carts().reserve(tx, shopper, cart.id); }).ok());
  clock.advance(minutes(11));
  ASSERT_TRUE(write([&](db::Transaction& tx) { return stock_module->stock().expire(tx, 100); }).ok());
  ordered(vase);
  EXPECT_EQ(refusal(shopper, cart.id, request()).code, "inventory.out_of_stock");
  EXPECT_EQ(available(vase), 1);
}

ENGINE_TEST(CheckoutTest, AHoldThatIsOverButStillThereIsSold) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase, 2);
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->carts().reserve(tx, shopper, cart.id); }).ok());
  clock.advance(minutes(11));
  (void)write([&](db::Transaction& tx) { return stock_module->stock().expire(tx, 100); });
  EXPECT_TRUE(check_out(shopper, cart.id).ok());
  EXPECT_EQ(available(vase), 0);
}

// --- processes that die ---

ENGINE_TEST(CheckoutTest, DeadBeforeTheFirstWriteNothingHappened) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase);
  check_out_and_die(shopper, cart.id, request(), 0);
  EXPECT_TRUE(all_orders().empty());
  EXPECT_EQ(available(vase), 2);
  EXPECT_TRUE(check_out(shopper, cart.id).ok());
}

ENGINE_TEST(CheckoutTest, DeadAfterTheMoneyWasTakenTheOrderIsPaid) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase);
  check_out_and_die(shopper, cart.id, request("ok"), 1);
  EXPECT_EQ(the_order().status, OrderStatus::placed);
  EXPECT_EQ(its_payments(), std::vector{PaymentStatus::processing});
  EXPECT_EQ(refusal(shopper, cart.id, request()).code, "orders.cart_ordered");
  settle_all();
  EXPECT_EQ(the_order().status, OrderStatus::paid);
  EXPECT_EQ(its_payments(), std::vector{PaymentStatus::captured});
  EXPECT_EQ(available(vase), 1);
  EXPECT_EQ(bank.held(), 1);
  EXPECT_EQ(mail.sent(), std::vector{OrderNews::paid});
  EXPECT_EQ(heard, (std::vector<std::string>{"orders.order_placed", "orders.order_paid"}));
  settle_all();
  EXPECT_EQ(mail.sent().size(), 1u);
}

ENGINE_TEST(CheckoutTest, DeadBeforeTheMoneyWasTakenTheOrderIsDropped) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase);
  check_out_and_die(shopper, cart.id, request("lost before"), 1);
  EXPECT_EQ(available(vase), 1);
  settle_all();
  EXPECT_EQ(the_order().status, OrderStatus::dropped);
  EXPECT_EQ(its_payments(), std::vector{PaymentStatus::failed});
  EXPECT_EQ(available(vase), 2);
  EXPECT_TRUE(mail.sent().empty());
  EXPECT_TRUE(check_out(shopper, cart.id).ok());  // the cart is open again
  EXPECT_EQ(bank.held(), 1);
}

ENGINE_TEST(CheckoutTest, DeadAfterADeclineTheOrderIsDropped) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase);
  check_out_and_die(shopper, cart.id, request("declined"), 1);
  settle_all();
  EXPECT_EQ(the_order().status, OrderStatus::dropped);
  EXPECT_EQ(available(vase), 2);
  EXPECT_EQ(bank.held(), 0);
}

ENGINE_TEST(CheckoutTest, DeadWithAProviderThatLostTheAnswerTheOrderIsPaid) {
  const auto [cart, shopper] = cart_with(sell(1, 1'000, 2));
  check_out_and_die(shopper, cart.id, request("lost after"), 1);
  settle_all();
  EXPECT_EQ(the_order().status, OrderStatus::paid);
  EXPECT_EQ(bank.held(), 1);
}

ENGINE_TEST(CheckoutTest, WhenReconciliationIsFasterTheAnswerIsTheSame) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase);
  bank.before_paying = [&] {
    bank.before_paying = nullptr;
    settle_all();  // gives the payment up: the bank had not heard of it
  };
  EXPECT_EQ(refusal(shopper, cart.id, request()).code, "payment.declined");
  EXPECT_EQ(the_order().status, OrderStatus::dropped);
  EXPECT_EQ(available(vase), 2);
  EXPECT_EQ(bank.held(), 0);
}

ENGINE_TEST(CheckoutTest, CancelledWhileBeingPaidTheMoneyGoesBack) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase);
  bank.before_paying = [&] {
    const auto cancelled = write(
        [&](db::Transaction& tx) { return shop->orders().cancel(tx, the_order().id, Actor::customer, ""); });
    EXPECT_TRUE(cancelled.ok());
  };
  EXPECT_EQ(refusal(shopper, cart.id, request()).code, "orders.cancelled");
  settle_all();
  EXPECT_EQ(the_order().status, OrderStatus::cancelled);
  EXPECT_EQ(its_payments(), std::vector{PaymentStatus::refunded});
  EXPECT_EQ(bank.held(), 0);
  EXPECT_EQ(available(vase), 2);
}

}  // namespace
}  // namespace plaza::orders
