// All SQL of returns. Status numbers are those of the enums in return.h and warranties.h.
#pragma once

#include "platform/db/connection.h"

namespace plaza::returns::statements {

inline constexpr db::Statement read_policy{"returns.read_policy", R"sql(
SELECT version, policy FROM returns_policy WHERE id = 1)sql"};

inline constexpr db::Statement first_policy{"returns.first_policy", R"sql(
INSERT INTO returns_policy (id, version, policy) VALUES (1, 1, $1) ON CONFLICT (id) DO NOTHING)sql"};

inline constexpr db::Statement change_policy{"returns.change_policy", R"sql(
UPDATE returns_policy SET version = version + 1, policy = $2 WHERE id = 1 AND version = $1)sql"};

// --- returns ---

inline constexpr db::Statement insert_return{"returns.insert_return", R"sql(
INSERT INTO returns_returns (id, order_id, account_id, status, version, requested_at, updated_at, number, email, details)
VALUES ($1, $2, $3, $4, 1, $5, $5, $6, $7, $8))sql"};

inline constexpr db::Statement find_return{"returns.find_return", R"sql(
SELECT id, order_id, account_id, status, version, requested_at, updated_at, details FROM returns_returns WHERE id = $1)sql"};

// Guarded by the version that the change was made from.
inline constexpr db::Statement change_return{"returns.change_return", R"sql(
UPDATE returns_returns SET status = $3, version = version + 1, updated_at = $4, details = $5
WHERE id = $1 AND version = $2)sql"};

inline constexpr db::Statement list_returns{"returns.list_returns", R"sql(
SELECT id, order_id, account_id, status, version, requested_at, updated_at, details
FROM returns_returns WHERE id < $1 ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement list_returns_by_status{"returns.list_returns_by_status", R"sql(
SELECT id, order_id, account_id, status, version, requested_at, updated_at, details
FROM returns_returns WHERE status = $3 AND id < $1 ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement list_returns_of_order{"returns.list_returns_of_order", R"sql(
SELECT id, order_id, account_id, status, version, requested_at, updated_at, details
FROM returns_returns WHERE order_id = $3 AND id < $1 ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement find_returns_by_number{"returns.find_returns_by_number", R"sql(
SELECT id, order_id, account_id, status, version, requested_at, updated_at, details
FROM returns_returns WHERE number = $3 AND id < $1 ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement find_returns_by_email{"returns.find_returns_by_email", R"sql(
SELECT id, order_id, account_id, status, version, requested_at, updated_at, details
FROM returns_returns WHERE email = $3 AND id < $1 ORDER BY id DESC LIMIT $2)sql"};

// --- units under way ---

inline constexpr db::Statement open_units{"returns.open_units", R"sql(
INSERT INTO returns_units (line_id, quantity) VALUES ($1, 0) ON CONFLICT (line_id) DO NOTHING)sql"};

// No more than `$3` of a line are under way together.
inline constexpr db::Statement take_units{"returns.take_units", R"sql(
UPDATE returns_units SET quantity = quantity + $2 WHERE line_id = $1 AND quantity + $2 <= $3)sql"};

inline constexpr db::Statement drop_units{"returns.drop_units", R"sql(
UPDATE returns_units SET quantity = quantity - $2 WHERE line_id = $1 AND quantity >= $2)sql"};

inline constexpr db::Statement read_units{"returns.read_units", R"sql(
SELECT quantity FROM returns_units WHERE line_id = $1)sql"};

// --- pictures ---

inline constexpr db::Statement open_photo_places{"returns.open_photo_places", R"sql(
INSERT INTO returns_photo_places (order_id, taken) VALUES ($1, 0) ON CONFLICT (order_id) DO NOTHING)sql"};

inline constexpr db::Statement take_photo_place{"returns.take_photo_place", R"sql(
UPDATE returns_photo_places SET taken = taken + 1 WHERE order_id = $1 AND taken < $2)sql"};

inline constexpr db::Statement free_photo_place{"returns.free_photo_place", R"sql(
UPDATE returns_photo_places SET taken = taken - 1 WHERE order_id = $1 AND taken > 0)sql"};

inline constexpr db::Statement insert_photo{"returns.insert_photo", R"sql(
INSERT INTO returns_photos (media_id, order_id, at) VALUES ($1, $2, $3))sql"};

inline constexpr db::Statement photo_of{"returns.photo_of", R"sql(
SELECT 1 FROM returns_photos WHERE media_id = $1 AND order_id = $2)sql"};

// --- warranties ---

inline constexpr db::Statement count_warranties{"returns.count_warranties", R"sql(
SELECT COUNT(*) FROM returns_warranties WHERE line_id = $1)sql"};

inline constexpr db::Statement insert_warranty{"returns.insert_warranty", R"sql(
INSERT INTO returns_warranties (id, order_id, line_id, unit, account_id, product_id, variant_id, title, serial, registered_at,
  starts_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING)sql"};

inline constexpr db::Statement find_warranty{"returns.find_warranty", R"sql(
SELECT id, order_id, line_id, account_id, title, serial, registered_at, starts_at, expires_at
FROM returns_warranties WHERE id = $1)sql"};

inline constexpr db::Statement find_serial{"returns.find_serial", R"sql(
SELECT id FROM returns_warranties WHERE product_id = $1 AND serial = $2 AND serial <> '')sql"};

inline constexpr db::Statement warranties_of_order{"returns.warranties_of_order", R"sql(
SELECT id, order_id, line_id, account_id, title, serial, registered_at, starts_at, expires_at
FROM returns_warranties WHERE order_id = $1 ORDER BY id DESC LIMIT 200)sql"};

inline constexpr db::Statement warranties_of_account{"returns.warranties_of_account", R"sql(
SELECT id, order_id, line_id, account_id, title, serial, registered_at, starts_at, expires_at
FROM returns_warranties WHERE account_id = $1 ORDER BY id DESC LIMIT 200)sql"};

// --- claims ---

inline constexpr db::Statement insert_claim{"returns.insert_claim", R"sql(
INSERT INTO returns_claims (id, warranty_id, order_id, status, version, opened_at, open, details)
VALUES ($1, $2, $3, 0, 1, $4, $2, $5) ON CONFLICT DO NOTHING)sql"};

inline constexpr db::Statement find_claim{"returns.find_claim", R"sql(
SELECT id, warranty_id, order_id, status, version, opened_at, details FROM returns_claims WHERE id = $1)sql"};

inline constexpr db::Statement change_claim{"returns.change_claim", R"sql(
UPDATE returns_claims SET status = $3, version = version + 1, open = $4, details = $5 WHERE id = $1 AND version = $2)sql"};

inline constexpr db::Statement list_claims{"returns.list_claims", R"sql(
SELECT id, warranty_id, order_id, status, version, opened_at, details
FROM returns_claims WHERE id < $1 ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement list_claims_by_status{"returns.list_claims_by_status", R"sql(
SELECT id, warranty_id, order_id, status, version, opened_at, details
FROM returns_claims WHERE status = $3 AND id < $1 ORDER BY id DESC LIMIT $2)sql"};

inline constexpr db::Statement list_claims_of_order{"returns.list_claims_of_order", R"sql(
SELECT id, warranty_id, order_id, status, version, opened_at, details
FROM returns_claims WHERE order_id = $3 AND id < $1 ORDER BY id DESC LIMIT $2)sql"};

// --- of somebody who is erased ---

inline constexpr db::Statement list_returns_of_account{"returns.list_returns_of_account", R"sql(
SELECT id, order_id, account_id, status, version, requested_at, updated_at, details
FROM returns_returns WHERE account_id = $3 AND id < $1 ORDER BY id DESC LIMIT $2)sql"};
inline constexpr db::Statement returns_of_account{"returns.returns_of_account", R"sql(
SELECT id, order_id, account_id, status, version, requested_at, updated_at, details
FROM returns_returns WHERE account_id = $1)sql"};
inline constexpr db::Statement blank_return{"returns.blank_return", R"sql(
UPDATE returns_returns SET email = '', details = $2, version = version + 1 WHERE id = $1)sql"};
inline constexpr db::Statement blank_serials{"returns.blank_serials", R"sql(
UPDATE returns_warranties SET serial = '' WHERE account_id = $1)sql"};

inline constexpr const db::Statement* all_statements[] = {
    &read_policy,     &first_policy,  &change_policy,       &insert_return,         &find_return,
    &change_return,   &list_returns,  &list_returns_by_status, &list_returns_of_order, &find_returns_by_number,
    &find_returns_by_email, &open_units, &take_units,       &drop_units,            &read_units,
    &count_warranties, &insert_warranty, &find_warranty,    &find_serial,           &warranties_of_order,
    &warranties_of_account, &insert_claim, &find_claim,     &change_claim,          &list_claims,
    &list_claims_by_status, &list_claims_of_order, &open_photo_places, &take_photo_place, &free_photo_place,
    &insert_photo, &photo_of, &list_returns_of_account, &returns_of_account, &blank_return, &blank_serials,
};

}  // namespace plaza::returns::statements
