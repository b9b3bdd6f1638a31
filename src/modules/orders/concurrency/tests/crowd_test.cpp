// Many at once: what is promised to each, and what is never allowed to happen.
#include <thread>

#include "cart_service.h"
#include "shop_fixture.h"

namespace plaza::orders {
namespace {

class CrowdTest : public ShopFixture {
 protected:
  // Runs `work(i)` on `count` threads that start together.
  static void crowd(int count, const std::function<void(int)>& work) {
    std::atomic<int> waiting = count;
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
      threads.emplace_back([&, i] {
        --waiting;
        while (waiting > 0) std::this_thread::yield();
        work(i);
      });
    }
    for (auto& thread : threads) thread.join();
  }
};

ENGINE_TEST(CrowdTest, Of200BuyersOf100UnitsExactly100Pay) {
  const auto vase = sell(1, 2'500, 100);
  std::vector<std::pair<Cart, Shopper>> carts;
  for (int i = 0; i < 200; ++i) carts.push_back(cart_with(vase));
  std::atomic<int> paid = 0, sold_out = 0, other = 0;
  crowd(200, [&](int i) {
    const auto& [cart, shopper] = carts[static_cast<std::size_t>(i)];
    const auto order = check_out(shopper, cart.id, request("ok", "test"));
    if (order.ok()) ++paid;
    else if (order.error().code == "inventory.out_of_stock") ++sold_out;
    else ++other;
  });
  EXPECT_EQ(paid, 100);
  EXPECT_EQ(sold_out, 100);
  EXPECT_EQ(other, 0);
  EXPECT_EQ(available(vase), 0);
  const auto orders = all_orders();
  EXPECT_EQ(orders.size(), 100u);
  std::vector<std::int64_t> numbers;
  for (const auto& order : orders) {
    EXPECT_EQ(order.status, OrderStatus::paid);
    EXPECT_EQ(payment_statuses(order.id), std::vector{payments::PaymentStatus::captured});
    numbers.push_back(order.number);
  }
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(std::adjacent_find(numbers.begin(), numbers.end()), numbers.end());
}

ENGINE_TEST(CrowdTest, TabsOnOneCartMakeOneOrder) {
  const auto vase = sell(1, 2'500, 100);
  const auto made = cart_with(vase);
  const auto& [cart, shopper] = made;
  std::atomic<int> paid = 0, ordered_already = 0;
  crowd(20, [&](int) {
    const auto order = check_out(shopper, cart.id);
    if (order.ok()) ++paid;
    else if (order.error().code == "orders.cart_ordered") ++ordered_already;
  });
  EXPECT_EQ(paid, 1);
  EXPECT_EQ(ordered_already, 19);
  EXPECT_EQ(available(vase), 99);
  EXPECT_EQ(bank.held(), 1);
}

ENGINE_TEST(CrowdTest, NoneOfManyChangesOfOneCartIsLost) {
  const auto vase = sell(1, 2'500, 1'000);
  const auto made = cart_with(vase);
  const auto& [cart, shopper] = made;
  std::atomic<int> added = 0;
  crowd(20, [&](int) {
    if (add(shopper, cart.id, vase).ok()) ++added;
  });
  EXPECT_EQ(find_cart(shopper, cart.id)->lines.at(0).quantity, 1 + added);
  EXPECT_GT(added, 0);
}

ENGINE_TEST(CrowdTest, ACancellationAndADispatchHaveOneWinner) {
  const auto vase = sell(1, 2'500, 10);
  const auto order = ordered(vase);
  std::atomic<int> cancelled = 0, sent = 0;
  crowd(16, [&](int i) {
    if (i % 2 == 0) {
      const auto outcome = write([&](db::Transaction& tx) {
        return shop->orders().cancel(tx, order.id, Actor::customer, "");
      });
      if (outcome.ok()) cancelled = 1;
    } else if (write([&](db::Transaction& tx) { return shop->orders().fulfil(tx, order.id, ""); }).ok()) {
      ++sent;
    }
  });
  EXPECT_EQ(cancelled + sent, 1);
  EXPECT_EQ(available(vase), cancelled ? 10 : 9);
}

ENGINE_TEST(CrowdTest, ManyRefundsOfThreeUnitsGiveBackThree) {
  const auto vase = sell(1, 2'500, 10);
  const auto order = ordered(vase, 3);
  RefundRequest unit;
  unit.lines = {{order.lines[0].id, 1, true}};
  unit.by = Actor::staff;
  std::atomic<int> done = 0, refused = 0;
  crowd(12, [&](int) {
    const auto outcome = write([&](db::Transaction& tx) { return shop->after_sale().refund(tx, order.id, unit); });
    if (outcome.ok()) ++done;
    else if (outcome.error().code == "orders.too_many_units" || outcome.error().code == "orders.wrong_status") ++refused;
  });
  EXPECT_EQ(done, 3);
  EXPECT_EQ(refused, 9);
  settle_all();
  EXPECT_EQ(bank.money(), 0);
  EXPECT_EQ(available(vase), 10);
}

ENGINE_TEST(CrowdTest, OfManyEditsOfOneVersionOneIsMade) {
  const auto vase = sell(1, 2'500, 10);
  const auto order = ordered(vase, 3);
  EditRequest fewer;
  fewer.lines = {{order.lines[0].id, {}, 1}};
  fewer.by = Actor::staff;
  fewer.version = find_order(order.id)->version;
  std::atomic<int> done = 0, stale = 0;
  crowd(8, [&](int) {
    const auto outcome = write([&](db::Transaction& tx) { return shop->after_sale().edit(tx, order.id, fewer); });
    if (outcome.ok()) ++done;
    else if (outcome.error().code == "orders.stale") ++stale;
  });
  EXPECT_EQ(done, 1);
  EXPECT_EQ(stale, 7);
  EXPECT_EQ(available(vase), 9);
}

ENGINE_TEST(CrowdTest, AGiftCardIsSpentOnce) {
  const auto vase = sell(1, 2'500, 50);
  const auto issued = gift_card(2'990);
  CartService service(needs());
  std::vector<std::pair<Cart, Shopper>> carts;
  for (int i = 0; i < 10; ++i) {
    carts.push_back(cart_with(vase));
    const auto& [cart, shopper] = carts.back();
    ASSERT_TRUE(write([&](db::Transaction& tx) { return service.add_gift_card(tx, shopper, cart.id, issued.code); }).ok());
  }
  std::atomic<int> paid = 0, refused = 0;
  crowd(10, [&](int i) {
    auto wanted = request();
    wanted.payment.reset();
    const auto& [cart, shopper] = carts[static_cast<std::size_t>(i)];
    const auto order = check_out(shopper, cart.id, wanted);
    if (order.ok()) ++paid;
    else if (order.error().code == "credit.insufficient") ++refused;
  });
  EXPECT_EQ(paid, 1);
  EXPECT_EQ(refused, 9);
  EXPECT_EQ(card_balance(issued.card.id), 0);
  EXPECT_EQ(available(vase), 49);
  EXPECT_EQ(bank.money(), 0);
}

}  // namespace
}  // namespace plaza::orders
