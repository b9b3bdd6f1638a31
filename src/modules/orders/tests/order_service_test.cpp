#include "identity/events.h"
#include "shop_fixture.h"

namespace plaza::orders {
namespace {

using payments::PaymentStatus;

class OrderTest : public ShopFixture {
 protected:
  Result<Order> cancel(OrderId id, Actor actor = Actor::customer, std::string reason = "changed my mind") {
    return write([&](db::Transaction& tx) { return shop->orders().cancel(tx, id, actor, reason); });
  }
  Result<Order> fulfil(OrderId id, std::string tracking = "VN123") {
    return write([&](db::Transaction& tx) { return shop->orders().fulfil(tx, id, tracking); });
  }
  Result<Order> deliver(OrderId id) {
    return write([&](db::Transaction& tx) { return shop->orders().deliver(tx, id); });
  }
  Result<Order> refund(OrderId id) {
    return write([&](db::Transaction& tx) { return shop->orders().refund(tx, id, "broken"); });
  }
  std::vector<std::int64_t> numbers(const OrderQuery& query) {
    std::vector<std::int64_t> found;
    for (const auto& order : read([&](db::Reader& reader) { return shop->orders().list(reader, query); })) {
      found.push_back(order.number);
    }
    return found;
  }
  Order ordered_by(std::int64_t account_id, catalog::VariantId variant) {
    const auto [cart, shopper] = new_cart(account(account_id));
    EXPECT_TRUE(add(shopper, cart.id, variant).ok());
    return *check_out(shopper, cart.id);
  }
};

ENGINE_TEST(OrderTest, CancellingGivesBackGoodsAndMoney) {
  const auto vase = sell(1, 1'000, 5);
  const auto order = ordered(vase, 2);
  ASSERT_EQ(available(vase), 3);
  const auto cancelled = cancel(order.id);
  ASSERT_TRUE(cancelled.ok());
  EXPECT_EQ(cancelled->status, OrderStatus::cancelled);
  EXPECT_EQ(available(vase), 5);
  EXPECT_EQ(payment_statuses(order.id), std::vector{PaymentStatus::refunding});
  settle_all();
  EXPECT_EQ(payment_statuses(order.id), std::vector{PaymentStatus::refunded});
  EXPECT_EQ(bank.held(), 0);
  EXPECT_EQ(find_order(order.id)->status, OrderStatus::cancelled);
  EXPECT_EQ(mail.sent(), (std::vector{OrderNews::paid, OrderNews::cancelled, OrderNews::refunded}));
  EXPECT_EQ(heard.back(), "orders.order_cancelled");
  const auto history = find_order(order.id)->history;
  ASSERT_EQ(history.size(), 3u);
  EXPECT_EQ(history[2].actor, "customer");
  EXPECT_EQ(history[2].text, "changed my mind");
}

ENGINE_TEST(OrderTest, CancellingTwiceGivesBackOnce) {
  const auto vase = sell(1, 1'000, 5);
  const auto order = ordered(vase, 2);
  EXPECT_TRUE(cancel(order.id).ok());
  EXPECT_TRUE(cancel(order.id).ok());
  EXPECT_EQ(available(vase), 5);
  EXPECT_EQ(find_order(order.id)->history.size(), 3u);
}

ENGINE_TEST(OrderTest, WhatHasLeftIsNotCancelled) {
  const auto vase = sell(1, 1'000, 5);
  const auto order = ordered(vase);
  ASSERT_TRUE(fulfil(order.id).ok());
  const auto refused = cancel(order.id);
  EXPECT_EQ(refused.error().code, "orders.wrong_status");
  EXPECT_EQ(refused.error().detail, "Order #1001 is fulfilled and cannot become cancelled.");
  EXPECT_EQ(available(vase), 4);
  EXPECT_EQ(payment_statuses(order.id), std::vector{PaymentStatus::captured});
}

ENGINE_TEST(OrderTest, LeavesArrivesAndTells) {
  const auto order = ordered(sell(1, 1'000, 5));
  EXPECT_EQ(fulfil(order.id)->tracking, "VN123");
  EXPECT_EQ(fulfil(order.id).error().code, "orders.wrong_status");
  EXPECT_TRUE(deliver(order.id).ok());
  EXPECT_EQ(deliver(order.id).error().code, "orders.wrong_status");
  const auto now = *find_order(order.id);
  EXPECT_EQ(now.status, OrderStatus::delivered);
  EXPECT_EQ(now.tracking, "VN123");
  EXPECT_EQ(now.history[2].text, "VN123");
  EXPECT_EQ(now.history[2].actor, "staff");
  EXPECT_EQ(mail.sent(), (std::vector{OrderNews::paid, OrderNews::fulfilled, OrderNews::delivered}));
  dispatcher->drain();
  EXPECT_EQ(heard, (std::vector<std::string>{"orders.order_placed", "orders.order_paid", "orders.order_fulfilled",
                                             "orders.order_delivered"}));
}

ENGINE_TEST(OrderTest, NothingArrivesBeforeItLeft) {
  const auto order = ordered(sell(1, 1'000, 5));
  EXPECT_EQ(deliver(order.id).error().code, "orders.wrong_status");
  EXPECT_EQ(find_order(order.id)->history.size(), 2u);
}

ENGINE_TEST(OrderTest, ARefundAfterItLeftKeepsTheStockAsItIs) {
  const auto vase = sell(1, 1'000, 5);
  const auto order = ordered(vase);
  ASSERT_TRUE(fulfil(order.id).ok());
  ASSERT_TRUE(refund(order.id).ok());
  EXPECT_EQ(refund(order.id).error().code, "orders.wrong_status");
  settle_all();
  EXPECT_EQ(find_order(order.id)->status, OrderStatus::refunded);
  EXPECT_EQ(bank.held(), 0);
  EXPECT_EQ(available(vase), 4);
  EXPECT_EQ(heard.back(), "orders.order_refunded");
}

ENGINE_TEST(OrderTest, ARefundBeforeItLeftReturnsTheGoods) {
  const auto vase = sell(1, 1'000, 5);
  const auto order = ordered(vase);
  ASSERT_TRUE(refund(order.id).ok());
  EXPECT_EQ(available(vase), 5);
}

ENGINE_TEST(OrderTest, WhatIsNotThereCannotBeMoved) {
  EXPECT_EQ(cancel(OrderId{404}).error().code, "orders.not_found");
  EXPECT_EQ(fulfil(OrderId{404}).error().code, "orders.not_found");
  EXPECT_EQ(refund(OrderId{404}).error().code, "orders.not_found");
}

ENGINE_TEST(OrderTest, StaffFindOrdersByStatusNumberNameAndMail) {
  const auto vase = sell(1, 1'000, 50);
  for (int i = 0; i < 3; ++i) ordered(vase);
  const auto [cart, shopper] = cart_with(vase);
  auto other = request();
  other.email = "Minh_100%@example.com";
  other.shipping_address.name = "Nguyễn Minh";
  ASSERT_TRUE(check_out(shopper, cart.id, other).ok());
  const auto [declined, declined_shopper] = cart_with(vase);
  ASSERT_FALSE(check_out(declined_shopper, declined.id, request("declined")).ok());
  const auto second = read([&](db::Reader& reader) { return shop->orders().list(reader, {.q = "#1002"}); }).at(0);
  ASSERT_TRUE(cancel(second.id).ok());

  EXPECT_EQ(numbers({}), (std::vector<std::int64_t>{1004, 1003, 1002, 1001}));
  EXPECT_EQ(numbers({.status = OrderStatus::paid}), (std::vector<std::int64_t>{1004, 1003, 1001}));
  EXPECT_EQ(numbers({.status = OrderStatus::dropped}), (std::vector<std::int64_t>{1005}));
  EXPECT_EQ(numbers({.q = " #1003 "}), (std::vector<std::int64_t>{1003}));
  EXPECT_EQ(numbers({.status = OrderStatus::paid, .q = "1002"}), std::vector<std::int64_t>{});
  EXPECT_EQ(numbers({.q = "nguyen minh"}), (std::vector<std::int64_t>{1004}));
  EXPECT_EQ(numbers({.q = "MINH_1"}), (std::vector<std::int64_t>{1004}));
  EXPECT_EQ(numbers({.q = "%"}), std::vector<std::int64_t>{});
  EXPECT_EQ(numbers({.q = "lan@example"}), (std::vector<std::int64_t>{1003, 1002, 1001}));
}

ENGINE_TEST(OrderTest, PagesFollowEachOther) {
  const auto vase = sell(1, 1'000, 50);
  for (int i = 0; i < 5; ++i) ordered(vase);
  const auto first = read([&](db::Reader& reader) { return shop->orders().list(reader, {.limit = 2}); });
  EXPECT_EQ(first.at(1).number, 1004);
  EXPECT_EQ(numbers({.before = first.at(1).id, .limit = 2}), (std::vector<std::int64_t>{1003, 1002}));
  EXPECT_EQ(numbers({.status = OrderStatus::paid, .before = first.at(1).id, .limit = 9}),
            (std::vector<std::int64_t>{1003, 1002, 1001}));
}

ENGINE_TEST(OrderTest, AnAccountSeesItsOwnOrders) {
  const auto vase = sell(1, 1'000, 50);
  ordered_by(7, vase);
  ordered_by(8, vase);
  ordered(vase);
  const auto mine = ordered_by(7, vase);
  EXPECT_EQ(numbers({.account_id = identity::AccountId{7}}), (std::vector<std::int64_t>{1004, 1001}));
  EXPECT_EQ(numbers({.account_id = identity::AccountId{7}, .before = mine.id}), (std::vector<std::int64_t>{1001}));
  const auto seen = [&](const Shopper& shopper) {
    return read([&](db::Reader& reader) { return shop->orders().find_for(reader, shopper, mine.id); }).ok();
  };
  EXPECT_TRUE(seen(account(7)));
  EXPECT_FALSE(seen(account(8)));
  EXPECT_FALSE(seen(guest()));
  EXPECT_TRUE(seen({{}, "", {mine.access_token}, "en"}));
}

ENGINE_TEST(OrderTest, AnErasedAccountsOpenCartsGo) {
  const auto [cart, shopper] = new_cart(account(7));
  const auto erased = write([&](db::Transaction& tx) -> Status {
    events::publish(tx, 7, identity::AccountErased{identity::AccountId{7}});
    return done();
  });
  ASSERT_TRUE(erased.ok());
  dispatcher->drain();
  EXPECT_EQ(find_cart(account(7), cart.id).error().code, "orders.cart_not_found");
}

}  // namespace
}  // namespace plaza::orders
