#include "cart_service.h"

#include <algorithm>

#include "cart_store.h"
#include "rules.h"

namespace plaza::orders {
namespace {

constexpr int tries_max = 20;
constexpr int merges_max = 4;  // a merged cart leads to another, which may have been merged too

Error not_found() { return {ErrorKind::not_found, "orders.cart_not_found", "There is no such cart."}; }
Error busy() { return {ErrorKind::conflict, "orders.cart_busy", "This cart is being changed elsewhere. Please try again."}; }

std::int64_t quantity_of(const Cart& cart, catalog::VariantId variant) {
  for (const auto& line : cart.lines) {
    if (line.variant_id == variant) return line.quantity;
  }
  return 0;
}

}  // namespace

std::vector<inventory::StockLine> stock_lines(const std::vector<CartLine>& lines) {
  std::vector<inventory::StockLine> stock;
  for (const auto& line : lines) stock.push_back({line.variant_id, line.quantity});
  return stock;
}

Error empty_cart() { return {ErrorKind::invalid, "orders.empty_cart", "The cart is empty."}; }

Status must_be_open(const Cart& cart) {
  if (cart.status == CartStatus::open) return done();
  return Error{ErrorKind::conflict, "orders.cart_ordered", "This cart has been ordered, or is being ordered right now."};
}

Cart CartService::create(db::Transaction& tx, const Shopper& shopper) {
  Cart cart;
  cart.id = needs_.ids.make<CartId>();
  cart.account_id = shopper.account_id;
  cart.visitor = shopper.visitor;
  cart.access_token = new_cart_token(cart.id);
  cart.updated_at = needs_.clock.now();
  cart_store::insert(tx, cart);
  return cart;
}

Result<Cart> CartService::find(db::Reader& reader, const Shopper& shopper, CartId id) {
  for (int hop = 0; hop < merges_max; ++hop) {
    auto cart = cart_store::find(reader, id);
    if (!cart || !may_open(*cart, shopper)) return not_found();
    if (cart->status != CartStatus::merged) return std::move(*cart);
    id = cart->merged_into;
  }
  return not_found();
}

std::vector<Cart> CartService::guest_carts(db::Reader& reader, const Shopper& shopper) {
  std::vector<Cart> carts;
  for (const auto& token : shopper.tokens) {
    const auto id = cart_of_token(token);
    if (!id) continue;
    auto cart = cart_store::find(reader, *id);
    if (cart && !cart->account_id && cart->status == CartStatus::open && may_open(*cart, shopper)) {
      carts.push_back(std::move(*cart));
    }
  }
  std::sort(carts.begin(), carts.end(), [](const Cart& a, const Cart& b) { return a.id > b.id; });
  return carts;
}

std::optional<Cart> CartService::current(db::Reader& reader, const Shopper& shopper) {
  if (shopper.account_id) {
    if (auto own = cart_store::of_account(reader, shopper.account_id)) return own;
  }
  auto carts = guest_carts(reader, shopper);
  if (carts.empty()) return std::nullopt;
  return std::move(carts.front());
}

bool CartService::has_guest_cart(db::Reader& reader, const Shopper& shopper) {
  return shopper.account_id && !guest_carts(reader, shopper).empty();
}

std::optional<Cart> CartService::adopt(db::Transaction& tx, const Shopper& shopper) {
  if (!shopper.account_id) return current(tx, shopper);
  const Time now = needs_.clock.now();
  for (int attempt = 0; attempt < tries_max; ++attempt) {
    const auto guests = guest_carts(tx, shopper);
    auto own = cart_store::of_account(tx, shopper.account_id);
    if (guests.empty()) return own;
    Cart guest = guests.front();
    if (!own) {
      guest.account_id = shopper.account_id;
      cart_store::change(tx, guest, now);
      continue;
    }
    merge(own->lines, guest.lines);
    merge(own->extras, guest.extras);
    own->reserved_until = {};  // there may not be enough for both: what was held is free again
    const bool merged = tx.nested([&] { return cart_store::merge(tx, guest, own->id, now) && cart_store::change(tx, *own, now); });
    if (!merged) continue;
    for (const CartId id : {guest.id, own->id}) CHECK(needs_.stock.release(tx, to_text(id)).ok());
  }
  return cart_store::of_account(tx, shopper.account_id);
}

Status CartService::may_buy(db::Reader& reader, const Shopper& shopper, const Cart& cart, catalog::ProductId product) const {
  if (!needs_.gate || !needs_.gate->guards(product)) return done();
  std::int64_t units = 0;
  for (const auto& line : cart.lines) units += line.product_id == product ? line.quantity : 0;
  return needs_.gate->may_buy(reader, product, units, shopper.drop_tickets, shopper.account_id);
}

Status CartService::enough(catalog::VariantId variant, std::int64_t quantity, std::int64_t held) const {
  const std::int64_t left = needs_.levels.available(variant) + held;
  if (quantity <= left) return done();
  const std::string text = left <= 0 ? "It is sold out." : "Only " + std::to_string(left) + " are left.";
  return Error{ErrorKind::conflict, "inventory.out_of_stock", text, {{"quantity", "out_of_stock", text}}};
}

Status CartService::hold_anew(db::Transaction& tx, const Cart& cart) {
  const std::string reference = to_text(cart.id);
  TRY_DONE(needs_.stock.release(tx, reference));
  if (cart.lines.empty()) return done();
  return needs_.stock.reserve(tx, reference, stock_lines(cart.lines), cart.reserved_until);
}

// What is held is there: only lines that stock could not hold are pre-orders, as long as the hold runs.
void CartService::mark_preorders(Cart& cart, const std::vector<CartLine>& held) const {
  for (auto& line : cart.lines) {
    const auto same = [&](const CartLine& other) { return other.id == line.id && !other.preorder; };
    const bool was_held = std::any_of(held.begin(), held.end(), same);
    line.preorder = !was_held && needs_.levels.preorder(line.variant_id, line.quantity).has_value();
  }
}

Result<Cart> CartService::change(db::Transaction& tx, const Shopper& shopper, CartId id, const Change& change) {
  for (int attempt = 0; attempt < tries_max; ++attempt) {
    TRY(Cart cart, find(tx, shopper, id));
    TRY_DONE(must_be_open(cart));
    const bool held = is_held(cart);
    const auto before = held ? cart.lines : std::vector<CartLine>();
    TRY_DONE(change(cart));
    if (held) mark_preorders(cart, before);
    if (!held || cart.lines.empty()) cart.reserved_until = Time{};
    if (!cart_store::change(tx, cart, needs_.clock.now())) continue;
    ++cart.version;
    if (held) TRY_DONE(hold_anew(tx, cart));
    return cart;
  }
  return busy();
}

Result<Cart> CartService::add_line(db::Transaction& tx, const Shopper& shopper, CartId id, catalog::VariantId variant,
                                   std::int64_t quantity, const std::optional<Source>& source) {
  CHECK(quantity >= 1 && quantity <= line_quantity_max);
  const auto sold = needs_.catalog.variants(tx, std::span(&variant, 1));
  return change(tx, shopper, id, [&](Cart& cart) -> Status {
    if (sold.empty() || sold[0].status != catalog::ProductStatus::active) {
      return Error{ErrorKind::not_found, "catalog.variant_not_found", "There is no such variant."};
    }
    const auto& known = sold[0];
    const std::int64_t before = quantity_of(cart, variant);
    TRY_DONE(add(cart.lines, CartLine{needs_.ids.make<LineId>(), variant, quantity, known.variant.product_id,
                                      known.product_handle, known.product_title, known.variant.title, source}));
    TRY_DONE(may_buy(tx, shopper, cart, known.variant.product_id));
    return enough(variant, before + quantity, is_held(cart) ? before : 0);
  });
}

Result<Cart> CartService::set_quantity(db::Transaction& tx, const Shopper& shopper, CartId id, LineId line,
                                       std::int64_t quantity) {
  CHECK(quantity >= 0 && quantity <= line_quantity_max);
  return change(tx, shopper, id, [&](Cart& cart) -> Status {
    const auto there = std::find_if(cart.lines.begin(), cart.lines.end(), [&](const auto& l) { return l.id == line; });
    const bool more = there != cart.lines.end() && quantity > there->quantity;
    if (more) TRY_DONE(enough(there->variant_id, quantity, is_held(cart) ? there->quantity : 0));
    const auto product = there != cart.lines.end() ? there->product_id : catalog::ProductId{};
    TRY_DONE(orders::set_quantity(cart.lines, line, quantity));
    return more ? may_buy(tx, shopper, cart, product) : done();
  });
}

Result<Cart> CartService::reserve(db::Transaction& tx, const Shopper& shopper, CartId id) {
  for (int attempt = 0; attempt < tries_max; ++attempt) {
    TRY(Cart cart, find(tx, shopper, id));
    TRY_DONE(must_be_open(cart));
    if (cart.lines.empty()) return empty_cart();
    if (is_held(cart)) return cart;
    cart.reserved_until = needs_.clock.now() + hold_length;
    mark_preorders(cart, {});
    if (!cart_store::change(tx, cart, needs_.clock.now())) continue;
    ++cart.version;
    TRY_DONE(hold_anew(tx, cart));
    return cart;
  }
  return busy();
}

}  // namespace plaza::orders
