// All SQL of orders. Status numbers are those of the enums in cart.h and views.h.
#pragma once

#include "platform/db/connection.h"

namespace plaza::orders::statements {

// --- carts ---

inline constexpr db::Statement insert_cart{"orders.insert_cart", R"sql(
INSERT INTO orders_carts (id, account_id, visitor, access_token, status, version, lines, reserved_until, updated_at, extras)
VALUES ($1, $2, $3, $4, 0, 0, $5, 0, $6, $7))sql"};

inline constexpr db::Statement find_cart{"orders.find_cart", R"sql(
SELECT id, account_id, visitor, access_token, status, version, lines, reserved_until, order_id, merged_into, updated_at,
  extras
FROM orders_carts WHERE id = $1)sql"};

inline constexpr db::Statement cart_of_account{"orders.cart_of_account", R"sql(
SELECT id, account_id, visitor, access_token, status, version, lines, reserved_until, order_id, merged_into, updated_at,
  extras
FROM orders_carts WHERE account_id = $1 AND status = 0 ORDER BY id DESC LIMIT 1)sql"};

// Changes an open cart, if it is still the version that the change was made from.
inline constexpr db::Statement change_cart{"orders.change_cart", R"sql(
UPDATE orders_carts SET lines = $3, reserved_until = $4, account_id = $5, updated_at = $6, extras = $7, version = version + 1
WHERE id = $1 AND version = $2 AND status = 0)sql"};

// Of two checkouts of one cart, one gets it.
inline constexpr db::Statement claim_cart{"orders.claim_cart", R"sql(
UPDATE orders_carts SET status = 1, order_id = $3, reserved_until = 0, updated_at = $4, version = version + 1
WHERE id = $1 AND version = $2 AND status = 0)sql"};

inline constexpr db::Statement reopen_cart{"orders.reopen_cart", R"sql(
UPDATE orders_carts SET status = 0, order_id = NULL, updated_at = $3, version = version + 1
WHERE id = $1 AND order_id = $2 AND status = 1)sql"};

inline constexpr db::Statement merge_cart{"orders.merge_cart", R"sql(
UPDATE orders_carts SET status = 2, merged_into = $3, lines = '[]', reserved_until = 0, updated_at = $4,
  version = version + 1
WHERE id = $1 AND version = $2 AND status = 0)sql"};

inline constexpr db::Statement forget_carts{"orders.forget_carts", R"sql(
DELETE FROM orders_carts WHERE id IN (SELECT id FROM orders_carts WHERE updated_at < $1 ORDER BY id LIMIT 500))sql"};

inline constexpr db::Statement forget_carts_of{"orders.forget_carts_of", R"sql(
DELETE FROM orders_carts WHERE account_id = $1 AND status <> 1)sql"};

// --- orders ---

inline constexpr db::Statement next_number{"orders.next_number", R"sql(
UPDATE orders_sequence SET last = last + 1 WHERE name = 'order' RETURNING last)sql"};

inline constexpr db::Statement insert_order{"orders.insert_order", R"sql(
INSERT INTO orders_orders (id, number, status, account_id, cart_id, placed_at, paid_at, search, visitor, email, locale,
  access_token, tracking, request, history, details)
VALUES ($1, $2, 0, $3, $4, $5, 0, $6, $7, $8, $9, $10, '', $11, $12, $13))sql"};

inline constexpr db::Statement find_order{"orders.find_order", R"sql(
SELECT id, number, status, account_id, cart_id, placed_at, paid_at, visitor, email, locale, access_token, tracking,
  request, history, details, version, after_sale
FROM orders_orders WHERE id = $1)sql"};

// A move from one status to another, with its line of history.
inline constexpr db::Statement move_order{"orders.move_order", R"sql(
UPDATE orders_orders SET status = $3, history = history || CAST($4 AS TEXT), version = version + 1
WHERE id = $1 AND status = $2)sql"};

inline constexpr db::Statement pay_order{"orders.pay_order", R"sql(
UPDATE orders_orders SET status = 1, history = history || CAST($2 AS TEXT), paid_at = $3, version = version + 1
WHERE id = $1 AND status = 0)sql"};

// Whatever happens after the sale: decided on a version of the order, written if it still is that one.
inline constexpr db::Statement change_order{"orders.change_order", R"sql(
UPDATE orders_orders SET status = $3, history = history || CAST($4 AS TEXT), tracking = $5, search = $6, details = $7,
  after_sale = $8, parcels = $9, version = version + 1
WHERE id = $1 AND version = $2)sql"};

inline constexpr db::Statement insert_audit{"orders.insert_audit", R"sql(
INSERT INTO orders_audit (id, order_id, at, actor_kind, actor_id, actor_name, action, text, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql"};

inline constexpr db::Statement audit_of{"orders.audit_of", R"sql(
SELECT at, actor_kind, actor_id, actor_name, action, text, reason FROM orders_audit
WHERE order_id = $1 ORDER BY id LIMIT 500)sql"};

// $3 to $5: what LIKE takes, "%" for anything.
inline constexpr db::Statement list_orders{"orders.list_orders", R"sql(
SELECT id, number, status, account_id, cart_id, placed_at, paid_at, visitor, email, locale, access_token, tracking,
  request, history, details, version, after_sale
FROM orders_orders
WHERE id < $1 AND status <> 6 AND search LIKE $3 AND search LIKE $4 AND search LIKE $5
ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement list_by_status{"orders.list_by_status", R"sql(
SELECT id, number, status, account_id, cart_id, placed_at, paid_at, visitor, email, locale, access_token, tracking,
  request, history, details, version, after_sale
FROM orders_orders
WHERE status = $6 AND id < $1 AND search LIKE $3 AND search LIKE $4 AND search LIKE $5
ORDER BY id DESC LIMIT $2)sql"};

// By what has left of them: nothing yet, some, all.
inline constexpr db::Statement list_unfulfilled{"orders.list_unfulfilled", R"sql(
SELECT id, number, status, account_id, cart_id, placed_at, paid_at, visitor, email, locale, access_token, tracking,
  request, history, details, version, after_sale
FROM orders_orders
WHERE status = 1 AND parcels = 0 AND id < $1 AND search LIKE $3 AND search LIKE $4 AND search LIKE $5
ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement list_partly{"orders.list_partly", R"sql(
SELECT id, number, status, account_id, cart_id, placed_at, paid_at, visitor, email, locale, access_token, tracking,
  request, history, details, version, after_sale
FROM orders_orders
WHERE status = 1 AND parcels > 0 AND id < $1 AND search LIKE $3 AND search LIKE $4 AND search LIKE $5
ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement list_fulfilled{"orders.list_fulfilled", R"sql(
SELECT id, number, status, account_id, cart_id, placed_at, paid_at, visitor, email, locale, access_token, tracking,
  request, history, details, version, after_sale
FROM orders_orders
WHERE status IN (2, 3) AND id < $1 AND search LIKE $3 AND search LIKE $4 AND search LIKE $5
ORDER BY id DESC LIMIT $2)sql"};

// By a whole e-mail address. The sum keeps planners from walking all orders by their ids.
inline constexpr db::Statement list_by_email{"orders.list_by_email", R"sql(
SELECT id, number, status, account_id, cart_id, placed_at, paid_at, visitor, email, locale, access_token, tracking,
  request, history, details, version, after_sale
FROM orders_orders
WHERE LOWER(email) = $3 AND id < $1 AND (CAST($4 AS BIGINT) < 0 AND status <> 6 OR status = $4)
  AND (CAST($5 AS BIGINT) < 0 OR $5 = 0 AND status = 1 AND parcels = 0 OR $5 = 1 AND status = 1 AND parcels > 0
    OR $5 = 2 AND status IN (2, 3))
ORDER BY id + 0 DESC LIMIT $2)sql"};

inline constexpr db::Statement list_of_account{"orders.list_of_account", R"sql(
SELECT id, number, status, account_id, cart_id, placed_at, paid_at, visitor, email, locale, access_token, tracking,
  request, history, details, version, after_sale
FROM orders_orders
WHERE account_id = $3 AND id < $1 AND status <> 6
ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement find_by_number{"orders.find_by_number", R"sql(
SELECT id, number, status, account_id, cart_id, placed_at, paid_at, visitor, email, locale, access_token, tracking,
  request, history, details, version, after_sale
FROM orders_orders WHERE number = $1)sql"};

inline constexpr db::Statement count_of_account{"orders.count_of_account", R"sql(
SELECT COUNT(*) FROM orders_orders WHERE account_id = $1 AND paid_at > 0)sql"};

// Cancelled ones do not count.
inline constexpr db::Statement bought_as_account{"orders.bought_as_account", R"sql(
SELECT 1 FROM orders_orders WHERE account_id = $1 AND paid_at > 0 AND status <> 4 LIMIT 1)sql"};
inline constexpr db::Statement bought_as_address{"orders.bought_as_address", R"sql(
SELECT 1 FROM orders_orders WHERE LOWER(email) = $1 AND paid_at > 0 AND status <> 4 LIMIT 1)sql"};

// --- orders that were not made here ---

inline constexpr db::Statement insert_past_order{"orders.insert_past_order", R"sql(
INSERT INTO orders_orders (id, number, status, account_id, cart_id, placed_at, paid_at, search, visitor, email, locale,
  access_token, tracking, request, history, details, after_sale, parcels)
VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14, $15, $16))sql"};
inline constexpr db::Statement raise_number{"orders.raise_number", R"sql(
UPDATE orders_sequence SET last = $1 WHERE name = 'order' AND last < $1)sql"};
inline constexpr db::Statement insert_origin{"orders.insert_origin", R"sql(
INSERT INTO orders_origins (order_id, source, name, extra, imported_at) VALUES ($1, $2, $3, $4, $5))sql"};
inline constexpr db::Statement find_past{"orders.find_past", R"sql(
SELECT order_id FROM orders_origins WHERE source = $1 AND name = $2)sql"};
inline constexpr db::Statement origin_of{"orders.origin_of", R"sql(
SELECT source, name, extra FROM orders_origins WHERE order_id = $1)sql"};

// --- words that staff look for ---

inline constexpr db::Statement words_filled_to{"orders.words_filled_to", R"sql(
SELECT last FROM orders_sequence WHERE name = 'words')sql"};
inline constexpr db::Statement words_are_filled_to{"orders.words_are_filled_to", R"sql(
UPDATE orders_sequence SET last = $1 WHERE name = 'words')sql"};
// Nobody changes a text whose words are being written.
inline constexpr db::Statement lock_words{"orders.lock_words", R"sql(
UPDATE orders_sequence SET last = last WHERE name = 'words')sql"};
inline constexpr db::Statement search_of{"orders.search_of", R"sql(
SELECT search FROM orders_orders WHERE id = $1)sql"};
inline constexpr db::Statement texts_after{"orders.texts_after", R"sql(
SELECT id, search FROM orders_orders WHERE id > $1 ORDER BY id LIMIT $2)sql"};
inline constexpr db::Statement texts_from_newest{"orders.texts_from_newest", R"sql(
SELECT id, search, status, parcels FROM orders_orders WHERE id > $1 AND id < $2 ORDER BY id DESC LIMIT $3)sql"};
inline constexpr db::Statement insert_word{"orders.insert_word", R"sql(
INSERT INTO orders_words (word, order_id) VALUES ($1, $2) ON CONFLICT (word, order_id) DO NOTHING)sql"};
inline constexpr db::Statement delete_word{"orders.delete_word", R"sql(
DELETE FROM orders_words WHERE word = $1 AND order_id = $2)sql"};
inline constexpr db::Statement count_words{"orders.count_words", R"sql(
SELECT COUNT(*) FROM (SELECT 1 FROM orders_words WHERE word >= $1 AND word < $2 LIMIT $3) AS looked_at)sql"};
inline constexpr db::Statement texts_with_words{"orders.texts_with_words", R"sql(
SELECT o.id, o.search, o.status, o.parcels FROM orders_words w JOIN orders_orders o ON o.id = w.order_id
WHERE w.word >= $1 AND w.word < $2 AND w.order_id < $3 AND w.order_id <= $4)sql"};

// --- of somebody who is erased ---

inline constexpr db::Statement blank_order{"orders.blank_order", R"sql(
UPDATE orders_orders SET search = $2, email = '', tracking = '', history = $3, details = $4, after_sale = $5,
  version = version + 1
WHERE id = $1)sql"};
inline constexpr db::Statement blank_audit{"orders.blank_audit", R"sql(
UPDATE orders_audit SET text = '', reason = '',
  actor_name = CASE WHEN actor_kind = 'customer' THEN '' ELSE actor_name END
WHERE order_id = $1)sql"};
inline constexpr db::Statement blank_origin{"orders.blank_origin", R"sql(
UPDATE orders_origins SET extra = '' WHERE order_id = $1)sql"};

inline constexpr const db::Statement* all_statements[] = {
    &insert_past_order, &raise_number, &insert_origin, &find_past, &origin_of,
    &insert_cart,  &find_cart,      &cart_of_account, &change_cart,  &claim_cart,      &reopen_cart,
    &merge_cart,   &forget_carts,   &forget_carts_of, &next_number,  &insert_order,    &find_order,
    &move_order,   &pay_order,      &change_order,    &list_orders,  &list_by_status,  &list_of_account,
    &find_by_number, &list_by_email, &count_of_account, &insert_audit, &audit_of,
    &list_unfulfilled, &list_partly, &list_fulfilled,
    &bought_as_account, &bought_as_address, &blank_order, &blank_audit, &blank_origin,
    &words_filled_to, &words_are_filled_to, &lock_words, &search_of, &texts_after, &texts_from_newest, &insert_word, &delete_word,
    &count_words, &texts_with_words,
};

}  // namespace plaza::orders::statements
