// Carts in the database. Every change is guarded: false says that somebody else was faster.
#pragma once

#include <optional>

#include "orders/cart.h"
#include "platform/db/connection.h"

namespace plaza::orders::cart_store {

void insert(db::Transaction& tx, const Cart& cart);
std::optional<Cart> find(db::Reader& reader, CartId id);
// The newest open one.
std::optional<Cart> of_account(db::Reader& reader, identity::AccountId account);

// Writes lines, hold and account, if the cart is open and still of `cart.version`.
bool change(db::Transaction& tx, const Cart& cart, Time now);
// For a checkout. The hold is the order's from now on.
bool claim(db::Transaction& tx, const Cart& cart, OrderId order, Time now);
// After a checkout that came to nothing.
bool reopen(db::Transaction& tx, CartId id, OrderId order, Time now);
bool merge(db::Transaction& tx, const Cart& cart, CartId into, Time now);

// At most 500 that nobody touched since `before`; says how many.
std::int64_t forget(db::Transaction& tx, Time before);
void forget_of(db::Transaction& tx, identity::AccountId account);

}  // namespace plaza::orders::cart_store
