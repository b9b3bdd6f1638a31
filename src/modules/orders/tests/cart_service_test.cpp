#include "shop_fixture.h"

namespace plaza::orders {
namespace {

class CartTest : public ShopFixture {
 protected:
  Result<Cart> set(const Shopper& shopper, CartId cart, LineId line, std::int64_t quantity) {
    return write([&](db::Transaction& tx) { return shop->carts().set_quantity(tx, shopper, cart, line, quantity); });
  }
  Result<Cart> reserve(const Shopper& shopper, CartId cart) {
    return write([&](db::Transaction& tx) { return shop->carts().reserve(tx, shopper, cart); });
  }
  std::optional<Cart> current(const Shopper& shopper) {
    return read([&](db::Reader& reader) { return shop->carts().current(reader, shopper); });
  }
  std::optional<Cart> adopt(const Shopper& shopper) {
    return *write(
        [&](db::Transaction& tx) -> Result<std::optional<Cart>> { return shop->carts().adopt(tx, shopper); });
  }
  std::vector<std::int64_t> quantities(const Cart& cart) {
    std::vector<std::int64_t> found;
    for (const auto& line : cart.lines) found.push_back(line.quantity);
    return found;
  }
};

ENGINE_TEST(CartTest, ShowsTodaysPricesAndStock) {
  const auto vase = sell(1, 2'500, 3);
  const auto [cart, shopper] = cart_with(vase, 2);
  catalog.at(vase).variant.price.amount = 3'000;
  const auto shown = view(*find_cart(shopper, cart.id));
  ASSERT_EQ(shown.lines.size(), 1u);
  EXPECT_EQ(shown.lines[0].unit_price.amount, 3'000);
  EXPECT_EQ(shown.lines[0].total.amount, 6'000);
  EXPECT_TRUE(shown.lines[0].available);
  EXPECT_EQ(shown.lines[0].units_left, 3);
  EXPECT_EQ(shown.lines[0].product.title, "Vase");
  EXPECT_EQ(shown.totals.total.amount, 6'000);
  EXPECT_FALSE(shown.totals.shipping.has_value());
  EXPECT_FALSE(shown.access_token.has_value());
}

ENGINE_TEST(CartTest, SaysHowManyAreLeftOnlyWhenFewAre) {
  const auto [cart, shopper] = cart_with(sell(1, 100, 6));
  EXPECT_FALSE(view(*find_cart(shopper, cart.id)).lines[0].units_left.has_value());
}

ENGINE_TEST(CartTest, LinesThatCannotBeBoughtStayAndSaySo) {
  const auto gone = sell(1, 1'000, 5);
  const auto sold_out = sell(2, 2'000, 5);
  const auto [cart, shopper] = cart_with(gone);
  ASSERT_TRUE(add(shopper, cart.id, sold_out).ok());
  catalog.at(gone).status = catalog::ProductStatus::archived;
  put_stock(sold_out, 0);
  const auto shown = view(*find_cart(shopper, cart.id));
  ASSERT_EQ(shown.lines.size(), 2u);
  EXPECT_FALSE(shown.lines[0].available);
  EXPECT_EQ(shown.lines[0].product.title, "Vase");
  EXPECT_EQ(shown.lines[0].product.handle, "vase-1");
  EXPECT_FALSE(shown.lines[1].available);
  EXPECT_EQ(shown.lines[1].units_left, 0);
  EXPECT_EQ(shown.totals.total.amount, 2'000);  // what is not sold any more costs nothing
}

ENGINE_TEST(CartTest, OnlyWhatIsThereGoesIn) {
  const auto vase = sell(1, 1'000, 3);
  const auto [cart, shopper] = cart_with(vase, 2);
  const auto refused = add(shopper, cart.id, vase, 2);
  EXPECT_EQ(refused.error().code, "inventory.out_of_stock");
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_EQ(refused.error().fields.at(0).field, "quantity");
  EXPECT_EQ(quantities(*find_cart(shopper, cart.id)), (std::vector<std::int64_t>{2}));
}

ENGINE_TEST(CartTest, WhatIsNotSoldIsNotThere) {
  const auto draft = sell(1, 1'000, 3);
  catalog.at(draft).status = catalog::ProductStatus::draft;
  const auto [cart, shopper] = new_cart(guest());
  EXPECT_EQ(add(shopper, cart.id, draft).error().code, "catalog.variant_not_found");
  EXPECT_EQ(add(shopper, cart.id, catalog::VariantId{404}).error().code, "catalog.variant_not_found");
}

ENGINE_TEST(CartTest, AStrangerFindsNothingAndChangesNothing) {
  const auto vase = sell(1, 1'000, 9);
  const auto [cart, shopper] = cart_with(vase, 2);
  const LineId line = find_cart(shopper, cart.id)->lines[0].id;
  for (const auto& stranger : {guest(), account(7), Shopper{{}, "visitor-1", {"wrong." + to_text(cart.id).substr(4)}, "en"}}) {
    EXPECT_EQ(find_cart(stranger, cart.id).error().code, "orders.cart_not_found");
    EXPECT_EQ(add(stranger, cart.id, vase).error().code, "orders.cart_not_found");
    EXPECT_EQ(set(stranger, cart.id, line, 0).error().code, "orders.cart_not_found");
    EXPECT_EQ(reserve(stranger, cart.id).error().code, "orders.cart_not_found");
    EXPECT_EQ(check_out(stranger, cart.id).error().code, "orders.cart_not_found");
    EXPECT_FALSE(current(stranger).has_value());
  }
  EXPECT_EQ(quantities(*find_cart(shopper, cart.id)), (std::vector<std::int64_t>{2}));
  EXPECT_EQ(available(vase), 9);
}

ENGINE_TEST(CartTest, FewerAreAlwaysAllowed) {
  const auto vase = sell(1, 1'000, 5);
  const auto [cart, shopper] = cart_with(vase, 4);
  put_stock(vase, 1);
  const LineId line = find_cart(shopper, cart.id)->lines[0].id;
  EXPECT_TRUE(set(shopper, cart.id, line, 2).ok());
  EXPECT_EQ(set(shopper, cart.id, line, 3).error().code, "inventory.out_of_stock");
  EXPECT_TRUE(set(shopper, cart.id, line, 0).ok());
  EXPECT_TRUE(find_cart(shopper, cart.id)->lines.empty());
}

// --- holds ---

ENGINE_TEST(CartTest, AHoldKeepsTheUnitsFromOthersForTenMinutes) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase, 2);
  const auto held = reserve(shopper, cart.id);
  ASSERT_TRUE(held.ok());
  EXPECT_EQ(held->reserved_until, clock.now() + minutes(10));
  EXPECT_EQ(available(vase), 0);
  const auto shown = view(*held);
  EXPECT_TRUE(shown.lines[0].available);
  EXPECT_EQ(shown.reserved_until, clock.now() + minutes(10));
  const auto [other, other_shopper] = new_cart(guest());
  EXPECT_EQ(add(other_shopper, other.id, vase).error().code, "inventory.out_of_stock");
  clock.advance(minutes(10));
  EXPECT_FALSE(view(*find_cart(shopper, cart.id)).reserved_until.has_value());
}

ENGINE_TEST(CartTest, AskingAgainDoesNotMakeAHoldLonger) {
  const auto [cart, shopper] = cart_with(sell(1, 1'000, 2));
  const Time until = reserve(shopper, cart.id)->reserved_until;
  clock.advance(minutes(4));
  EXPECT_EQ(reserve(shopper, cart.id)->reserved_until, until);
}

ENGINE_TEST(CartTest, AHoldFollowsTheLines) {
  const auto vase = sell(1, 1'000, 5);
  const auto [cart, shopper] = cart_with(vase, 2);
  const Time until = reserve(shopper, cart.id)->reserved_until;
  EXPECT_TRUE(add(shopper, cart.id, vase, 2).ok());
  EXPECT_EQ(available(vase), 1);
  EXPECT_EQ(add(shopper, cart.id, vase, 2).error().code, "inventory.out_of_stock");
  EXPECT_EQ(available(vase), 1);
  const auto now = find_cart(shopper, cart.id);
  EXPECT_EQ(now->reserved_until, until);
  EXPECT_TRUE(set(shopper, cart.id, now->lines[0].id, 0).ok());
  EXPECT_EQ(available(vase), 5);
  EXPECT_EQ(find_cart(shopper, cart.id)->reserved_until, Time{});
}

ENGINE_TEST(CartTest, AnEmptyCartCannotBeHeld) {
  const auto [cart, shopper] = new_cart(guest());
  EXPECT_EQ(reserve(shopper, cart.id).error().code, "orders.empty_cart");
}

ENGINE_TEST(CartTest, AHoldThatCannotBeHadChangesNothing) {
  const auto vase = sell(1, 1'000, 2);
  const auto [cart, shopper] = cart_with(vase, 2);
  put_stock(vase, 1);
  const auto refused = reserve(shopper, cart.id);
  EXPECT_EQ(refused.error().code, "inventory.out_of_stock");
  EXPECT_EQ(find_cart(shopper, cart.id)->reserved_until, Time{});
  EXPECT_EQ(available(vase), 1);
}

// --- signing in ---

ENGINE_TEST(CartTest, AtSignInAGuestsCartBecomesTheAccounts) {
  const auto [cart, shopper] = cart_with(sell(1, 1'000, 5), 2);
  auto signed_in = shopper;
  signed_in.account_id = identity::AccountId{7};
  const auto adopted = adopt(signed_in);
  ASSERT_TRUE(adopted.has_value());
  EXPECT_EQ(adopted->id, cart.id);
  EXPECT_EQ(current(account(7))->id, cart.id);  // on another device, without the token
  EXPECT_EQ(find_cart(shopper, cart.id).error().code, "orders.cart_not_found");  // after signing out
}

ENGINE_TEST(CartTest, AtSignInTwoCartsBecomeOne) {
  const auto vase = sell(1, 1'000, 9), bowl = sell(2, 500, 9);
  const auto [own, own_shopper] = new_cart(account(7));
  ASSERT_TRUE(add(own_shopper, own.id, vase, 1).ok());
  const auto [cart, shopper] = cart_with(vase, 2);
  ASSERT_TRUE(add(shopper, cart.id, bowl, 3).ok());
  ASSERT_TRUE(reserve(shopper, cart.id).ok());
  auto signed_in = shopper;
  signed_in.account_id = identity::AccountId{7};
  const auto merged = adopt(signed_in);
  ASSERT_TRUE(merged.has_value());
  EXPECT_EQ(merged->id, own.id);
  EXPECT_EQ(quantities(*merged), (std::vector<std::int64_t>{3, 3}));
  EXPECT_EQ(available(vase), 9);  // the guest's hold was given back
  EXPECT_EQ(find_cart(signed_in, cart.id)->id, own.id);  // the old address still leads to it
  EXPECT_EQ(quantities(*adopt(signed_in)), (std::vector<std::int64_t>{3, 3}));  // the second time nothing is added
}

ENGINE_TEST(CartTest, AnotherAccountsCartIsNotAdopted) {
  const auto [own, own_shopper] = new_cart(account(7));
  auto thief = own_shopper;
  thief.account_id = identity::AccountId{8};
  EXPECT_FALSE(adopt(thief).has_value());
  EXPECT_EQ(find_cart(account(7), own.id)->account_id.value, 7);
}

}  // namespace
}  // namespace plaza::orders
