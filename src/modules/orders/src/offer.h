// What the shop offers for a cart's lines right now: products, prices, stock, discounts, and who pays how much of it. One look for
// showing a cart and for ordering it. Memory and the catalogue's look-up; codes, cards and credit are looked up only if there are any.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orders/module.h"
#include "pricing/price.h"

namespace plaza::orders {

// One line of the cart with what the catalogue says about it; nothing if the product is not sold any more, or not in the
// cart's currency.
struct OfferedLine {
  const CartLine* line = nullptr;
  std::optional<catalog::SoldVariant> sold;
  pricing::UnitPrice price = {};
};

struct Destination {
  std::string_view option = {};         // empty: not chosen yet
  const Address* address = nullptr;     // null: not known yet
  identity::AccountId account_id = {};  // who buys; none: a guest
  std::string email = {};               // empty: not known yet
};

struct Offer {
  std::vector<OfferedLine> lines;  // in the order of the cart
  Currency currency;
  pricing::Quote quote;            // of the lines that are sold, in their order
  pricing::Taxation taxes;
  std::vector<pricing::ShippingOption> options;  // how it can be delivered
  std::optional<pricing::ShippingOption> option;  // the chosen one; nothing if it is none of them
  promotions::Basket basket;       // as it was evaluated
  promotions::Evaluation discounts;
  std::vector<OrderDiscount> taken_off;
  std::vector<TenderView> tenders;
  Money due;                       // of the total, to be paid with money
};

// `cart` must outlive the offer.
Offer look_up(const Needs& needs, db::Reader& reader, const Cart& cart, const Destination& destination);

// The lines of an order for an offer all of whose lines are sold.
std::vector<OrderLine> order_lines(const Needs& needs, const Offer& offer);

LineProduct product_of(const Needs& needs, const catalog::SoldVariant& sold);
Currency currency_of(const Needs& needs, const Cart& cart);

}  // namespace plaza::orders
