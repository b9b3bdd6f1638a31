#include "cart_store.h"
#include "order_store.h"
#include "shop_fixture.h"
#include "statements.h"

namespace plaza::orders {
namespace {

ENGINE_TEST(ShopFixture, EveryStatementPrepares) {
  testing::expect_prepares(database(), statements::all_statements, migrations());
}

ENGINE_TEST(ShopFixture, ACartIsReadAsItWasWritten) {
  Cart cart;
  cart.id = CartId{5};
  cart.account_id = identity::AccountId{9};
  cart.visitor = "v";
  cart.access_token = "t";
  CartLine line;
  line.id = LineId{1};
  line.variant_id = catalog::VariantId{2};
  line.quantity = 3;
  line.product_id = catalog::ProductId{4};
  line.title = "Bình \"gốm\"";
  line.source = Source{"pst_1", std::nullopt};
  cart.lines = {line};
  cart.updated_at = clock.now();
  const auto found = write([&](db::Transaction& tx) -> Result<Cart> {
    cart_store::insert(tx, cart);
    return *cart_store::find(tx, cart.id);
  });
  EXPECT_EQ(found->account_id, cart.account_id);
  EXPECT_EQ(found->status, CartStatus::open);
  EXPECT_EQ(found->version, 0);
  ASSERT_EQ(found->lines.size(), 1u);
  EXPECT_EQ(found->lines[0].title, "Bình \"gốm\"");
  EXPECT_EQ(found->lines[0].source->post_id, "pst_1");
  EXPECT_FALSE(found->lines[0].source->impression_id.has_value());
  EXPECT_EQ(found->updated_at, clock.now());
}

ENGINE_TEST(ShopFixture, AChangeFromAnOldVersionIsRefused) {
  const auto [cart, shopper] = new_cart(guest());
  const auto outcome = write([&](db::Transaction& tx) -> Result<std::vector<bool>> {
    return std::vector<bool>{cart_store::change(tx, cart, clock.now()), cart_store::change(tx, cart, clock.now()),
                             cart_store::claim(tx, cart, OrderId{1}, clock.now())};
  });
  EXPECT_EQ(*outcome, (std::vector<bool>{true, false, false}));
}

ENGINE_TEST(ShopFixture, AClaimedCartIsReopenedByItsOwnOrderOnly) {
  const auto [cart, shopper] = new_cart(guest());
  const auto outcome = write([&](db::Transaction& tx) -> Result<std::vector<bool>> {
    return std::vector<bool>{cart_store::claim(tx, cart, OrderId{1}, clock.now()),
                             cart_store::reopen(tx, cart.id, OrderId{2}, clock.now()),
                             cart_store::reopen(tx, cart.id, OrderId{1}, clock.now()),
                             cart_store::reopen(tx, cart.id, OrderId{1}, clock.now())};
  });
  EXPECT_EQ(*outcome, (std::vector<bool>{true, false, true, false}));
}

ENGINE_TEST(ShopFixture, NumbersCountFrom1001) {
  const auto numbers = write([&](db::Transaction& tx) -> Result<std::vector<std::int64_t>> {
    return std::vector<std::int64_t>{order_store::next_number(tx), order_store::next_number(tx)};
  });
  EXPECT_EQ(*numbers, (std::vector<std::int64_t>{1001, 1002}));
}

ENGINE_TEST(ShopFixture, AnOrderIsReadAsItWasWritten) {
  const auto order = ordered(sell(1, 2'500, 5), 2);
  const auto found = *find_order(order.id);
  EXPECT_EQ(found.number, 1001);
  EXPECT_EQ(found.status, OrderStatus::paid);
  EXPECT_EQ(found.email, "lan@example.com");
  EXPECT_EQ(found.shipping_address.city, "Hà Nội");
  EXPECT_EQ(found.shipping_option.id, "standard");
  ASSERT_EQ(found.lines.size(), 1u);
  EXPECT_EQ(found.lines[0].sku, "SKU-1");
  EXPECT_EQ(found.lines[0].product.handle, "vase-1");
  EXPECT_EQ(found.lines[0].product.image->url, "https://pictures.example/1.jpg");
  EXPECT_EQ(found.totals.total.amount, 5'000);
  EXPECT_EQ(found.totals.tax.amount, 798);
  ASSERT_EQ(found.history.size(), 2u);
  EXPECT_EQ(found.history[0].status, OrderStatus::placed);
  EXPECT_EQ(found.history[0].actor, "customer");
  EXPECT_EQ(found.history[1].status, OrderStatus::paid);
  EXPECT_EQ(found.access_token, order.access_token);
  EXPECT_EQ(found.paid_at, clock.now());
}

ENGINE_TEST(ShopFixture, CartsThatNobodyTouchedAreForgotten) {
  const auto [old, old_shopper] = new_cart(guest());
  clock.advance(days(90) + 1);
  const auto [young, young_shopper] = new_cart(guest());
  const auto forgotten = write([&](db::Transaction& tx) -> Result<std::int64_t> {
    return cart_store::forget(tx, clock.now() - days(90));
  });
  EXPECT_EQ(*forgotten, 1);
  EXPECT_EQ(find_cart(old_shopper, old.id).error().code, "orders.cart_not_found");
  EXPECT_TRUE(find_cart(young_shopper, young.id).ok());
}

}  // namespace
}  // namespace plaza::orders
