// Decisions of orders that need neither a database nor a clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orders/events.h"
#include "orders/orders.h"
#include "platform/base/result.h"

namespace plaza::orders {

// --- states of an order ---

bool may_move(OrderStatus from, OrderStatus to);
// Before it has left.
inline bool may_cancel(OrderStatus status) { return may_move(status, OrderStatus::cancelled); }
Error wrong_status(const Order& order, OrderStatus wanted);
// Whether its buyer may still change their mind.
bool in_grace(const Order& order, Time now, Micros grace);

std::string_view actor_text(Actor actor);

// --- who may open what ---

// A token is random and ends with the cart's own number, so that a cart is found by its token without an index of tokens.
std::string new_cart_token(CartId id);
std::optional<CartId> cart_of_token(std::string_view token);
// An account's cart is opened by the account only, a guest's by its token.
bool may_open(const Cart& cart, const Shopper& shopper);
bool may_open(const Order& order, const Shopper& shopper);

// --- lines of a cart ---

// More of a line that is there, or a new one at the end. Errors: orders.cart_full, request.invalid (quantity).
Status add(std::vector<CartLine>& lines, CartLine line);
// 0 removes it. orders.line_not_found if it is not there.
Status set_quantity(std::vector<CartLine>& lines, LineId line, std::int64_t quantity);
// What fits of `others`: a variant's quantity is capped, and so is the number of lines.
void merge(std::vector<CartLine>& lines, const std::vector<CartLine>& others);
// Codes and gift cards of both, as many as fit; the currency stays.
void merge(CartExtras& extras, const CartExtras& others);

// --- what is told ---

OrderFacts facts_of(const Order& order, std::string_view reason = {});
// What staff search in: folded e-mail, name and number.
std::string search_text(const Order& order);

}  // namespace plaza::orders
