// Random shopping against what must always hold: the stock's ledger, the orders and the provider's memory tell one story.
#include <rapidcheck.h>

#include <cstdlib>

#include "shop_fixture.h"

namespace plaza::orders {
namespace {

using payments::PaymentStatus;

class StoryTest : public ShopFixture {
 protected:
  static constexpr std::int64_t units_at_first = 6;

  struct Story {
    std::vector<catalog::VariantId> variants;
    std::vector<std::pair<Cart, Shopper>> carts;
    OrderId after;  // orders made later belong to this story
    std::int64_t held_before = 0;
  };

  Story begin() {
    static std::int64_t next_variant = 1;
    Story story;
    for (int i = 0; i < 3; ++i, ++next_variant) story.variants.push_back(sell(next_variant, 700 + 313 * i, units_at_first));
    for (int i = 0; i < 2; ++i) story.carts.push_back(new_cart(guest()));
    story.after = ids.make<OrderId>();
    story.held_before = bank.held();
    return story;
  }

  std::vector<Order> orders_of(const Story& story) {
    auto orders = all_orders();
    std::erase_if(orders, [&](const Order& order) { return order.id < story.after; });
    return orders;
  }

  void step(Story& story) {
    auto& [cart, shopper] = story.carts[*rc::gen::inRange<std::size_t>(0, story.carts.size())];
    const auto token = *rc::gen::element<std::string>("ok", "ok", "ok", "declined", "lost before", "lost after");
    switch (*rc::gen::inRange(0, 12)) {
      case 0: case 1: case 2: case 3:
        (void)add(shopper, cart.id, *rc::gen::elementOf(story.variants), *rc::gen::inRange<std::int64_t>(1, 4));
        break;
      case 4: change_line(cart, shopper); break;
      case 5:
        (void)write([&](db::Transaction& tx) { return shop->carts().reserve(tx, shopper, cart.id); });
        break;
      case 6: case 7:
        if (check_out(shopper, cart.id, request(token)).ok()) std::tie(cart, shopper) = new_cart(guest());
        break;
      case 8: die(cart, shopper, token); break;
      case 9: cancel_one(story); break;
      case 10:
        clock.advance(minutes(*rc::gen::inRange<std::int64_t>(1, 12)));
        (void)write([&](db::Transaction& tx) { return stock_module->stock().expire(tx, 100); });
        break;
      default: settle_all();
    }
  }

  void change_line(const Cart& cart, const Shopper& shopper) {
    const auto now = find_cart(shopper, cart.id);
    if (!now.ok() || now->lines.empty()) return;
    const auto line = now->lines[*rc::gen::inRange<std::size_t>(0, now->lines.size())].id;
    const auto quantity = *rc::gen::inRange<std::int64_t>(0, 4);
    (void)write([&](db::Transaction& tx) { return shop->carts().set_quantity(tx, shopper, cart.id, line, quantity); });
  }

  void die(const Cart& cart, const Shopper& shopper, const std::string& token) {
    mortal.die_after(*rc::gen::inRange(0, 2));
    try {
      (void)check_out(shopper, cart.id, request(token));
    } catch (const db::DatabaseError&) {
    }
    start();
  }

  void cancel_one(const Story& story) {
    const auto orders = orders_of(story);
    if (orders.empty()) return;
    const auto id = orders[*rc::gen::inRange<std::size_t>(0, orders.size())].id;
    (void)write([&](db::Transaction& tx) { return shop->orders().cancel(tx, id, Actor::staff, ""); });
  }

  // Units of a variant that are with customers.
  static std::int64_t sold(const std::vector<Order>& orders, catalog::VariantId variant) {
    std::int64_t units = 0;
    for (const auto& order : orders) {
      if (order.status != OrderStatus::placed && order.status != OrderStatus::paid) continue;
      for (const auto& line : order.lines) units += line.variant_id == variant ? line.quantity : 0;
    }
    return units;
  }

  void check_always(const Story& story) {
    const auto orders = orders_of(story);
    for (const auto variant : story.variants) {
      const auto ledger =
          read([&](db::Reader& reader) { return stock_module->stock().ledger(reader, variant, 0, 100); });
      RC_ASSERT(!ledger.empty());
      std::int64_t on_hand = 0, reserved = 0;
      for (const auto& entry : ledger) {
        on_hand += entry.delta_on_hand;
        reserved += entry.delta_reserved;
      }
      RC_ASSERT(on_hand == units_at_first - sold(orders, variant));
      RC_ASSERT(on_hand == ledger.front().balance_on_hand);
      RC_ASSERT(reserved == ledger.front().balance_reserved);
      RC_ASSERT(reserved >= 0 && reserved <= on_hand);
      RC_ASSERT(available(variant) == on_hand - reserved);
    }
    for (const auto& order : orders) {
      std::int64_t total = order.totals.shipping->amount, taxes = 0;
      for (const auto& line : order.lines) {
        RC_ASSERT(line.total.amount == line.unit_price.amount * line.quantity);
        total += line.total.amount;
        taxes += line.tax.amount;
      }
      RC_ASSERT(order.totals.total.amount == total);
      RC_ASSERT(taxes <= order.totals.tax.amount);
    }
  }

  void check_at_the_end(const Story& story) {
    std::int64_t paid = 0;
    for (const auto& order : orders_of(story)) {
      const auto statuses = payment_statuses(order.id);
      RC_ASSERT(statuses.size() == 1u);
      const auto payment = statuses[0];
      switch (order.status) {
        case OrderStatus::paid:
          RC_ASSERT(payment == PaymentStatus::captured);
          ++paid;
          break;
        case OrderStatus::cancelled:
          RC_ASSERT(payment == PaymentStatus::refunded || payment == PaymentStatus::failed ||
                    payment == PaymentStatus::declined);
          break;
        case OrderStatus::dropped:
          RC_ASSERT(payment != PaymentStatus::captured && payment != PaymentStatus::processing &&
                    payment != PaymentStatus::refunding);
          break;
        default: RC_FAIL("an order is left in the middle");
      }
    }
    RC_ASSERT(bank.held() - story.held_before == paid);
  }
};

ENGINE_TEST(StoryTest, StockOrdersAndMoneyAlwaysAgree) {
  setenv("RC_PARAMS", std::getenv("PLAZA_TEST_ALL") && *std::getenv("PLAZA_TEST_ALL") ? "max_success=300" : "max_success=25", 0);
  EXPECT_TRUE(rc::check("stock, orders and money agree", [&] {
    auto story = begin();
    const int steps = *rc::gen::inRange(1, 25);
    for (int i = 0; i < steps; ++i) {
      step(story);
      check_always(story);
    }
    settle_all();
    check_always(story);
    check_at_the_end(story);
  }));
}

}  // namespace
}  // namespace plaza::orders
