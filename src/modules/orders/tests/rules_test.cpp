#include "rules.h"

#include <gtest/gtest.h>

#include "contact.h"

namespace plaza::orders {
namespace {

TEST(OrderRules, StatesMoveAsTheTableSays) {
  std::string table;
  for (int from = 0; from < 7; ++from) {
    for (int to = 0; to < 7; ++to) {
      const auto a = static_cast<OrderStatus>(from), b = static_cast<OrderStatus>(to);
      if (may_move(a, b)) table += std::string(json::enum_text(a)) + ">" + std::string(json::enum_text(b)) + " ";
    }
  }
  EXPECT_EQ(table,
            "placed>paid placed>cancelled placed>dropped paid>fulfilled paid>cancelled paid>refunded "
            "fulfilled>delivered fulfilled>refunded delivered>refunded ");
}

CartLine line(std::int64_t id, std::int64_t variant, std::int64_t quantity) {
  CartLine made;
  made.id = LineId{id};
  made.variant_id = catalog::VariantId{variant};
  made.quantity = quantity;
  return made;
}

TEST(CartRules, MoreOfAVariantIsAddedToItsLine) {
  std::vector<CartLine> lines = {line(1, 10, 2)};
  EXPECT_TRUE(add(lines, line(2, 10, 3)).ok());
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].id.value, 1);
  EXPECT_EQ(lines[0].quantity, 5);
}

TEST(CartRules, ALineHoldsAtMost99) {
  std::vector<CartLine> lines = {line(1, 10, 95)};
  const auto refused = add(lines, line(2, 10, 5));
  EXPECT_EQ(refused.error().fields.at(0).field, "quantity");
  EXPECT_EQ(lines[0].quantity, 95);
}

TEST(CartRules, ACartHoldsAtMost50Lines) {
  std::vector<CartLine> lines;
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(add(lines, line(i + 1, i + 1, 1)).ok());
  EXPECT_EQ(add(lines, line(51, 51, 1)).error().code, "orders.cart_full");
  EXPECT_TRUE(add(lines, line(52, 7, 1)).ok());
}

TEST(CartRules, QuantityZeroRemovesALine) {
  std::vector<CartLine> lines = {line(1, 10, 2), line(2, 11, 1)};
  EXPECT_TRUE(set_quantity(lines, LineId{1}, 0).ok());
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].id.value, 2);
  EXPECT_EQ(set_quantity(lines, LineId{1}, 3).error().code, "orders.line_not_found");
}

TEST(CartRules, MergingKeepsWhatFits) {
  std::vector<CartLine> lines = {line(1, 10, 90)};
  merge(lines, {line(2, 10, 20), line(3, 11, 1)});
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].quantity, 99);
  EXPECT_EQ(lines[1].variant_id.value, 11);
}

TEST(CartRules, TheLatestSourceGetsTheCredit) {
  std::vector<CartLine> lines = {line(1, 10, 1)};
  auto again = line(2, 10, 1);
  again.source = Source{"pst_1", "imp-1"};
  EXPECT_TRUE(add(lines, again).ok());
  EXPECT_EQ(lines[0].source->post_id, "pst_1");
}

TEST(Access, ACartIsFoundByItsToken) {
  const CartId id{123'456'789};
  const auto token = new_cart_token(id);
  EXPECT_EQ(token.size(), 36u);
  EXPECT_EQ(cart_of_token(token), id);
  EXPECT_EQ(cart_of_token("nonsense"), std::nullopt);
  EXPECT_EQ(cart_of_token(""), std::nullopt);
  EXPECT_NE(new_cart_token(id), token);
}

TEST(Access, AnAccountsCartIsOpenedByTheAccountOnly) {
  Cart cart;
  cart.access_token = "secret";
  EXPECT_TRUE(may_open(cart, {{}, "", {"other", "secret"}, "en"}));
  EXPECT_FALSE(may_open(cart, {identity::AccountId{1}, "", {"other"}, "en"}));
  cart.account_id = identity::AccountId{1};
  EXPECT_TRUE(may_open(cart, {identity::AccountId{1}, "", {}, "en"}));
  EXPECT_FALSE(may_open(cart, {identity::AccountId{2}, "", {"secret"}, "en"}));
}

TEST(Access, AnOrderIsOpenedByItsAccountOrItsToken) {
  Order order;
  order.access_token = "secret";
  order.status = OrderStatus::paid;
  EXPECT_FALSE(may_open(order, {{}, "", {}, "en"}));
  EXPECT_FALSE(may_open(order, {{}, "", {""}, "en"}));
  EXPECT_TRUE(may_open(order, {{}, "", {"secret"}, "en"}));
  order.account_id = identity::AccountId{1};
  EXPECT_TRUE(may_open(order, {identity::AccountId{1}, "", {}, "en"}));
  EXPECT_FALSE(may_open(order, {identity::AccountId{2}, "", {}, "en"}));
  order.status = OrderStatus::dropped;
  EXPECT_FALSE(may_open(order, {identity::AccountId{1}, "", {"secret"}, "en"}));
}

std::vector<std::string> wrong_fields(const Address& address) {
  std::vector<FieldError> wrong;
  check_address(address, "a.", wrong);
  std::vector<std::string> fields;
  for (const auto& field : wrong) fields.push_back(field.field + " " + field.code);
  return fields;
}

TEST(Contact, CountriesAreThoseOfTheWorld) {
  EXPECT_TRUE(is_country("VN"));
  EXPECT_TRUE(is_country("AD"));
  EXPECT_TRUE(is_country("ZW"));
  EXPECT_FALSE(is_country("XX"));
  EXPECT_FALSE(is_country("vn"));
  EXPECT_FALSE(is_country("VNM"));
  EXPECT_FALSE(is_country("DA"));  // stands in the list only across two codes
}

TEST(Contact, AGoodAddressHasNothingWrong) {
  EXPECT_EQ(wrong_fields({"Lan", "1 Láng", "", "Hà Nội", "", "100 000", "VN", "+84 (24) 3825-3825"}),
            std::vector<std::string>{});
  EXPECT_EQ(wrong_fields({"Lan", "1 Láng", {}, "Leeds", {}, "LS1 4AP", "GB", {}}), std::vector<std::string>{});
}

TEST(Contact, AllThatIsWrongIsToldAtOnce) {
  EXPECT_EQ(wrong_fields({" ", "\t", {}, "", {}, "--", "ZZ", "call me"}),
            (std::vector<std::string>{"a.name required", "a.line1 required", "a.city required",
                                      "a.postal_code not_postal_code", "a.country not_country", "a.phone not_phone"}));
}

}  // namespace
}  // namespace plaza::orders
