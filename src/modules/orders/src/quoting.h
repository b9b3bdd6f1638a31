// What the shop's modules for prices, taxes and shipping say about some lines; where a module is not there, what the settings say.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "orders/module.h"

namespace plaza::orders {

// Nothing: not sold in the buyer's currency.
std::optional<pricing::UnitPrice> unit_price(const Needs& needs, const catalog::SoldVariant& sold, const pricing::Buyer& buyer);
// One unit as pricing and taxes see it.
pricing::Line priced_line(const Needs& needs, const catalog::SoldVariant& sold, std::int64_t price, std::int64_t quantity);
// Who may choose what to pay in.
bool sells_in(const Needs& needs, Currency currency);

// `address` may be null: not known yet. An option that is fetched is taxed where it is fetched.
pricing::Taxation taxation(const Needs& needs, std::span<const pricing::Line> lines, const Address* address,
                           const pricing::ShippingOption* option, identity::AccountId account);
// With what each costs now. `subtotal` after discounts, `weight_g` of all.
std::vector<pricing::ShippingOption> shipping_options(const Needs& needs, std::string_view country, std::string_view region,
                                                      std::int64_t subtotal, std::int64_t weight_g, Currency currency);

}  // namespace plaza::orders
