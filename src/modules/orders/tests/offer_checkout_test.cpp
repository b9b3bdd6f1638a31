// Checkouts with codes, gift cards and store credit, and payments that ask the browser for something.
#include "order_payment.h"
#include "checkout_service.h"
#include "cart_service.h"
#include "shop_fixture.h"

namespace plaza::orders {
namespace {

using payments::PaymentStatus;

class OfferCheckoutTest : public ShopFixture {
 protected:
  CartService carts() { return CartService(needs()); }
  Result<Cart> code(const Shopper& shopper, CartId cart, std::string_view text) {
    auto service = carts();
    return write([&](db::Transaction& tx) { return service.add_code(tx, shopper, cart, text); });
  }
  Result<Cart> card(const Shopper& shopper, CartId cart, std::string_view text) {
    auto service = carts();
    return write([&](db::Transaction& tx) { return service.add_gift_card(tx, shopper, cart, text); });
  }
  Result<Placed> confirm(const Shopper& shopper, OrderId order) {
    const auto known = needs();
    auto service = carts();
    CheckoutService checkout(known, service);
    return sync_wait(OrderPayments(known, checkout).confirm(shopper, order));
  }
  Result<Placed> pay_due(const Shopper& shopper, OrderId order, std::string token) {
    const auto known = needs();
    auto service = carts();
    CheckoutService checkout(known, service);
    return sync_wait(OrderPayments(known, checkout).pay_due(shopper, order, {"bank", std::move(token)}));
  }
};

// --- codes ---

ENGINE_TEST(OfferCheckoutTest, ACodeIsTakenOffAndCounted) {
  auto terms = percent_off("TEN", 10);
  const auto vase = sell(1, 2'500, 5);
  const auto [cart, shopper] = cart_with(vase, 2);
  const auto with = code(shopper, cart.id, " ten ");
  ASSERT_TRUE(with.ok()) << with.error().code;
  const auto shown = view(*with);
  EXPECT_EQ(shown.totals.discount.amount, 500);
  EXPECT_EQ(shown.amount_due.amount, 4'500);
  EXPECT_EQ(shown.discounts.at(0).code, "TEN");
  const auto order = check_out(shopper, cart.id);
  ASSERT_TRUE(order.ok()) << order.error().code;
  EXPECT_EQ(order->totals.total.amount, 4'990);  // below the threshold of free shipping
  EXPECT_EQ(order->lines[0].charged.amount, 4'500);
  EXPECT_EQ(bank.money(), 4'990);
  EXPECT_EQ(read([&](db::Reader& reader) { return offers->discounts().uses(reader, terms); }), 1);
}

ENGINE_TEST(OfferCheckoutTest, CodesThatDoNotHoldAreRefusedByNameAndNotKept) {
  promotions::Discount over;
  over.code = "OVER";
  over.percent_bp = 1'000;
  over.ends_at = clock.now() - seconds(1);
  over.starts_at = clock.now() - days(2);
  discount(over);
  const auto [cart, shopper] = cart_with(sell(1, 2'500, 5));
  EXPECT_EQ(code(shopper, cart.id, "OVER").error().code, "promotions.expired");
  EXPECT_EQ(code(shopper, cart.id, "NOPE").error().code, "promotions.unknown_code");
  EXPECT_TRUE(find_cart(shopper, cart.id)->extras.codes.empty());
}

ENGINE_TEST(OfferCheckoutTest, ALastUseIsHadByOneAndADropGivesItBack) {
  promotions::Discount once;
  once.code = "ONCE";
  once.percent_bp = 5'000;
  once.uses_max = 1;
  discount(once);
  const auto vase = sell(1, 2'000, 9);
  const auto [one, first] = cart_with(vase);
  const auto [two, second] = cart_with(vase);
  ASSERT_TRUE(code(first, one.id, "ONCE").ok());
  ASSERT_TRUE(code(second, two.id, "ONCE").ok());
  EXPECT_EQ(check_out(first, one.id, request("declined")).error().code, "payment.declined");
  ASSERT_TRUE(check_out(first, one.id).ok());
  const auto late = check_out(second, two.id);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, "promotions.used_up");
  EXPECT_EQ(late.error().kind, ErrorKind::conflict);
  EXPECT_EQ(available(vase), 8);
  EXPECT_EQ(find_cart(second, two.id)->status, CartStatus::open);
  EXPECT_EQ(all_orders().size(), 2u);  // the declined one and the paid one
}

// --- gift cards and store credit ---

ENGINE_TEST(OfferCheckoutTest, AGiftCardPaysFirstAndMoneyTheRest) {
  const auto issued = gift_card(1'000);
  const auto [cart, shopper] = cart_with(sell(1, 2'500, 5), 2);
  ASSERT_TRUE(card(shopper, cart.id, issued.code).ok());
  EXPECT_EQ(view(*find_cart(shopper, cart.id)).amount_due.amount, 4'000);
  const auto order = check_out(shopper, cart.id);
  ASSERT_TRUE(order.ok()) << order.error().code;
  EXPECT_EQ(bank.money(), 4'000);
  EXPECT_EQ(card_balance(issued.card.id), 0);
  // Money first goes back to the bank, the rest to the card.
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->orders().cancel(tx, order->id, Actor::staff, ""); }).ok());
  settle_all();
  EXPECT_EQ(bank.money(), 0);
  EXPECT_EQ(card_balance(issued.card.id), 1'000);
}

ENGINE_TEST(OfferCheckoutTest, WhatCreditPaysNeedsNoProvider) {
  const auto issued = gift_card(9'000);
  const auto [cart, shopper] = cart_with(sell(1, 2'500, 5), 2);
  ASSERT_TRUE(card(shopper, cart.id, issued.code).ok());
  auto wanted = request();
  wanted.payment.reset();
  const auto order = check_out(shopper, cart.id, wanted);
  ASSERT_TRUE(order.ok()) << order.error().code;
  EXPECT_EQ(order->status, OrderStatus::paid);
  EXPECT_TRUE(payment_statuses(order->id).empty());
  EXPECT_EQ(card_balance(issued.card.id), 4'000);
  EXPECT_EQ(mail.sent(), std::vector{OrderNews::paid});
}

ENGINE_TEST(OfferCheckoutTest, WithoutEnoughCreditAPaymentIsAskedFor) {
  const auto [cart, shopper] = cart_with(sell(1, 2'500, 5));
  auto wanted = request();
  wanted.payment.reset();
  const auto refused = check_out(shopper, cart.id, wanted);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().fields.at(0).field, "payment");
}

ENGINE_TEST(OfferCheckoutTest, AnAmountThatChangedMeanwhileIsRefused) {
  const auto issued = gift_card(1'000);
  const auto vase = sell(1, 2'500, 5);
  const auto [cart, shopper] = cart_with(vase, 2);
  const auto [other, stranger] = cart_with(vase, 2);
  ASSERT_TRUE(card(shopper, cart.id, issued.code).ok());
  ASSERT_TRUE(card(stranger, other.id, issued.code).ok());
  ASSERT_TRUE(check_out(stranger, other.id).ok());
  auto wanted = request();
  wanted.amount_due = Money{4'000, {}};
  EXPECT_EQ(check_out(shopper, cart.id, wanted).error().code, "credit.insufficient");
  auto without = carts();
  ASSERT_TRUE(write([&](db::Transaction& tx) {
                return without.remove_gift_card(tx, shopper, cart.id, to_text(issued.card.id));
              }).ok());
  EXPECT_EQ(check_out(shopper, cart.id, wanted).error().code, "orders.total_changed");
  wanted.amount_due = Money{5'000, {}};
  EXPECT_TRUE(check_out(shopper, cart.id, wanted).ok());
}

ENGINE_TEST(OfferCheckoutTest, ADeclinedPaymentGivesTheCardItsMoneyBack) {
  const auto issued = gift_card(1'000);
  const auto [cart, shopper] = cart_with(sell(1, 2'500, 5), 2);
  ASSERT_TRUE(card(shopper, cart.id, issued.code).ok());
  EXPECT_EQ(check_out(shopper, cart.id, request("declined")).error().code, "payment.declined");
  EXPECT_EQ(card_balance(issued.card.id), 1'000);
  check_out_and_die(shopper, cart.id, request("lost before"), 1);
  EXPECT_EQ(card_balance(issued.card.id), 0);
  settle_all();
  EXPECT_EQ(card_balance(issued.card.id), 1'000);
  EXPECT_TRUE(check_out(shopper, cart.id).ok());
}

ENGINE_TEST(OfferCheckoutTest, ACurrencyThatIsNotSoldInIsRefused) {
  auto service = carts();
  const auto refused = write([&](db::Transaction& tx) { return service.open(tx, guest(), "JPY"); });
  EXPECT_EQ(refused.error().code, "pricing.currency_not_sold");
}

// --- payments that ask for something ---

ENGINE_TEST(OfferCheckoutTest, AnOrderWaitsForItsBrowserAndIsPaidOnce) {
  const auto vase = sell(1, 2'500, 5);
  const auto [cart, shopper] = cart_with(vase, 2);
  auto order = check_out(shopper, cart.id, request("asks"));
  ASSERT_TRUE(order.ok()) << order.error().code;
  EXPECT_EQ(order->status, OrderStatus::placed);
  EXPECT_EQ(available(vase), 3);
  Shopper holder = shopper;
  holder.tokens.push_back(order->access_token);
  const auto waiting = confirm(holder, order->id);
  ASSERT_TRUE(waiting.ok()) << waiting.error().code;
  EXPECT_EQ(waiting->order.status, OrderStatus::placed);
  EXPECT_EQ(waiting->payment->action->client_secret, "secret-of-the-bank");
  bank.act(waiting->payment->id, true);
  EXPECT_EQ(confirm(holder, order->id)->order.status, OrderStatus::paid);
  EXPECT_EQ(confirm(holder, order->id)->order.status, OrderStatus::paid);
  settle_all();
  EXPECT_EQ(bank.money(), 5'000);
  EXPECT_EQ(mail.sent(), std::vector{OrderNews::paid});
  EXPECT_EQ(confirm(guest(), order->id).error().code, "orders.not_found");
}

ENGINE_TEST(OfferCheckoutTest, ABrowserThatIsRefusedFindsItsCartAgain) {
  const auto vase = sell(1, 2'500, 5);
  const auto [cart, shopper] = cart_with(vase, 2);
  const auto order = check_out(shopper, cart.id, request("asks"));
  Shopper holder = shopper;
  holder.tokens.push_back(order->access_token);
  bank.act(read([&](db::Reader& reader) { return money->payments().of(reader, order->id.value); }).at(0).id, false);
  EXPECT_EQ(confirm(holder, order->id).error().code, "payment.declined");
  EXPECT_EQ(confirm(holder, order->id).error().code, "payment.declined");
  EXPECT_EQ(available(vase), 5);
  EXPECT_EQ(find_cart(shopper, cart.id)->status, CartStatus::open);
  EXPECT_TRUE(check_out(shopper, cart.id).ok());
}

ENGINE_TEST(OfferCheckoutTest, WhatIsDueAfterAnEditIsPaidOnce) {
  const auto vase = sell(1, 2'500, 9);
  const auto [cart, shopper] = cart_with(vase, 2);
  const auto order = check_out(shopper, cart.id);
  Shopper holder = shopper;
  holder.tokens.push_back(order->access_token);
  EXPECT_EQ(pay_due(holder, order->id, "ok").error().code, "orders.nothing_due");
  EditRequest more;
  more.lines = {{order->lines[0].id, {}, 3}};
  more.by = Actor::staff;
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->after_sale().edit(tx, order->id, more); }).ok());
  EXPECT_EQ(pay_due(holder, order->id, "declined").error().code, "payment.declined");
  EXPECT_EQ(pay_due(guest(), order->id, "ok").error().code, "orders.not_found");
  EXPECT_EQ(mail.sent().back(), OrderNews::payment_due) << "what was refused was not received";
  const auto paid = pay_due(holder, order->id, "ok");
  ASSERT_TRUE(paid.ok()) << paid.error().code;
  EXPECT_EQ(mail.sent(), (std::vector{OrderNews::paid, OrderNews::payment_due, OrderNews::charged}));
  EXPECT_EQ(pay_due(holder, order->id, "ok").error().code, "orders.nothing_due");
  EXPECT_EQ(bank.money(), 7'500);
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->orders().cancel(tx, order->id, Actor::staff, ""); }).ok());
  settle_all();
  EXPECT_EQ(bank.money(), 0);
}

ENGINE_TEST(OfferCheckoutTest, ADueWhoseAnswerWasLostIsFoundOut) {
  const auto [cart, shopper] = cart_with(sell(1, 2'500, 9), 2);
  const auto order = check_out(shopper, cart.id);
  Shopper holder = shopper;
  holder.tokens.push_back(order->access_token);
  EditRequest more;
  more.lines = {{order->lines[0].id, {}, 3}};
  more.by = Actor::staff;
  ASSERT_TRUE(write([&](db::Transaction& tx) { return shop->after_sale().edit(tx, order->id, more); }).ok());
  EXPECT_EQ(pay_due(holder, order->id, "lost after").error().code, "payment.provider_failed");
  EXPECT_EQ(pay_due(holder, order->id, "ok").error().code, "orders.payment_in_flight");
  settle_all();
  EXPECT_EQ(pay_due(holder, order->id, "ok").error().code, "orders.nothing_due");
  EXPECT_EQ(bank.money(), 7'500);
}

}  // namespace
}  // namespace plaza::orders
