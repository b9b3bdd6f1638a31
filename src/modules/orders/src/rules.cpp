#include "rules.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"

namespace plaza::orders {
namespace {

struct Move {
  OrderStatus from;
  OrderStatus to;
};
using enum OrderStatus;
constexpr Move moves[] = {
    {placed, paid},         {placed, dropped},     {placed, cancelled},  {paid, cancelled},
    {paid, fulfilled},      {paid, refunded},      {fulfilled, delivered}, {fulfilled, refunded},
    {delivered, refunded},
};

CartLine* find_line(std::vector<CartLine>& lines, catalog::VariantId variant) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.variant_id == variant; });
  return found == lines.end() ? nullptr : &*found;
}

bool holds(const Shopper& shopper, std::string_view token) {
  return std::any_of(shopper.tokens.begin(), shopper.tokens.end(),
                     [&](const std::string& held) { return crypto::equal_constant_time(held, token); });
}

}  // namespace

bool may_move(OrderStatus from, OrderStatus to) {
  return std::any_of(std::begin(moves), std::end(moves),
                     [&](const Move& move) { return move.from == from && move.to == to; });
}

Error wrong_status(const Order& order, OrderStatus wanted) {
  return {ErrorKind::conflict, "orders.wrong_status",
          "Order " + number_text(order.number) + " is " + std::string(json::enum_text(order.status)) + " and cannot become " +
              std::string(json::enum_text(wanted)) + "."};
}

bool in_grace(const Order& order, Time now, Micros grace) { return now <= order.placed_at + grace; }


std::string_view actor_text(Actor actor) {
  switch (actor) {
    case Actor::customer: return "customer";
    case Actor::staff: return "staff";
    case Actor::system: return "system";
  }
  return {};
}

std::string new_cart_token(CartId id) { return crypto::random_token() + "." + to_text(id).substr(4); }

std::optional<CartId> cart_of_token(std::string_view token) {
  const auto dot = token.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  return parse_id<CartId>(std::string(CartTag::prefix) + "_" + std::string(token.substr(dot + 1)));
}

bool may_open(const Cart& cart, const Shopper& shopper) {
  if (cart.account_id) return cart.account_id == shopper.account_id;
  return holds(shopper, cart.access_token);
}

bool may_open(const Order& order, const Shopper& shopper) {
  if (order.status == dropped) return false;
  return (order.account_id && order.account_id == shopper.account_id) || holds(shopper, order.access_token);
}

Status add(std::vector<CartLine>& lines, CartLine line) {
  if (auto* there = find_line(lines, line.variant_id)) {
    if (there->quantity + line.quantity > line_quantity_max) {
      return invalid_field("quantity", "out_of_range",
                           "At most " + std::to_string(line_quantity_max) + " of one variant fit into a cart.");
    }
    there->quantity += line.quantity;
    if (line.source) there->source = std::move(line.source);
    return done();
  }
  if (lines.size() >= cart_lines_max) {
    return Error{ErrorKind::conflict, "orders.cart_full",
                 "A cart has room for " + std::to_string(cart_lines_max) + " different things."};
  }
  lines.push_back(std::move(line));
  return done();
}

Status set_quantity(std::vector<CartLine>& lines, LineId line, std::int64_t quantity) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const auto& other) { return other.id == line; });
  if (found == lines.end()) return Error{ErrorKind::not_found, "orders.line_not_found", "The cart has no such line."};
  if (quantity == 0) {
    lines.erase(found);
  } else {
    found->quantity = quantity;
  }
  return done();
}

void merge(std::vector<CartLine>& lines, const std::vector<CartLine>& others) {
  for (const auto& other : others) {
    if (auto* there = find_line(lines, other.variant_id)) {
      there->quantity = std::min(line_quantity_max, there->quantity + other.quantity);
    } else if (lines.size() < cart_lines_max) {
      lines.push_back(other);
    }
  }
}

void merge(CartExtras& extras, const CartExtras& others) {
  const auto join = [](std::vector<std::string>& own, const std::vector<std::string>& more, std::size_t max) {
    for (const auto& text : more) {
      if (own.size() < max && std::find(own.begin(), own.end(), text) == own.end()) own.push_back(text);
    }
  };
  join(extras.codes, others.codes, cart_codes_max);
  join(extras.gift_cards, others.gift_cards, cart_gift_cards_max);
}

OrderFacts facts_of(const Order& order, std::string_view reason) {
  OrderFacts facts;
  facts.order_id = order.id;
  facts.number = number_text(order.number);
  if (order.account_id) facts.account_id = order.account_id;
  facts.visitor = order.visitor;
  for (const auto& line : order.lines) {
    facts.lines.push_back({line.variant_id, line.product.id, line.quantity, line.unit_price, line.source});
  }
  facts.total = order.totals.total;
  facts.reason = reason;
  return facts;
}

std::string search_text(const Order& order) {
  return folded(order.email + " " + order.shipping_address.name + " " + number_text(order.number));
}

}  // namespace plaza::orders
