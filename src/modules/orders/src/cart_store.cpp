#include "cart_store.h"

#include "platform/base/check.h"
#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::orders::cart_store {
namespace {

// The document in the column `lines`.
struct Lines {
  std::vector<CartLine> lines;
  template <class V>
  void describe(V& v) {
    v("lines", lines);
  }
};

std::string lines_text(const std::vector<CartLine>& lines) { return json::encode(lines); }

std::vector<CartLine> lines_of(std::string_view text) {
  auto decoded = json::decode<Lines>("{\"lines\":" + std::string(text) + "}");
  CHECK(decoded.ok());
  return std::move(decoded->lines);
}

// Nothing for a cart that has nothing but lines, as most are.
std::string extras_text(const CartExtras& extras) { return extras == CartExtras{} ? std::string() : json::encode(extras); }

CartExtras extras_of(std::string_view text) {
  if (text.empty()) return {};
  auto decoded = json::decode<CartExtras>(text);
  CHECK(decoded.ok());
  return std::move(*decoded);
}

Cart read(const db::Row& row) {
  Cart cart;
  cart.id = row.id<CartId>(0);
  cart.account_id = row.id<identity::AccountId>(1);
  cart.visitor = row.string(2);
  cart.access_token = row.string(3);
  cart.status = static_cast<CartStatus>(row.integer(4));
  cart.version = row.integer(5);
  cart.lines = lines_of(row.text(6));
  cart.reserved_until = row.time(7);
  cart.order_id = row.id<OrderId>(8);
  cart.merged_into = row.id<CartId>(9);
  cart.updated_at = row.time(10);
  cart.extras = extras_of(row.text(11));
  return cart;
}

std::optional<identity::AccountId> or_null(identity::AccountId account) {
  return account ? std::optional(account) : std::nullopt;
}

}  // namespace

void insert(db::Transaction& tx, const Cart& cart) {
  tx.send(statements::insert_cart, {cart.id, or_null(cart.account_id), cart.visitor, cart.access_token, lines_text(cart.lines),
                                    cart.updated_at, extras_text(cart.extras)});
}

std::optional<Cart> find(db::Reader& reader, CartId id) { return reader.one(statements::find_cart, {id}, read); }

std::optional<Cart> of_account(db::Reader& reader, identity::AccountId account) {
  return reader.one(statements::cart_of_account, {account}, read);
}

bool change(db::Transaction& tx, const Cart& cart, Time now) {
  return tx.execute(statements::change_cart, {cart.id, cart.version, lines_text(cart.lines), cart.reserved_until,
                                              or_null(cart.account_id), now, extras_text(cart.extras)}) == 1;
}

bool claim(db::Transaction& tx, const Cart& cart, OrderId order, Time now) {
  return tx.execute(statements::claim_cart, {cart.id, cart.version, order, now}) == 1;
}

bool reopen(db::Transaction& tx, CartId id, OrderId order, Time now) {
  return tx.execute(statements::reopen_cart, {id, order, now}) == 1;
}

bool merge(db::Transaction& tx, const Cart& cart, CartId into, Time now) {
  return tx.execute(statements::merge_cart, {cart.id, cart.version, into, now}) == 1;
}

std::int64_t forget(db::Transaction& tx, Time before) { return tx.execute(statements::forget_carts, {before}); }

void forget_of(db::Transaction& tx, identity::AccountId account) { tx.send(statements::forget_carts_of, {account}); }

}  // namespace plaza::orders::cart_store
