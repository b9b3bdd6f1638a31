// Carts: what a shopper means to buy. A cart is opened by its random access token or by the account it belongs to; to anybody else
// it is not there. Nothing is promised by a cart: prices and stock are looked up whenever it is shown, and once more at checkout.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "orders/ids.h"
#include "orders/views.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::orders {

inline constexpr std::int64_t line_quantity_max = 99;
inline constexpr std::size_t cart_lines_max = 50;
inline constexpr std::size_t cart_codes_max = 10;
inline constexpr std::size_t cart_gift_cards_max = 5;

// Who is shopping: an account, or whoever holds the access tokens.
struct Shopper {
  identity::AccountId account_id;  // none: a guest
  std::string visitor;             // the anonymous id, for attribution; grants nothing
  std::vector<std::string> tokens; // of the Plaza-Access-Token header
  std::string locale = "en";       // "en" or "vi"
  std::string drop_tickets = {};   // the header Plaza-Drop-Ticket as it was sent
};

// Stored by number: new ones go to the end.
enum class CartStatus {
  open,
  claimed,  // a checkout has it: `order_id` says which. Open again when that comes to nothing
  merged,   // its lines went into `merged_into`
};

struct CartLine {
  LineId id;
  catalog::VariantId variant_id;
  std::int64_t quantity = 1;
  catalog::ProductId product_id;
  std::string handle;         // of the product, and how it was called, when it was added: shown if it is not sold any more
  std::string title;
  std::string variant_title;
  std::optional<Source> source;
  bool preorder = false;      // while the cart is held: this line is not, it will be sold before it is there
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("variant_id", variant_id);
    v("quantity", quantity);
    v("product_id", product_id);
    v("handle", handle);
    v("title", title);
    v("variant_title", variant_title);
    v("source", source);
    v("preorder", preorder, json::Optional{});
  }
};

// What a cart may have besides its lines.
struct CartExtras {
  std::string currency;                 // "JPY"; empty: the shop's own
  std::vector<std::string> codes;       // as they were typed
  std::vector<std::string> gift_cards;  // "gft_…", in the order in which they pay
  bool use_store_credit = false;
  friend bool operator==(const CartExtras&, const CartExtras&) = default;
  template <class V>
  void describe(V& v) {
    v("currency", currency, json::Optional{});
    v("codes", codes, json::Optional{});
    v("gift_cards", gift_cards, json::Optional{});
    v("use_store_credit", use_store_credit, json::Optional{});
  }
};

struct Cart {
  CartId id;
  identity::AccountId account_id;  // none: a guest's
  std::string visitor;
  std::string access_token;
  CartStatus status = CartStatus::open;
  std::int64_t version = 0;        // counts the changes: each is guarded by the version it was made from
  std::vector<CartLine> lines;
  Time reserved_until;             // micros 0: nothing is held for it
  OrderId order_id;                // of a claimed cart
  CartId merged_into;
  Time updated_at;
  CartExtras extras;
};

// Thread-safe. Errors: orders.cart_not_found (404: also of carts of others), orders.cart_ordered (409: a checkout has
// it), orders.cart_busy (409: others change it all the time), orders.line_not_found (404), orders.cart_full (409),
// inventory.out_of_stock (409), catalog.variant_not_found (404), request.invalid (400).
class Carts {
 public:
  virtual ~Carts() = default;

  virtual Cart create(db::Transaction& tx, const Shopper& shopper) = 0;
  virtual Result<Cart> find(db::Reader& reader, const Shopper& shopper, CartId id) = 0;
  // The newest open one of the account, else of the tokens. Nothing is an answer.
  virtual std::optional<Cart> current(db::Reader& reader, const Shopper& shopper) = 0;
  // At sign-in: guests' carts whose tokens the account holds become one with its own. Gives the account's current cart.
  virtual std::optional<Cart> adopt(db::Transaction& tx, const Shopper& shopper) = 0;

  // More of a variant that is there already is added to its line.
  virtual Result<Cart> add_line(db::Transaction& tx, const Shopper& shopper, CartId id, catalog::VariantId variant,
                                std::int64_t quantity, const std::optional<Source>& source) = 0;
  // 0 removes the line.
  virtual Result<Cart> set_quantity(db::Transaction& tx, const Shopper& shopper, CartId id, LineId line,
                                    std::int64_t quantity) = 0;
  // Holds all lines for ten minutes. A hold that is running goes on as it is: asking again does not make it longer.
  // Also orders.empty_cart (400).
  virtual Result<Cart> reserve(db::Transaction& tx, const Shopper& shopper, CartId id) = 0;

  // A discount's code; kept as it was typed. Also orders.too_many_codes (409) and those of promotions.
  virtual Result<Cart> add_code(db::Transaction& tx, const Shopper& shopper, CartId id, std::string_view code) = 0;
  // Also those of credit.
  virtual Result<Cart> add_gift_card(db::Transaction& tx, const Shopper& shopper, CartId id, std::string_view code) = 0;

  // The cart with today's prices and stock.
  virtual CartView view(db::Reader& reader, const Cart& cart) = 0;
};

}  // namespace plaza::orders
