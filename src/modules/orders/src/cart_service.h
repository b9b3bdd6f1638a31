// Carts over their store, the catalogue and the stock.
#pragma once

#include <functional>

#include "orders/module.h"

namespace plaza::orders {

inline constexpr Micros hold_length = minutes(10);

struct Destination;

class CartService final : public Carts {
 public:
  explicit CartService(const Needs& needs) : needs_(needs) {}

  Cart create(db::Transaction& tx, const Shopper& shopper) override;
  Result<Cart> find(db::Reader& reader, const Shopper& shopper, CartId id) override;
  std::optional<Cart> current(db::Reader& reader, const Shopper& shopper) override;
  std::optional<Cart> adopt(db::Transaction& tx, const Shopper& shopper) override;
  Result<Cart> add_line(db::Transaction& tx, const Shopper& shopper, CartId id, catalog::VariantId variant,
                        std::int64_t quantity, const std::optional<Source>& source) override;
  Result<Cart> set_quantity(db::Transaction& tx, const Shopper& shopper, CartId id, LineId line,
                            std::int64_t quantity) override;
  Result<Cart> reserve(db::Transaction& tx, const Shopper& shopper, CartId id) override;
  CartView view(db::Reader& reader, const Cart& cart) override;
  // The same at a destination: with its way of delivery, its taxes and what is left to pay.
  CartView priced(db::Reader& reader, const Cart& cart, const Destination& destination);

  // A new one that pays in `currency` (empty: the shop's). pricing.currency_not_sold (400).
  Result<Cart> open(db::Transaction& tx, const Shopper& shopper, std::string_view currency);
  // What is absent stays. pricing.currency_not_sold.
  Result<Cart> choose(db::Transaction& tx, const Shopper& shopper, CartId id, const std::optional<std::string>& currency,
                      std::optional<bool> use_store_credit);
  // A code that does not hold for the cart is refused with its reason, and not kept. Also orders.too_many_codes (409).
  Result<Cart> add_code(db::Transaction& tx, const Shopper& shopper, CartId id, std::string_view code) override;
  Result<Cart> remove_code(db::Transaction& tx, const Shopper& shopper, CartId id, std::string_view code);
  // credit.card_not_found, credit.wrong_currency, credit.disabled, credit.expired, orders.too_many_gift_cards.
  Result<Cart> add_gift_card(db::Transaction& tx, const Shopper& shopper, CartId id, std::string_view code) override;
  Result<Cart> remove_gift_card(db::Transaction& tx, const Shopper& shopper, CartId id, std::string_view card);

  // Is there something to adopt? Reads only, so that looking at one's cart seldom writes.
  bool has_guest_cart(db::Reader& reader, const Shopper& shopper);
  // How the cart can be delivered to a country (empty: not known yet), with what each way costs.
  std::vector<pricing::ShippingOption> shipping_options(db::Reader& reader, const Cart& cart, std::string_view country,
                                                        std::string_view region);

 private:
  using Change = std::function<Status(Cart&)>;
  // Applies a change to the newest version, again if somebody else changed the cart meanwhile. What is held follows the lines.
  Result<Cart> change(db::Transaction& tx, const Shopper& shopper, CartId id, const Change& change);
  void mark_preorders(Cart& cart, const std::vector<CartLine>& held) const;
  Status hold_anew(db::Transaction& tx, const Cart& cart);
  bool is_held(const Cart& cart) const { return cart.reserved_until > needs_.clock.now(); }
  // Open carts of guests that the tokens open, newest first.
  std::vector<Cart> guest_carts(db::Reader& reader, const Shopper& shopper);
  // inventory.out_of_stock if fewer are left than `quantity`. `held` of them are this cart's own already.
  // Whether a product that is sold by a drop may be bought so often.
  Status may_buy(db::Reader& reader, const Shopper& shopper, const Cart& cart, catalog::ProductId product) const;
  Status enough(catalog::VariantId variant, std::int64_t quantity, std::int64_t held) const;

  const Needs needs_;
};

// A cart's lines as stock knows them.
std::vector<inventory::StockLine> stock_lines(const std::vector<CartLine>& lines);
// orders.cart_ordered or orders.cart_busy for a cart that is not open.
Status must_be_open(const Cart& cart);
Error empty_cart();

}  // namespace plaza::orders
