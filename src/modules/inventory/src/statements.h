// Every statement of inventory. Each move of stock is one guarded UPDATE that says what it left;
// balances are never read first.
#pragma once

#include "platform/db/connection.h"

namespace plaza::inventory::sql {

#define INVENTORY_MOVED \
  " RETURNING variant_id, location_id, product_id, on_hand, reserved, version, safety"
#define INVENTORY_IF_ENOUGH \
  " WHERE variant_id = $1 AND location_id = $2 AND on_hand - reserved - safety >= $3" INVENTORY_MOVED
#define INVENTORY_HOLD "variant_id, location_id, delta_reserved, reference"

// --- moves
inline constexpr db::Statement sell{"inventory.sell",
                                    "UPDATE inventory_stock SET on_hand = on_hand - $3, version = "
                                    "version + 1" INVENTORY_IF_ENOUGH};
inline constexpr db::Statement hold{"inventory.hold",
                                    "UPDATE inventory_stock SET reserved = reserved + $3, version "
                                    "= version + 1" INVENTORY_IF_ENOUGH};
inline constexpr db::Statement give_back{
    "inventory.give_back",
    "UPDATE inventory_stock SET reserved = reserved - $3, version = version + 1"
    " WHERE variant_id = $1 AND location_id = $2 AND reserved >= $3" INVENTORY_MOVED};
inline constexpr db::Statement sell_held{
    "inventory.sell_held",
    "UPDATE inventory_stock SET on_hand = on_hand - $3, reserved = reserved - $3, version = "
    "version + 1"
    " WHERE variant_id = $1 AND location_id = $2 AND reserved >= $3" INVENTORY_MOVED};
inline constexpr db::Statement add{
    "inventory.add",
    "UPDATE inventory_stock SET on_hand = on_hand + $3, version = version + 1"
    " WHERE variant_id = $1 AND location_id = $2" INVENTORY_MOVED};

// --- counting: lock the row by touching it, then set it
inline constexpr db::Statement insert_stock{"inventory.insert_stock", R"sql(
INSERT INTO inventory_stock (variant_id, location_id, product_id, on_hand, reserved, version) VALUES ($1, $2, $3, $4, 0, 1)
ON CONFLICT (variant_id, location_id) DO NOTHING)sql"};
inline constexpr db::Statement touch{"inventory.touch",
                                     "UPDATE inventory_stock SET version = version + 1 WHERE "
                                     "variant_id = $1 AND location_id = $2" INVENTORY_MOVED};
inline constexpr db::Statement set{"inventory.set",
                                   "UPDATE inventory_stock SET on_hand = $3 WHERE variant_id = $1 "
                                   "AND location_id = $2 AND reserved <= $3" INVENTORY_MOVED};

inline constexpr db::Statement set_safety{
    "inventory.set_safety",
    "UPDATE inventory_stock SET safety = $3, version = version + 1 WHERE variant_id = $1 AND "
    "location_id = $2 AND safety <> $3" INVENTORY_MOVED};
// For a presale that is filled: safety stock is for that too.
inline constexpr db::Statement take_for_presale{
    "inventory.take_for_presale",
    "UPDATE inventory_stock SET on_hand = on_hand - $3, version = version + 1 WHERE variant_id = "
    "$1 AND location_id = $2 AND on_hand - reserved >= $3" INVENTORY_MOVED};

// --- the ledger, and the holds in it
inline constexpr db::Statement enter{"inventory.enter", R"sql(
INSERT INTO inventory_ledger (id, variant_id, location_id, at, delta_on_hand, delta_reserved, balance_on_hand, balance_reserved,
  reason, reference, actor, held_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))sql"};
inline constexpr db::Statement close_holds{
    "inventory.close_holds",
    "UPDATE inventory_ledger SET held_until = NULL WHERE reference = $1 AND held_until IS NOT NULL "
    "RETURNING " INVENTORY_HOLD};
inline constexpr db::Statement extend_holds{"inventory.extend_holds", R"sql(
UPDATE inventory_ledger SET held_until = CASE WHEN held_until < $2 THEN $2 ELSE held_until END
WHERE reference = $1 AND held_until IS NOT NULL)sql"};
inline constexpr db::Statement close_expired{
    "inventory.close_expired",
    "UPDATE inventory_ledger SET held_until = NULL WHERE held_until IS NOT NULL AND held_until <= "
    "$1 AND id IN"
    " (SELECT id FROM inventory_ledger WHERE held_until IS NOT NULL AND held_until <= $1 ORDER BY "
    "held_until LIMIT $2)"
    " RETURNING " INVENTORY_HOLD};
inline constexpr db::Statement close_expired_of{"inventory.close_expired_of",
                                                "UPDATE inventory_ledger SET held_until = NULL"
                                                " WHERE held_until IS NOT NULL AND held_until <= "
                                                "$1 AND variant_id = $2 RETURNING " INVENTORY_HOLD};
inline constexpr db::Statement sold_from{"inventory.sold_from", R"sql(
SELECT location_id FROM inventory_ledger WHERE reference = $1 AND variant_id = $2 AND delta_on_hand < 0
ORDER BY id LIMIT 1)sql"};
inline constexpr db::Statement ledger{"inventory.ledger", R"sql(
SELECT id, at, location_id, delta_on_hand, delta_reserved, balance_on_hand, balance_reserved, reason, reference, actor
FROM inventory_ledger WHERE variant_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3)sql"};

// --- reading
inline constexpr db::Statement available{
    "inventory.available",
    "SELECT COALESCE(SUM(CASE WHEN on_hand - reserved > safety THEN on_hand - reserved - safety "
    "ELSE 0 END), 0) FROM inventory_stock WHERE variant_id = $1"};
inline constexpr db::Statement with_enough{
    "inventory.with_enough",
    "SELECT location_id FROM inventory_stock WHERE variant_id = $1 AND on_hand - reserved - safety "
    ">= $2 ORDER BY location_id LIMIT 100"};
inline constexpr db::Statement stock_at{"inventory.stock_at", R"sql(
SELECT variant_id, location_id, product_id, on_hand, reserved, version, safety
FROM inventory_stock WHERE variant_id = $1 AND location_id = $2)sql"};
inline constexpr db::Statement stock_of{"inventory.stock_of", R"sql(
SELECT variant_id, location_id, product_id, on_hand, reserved, version, safety
FROM inventory_stock WHERE variant_id = $1 ORDER BY location_id)sql"};
inline constexpr db::Statement variants_after{"inventory.variants_after", R"sql(
SELECT DISTINCT variant_id FROM inventory_stock WHERE variant_id > $1 ORDER BY variant_id LIMIT $2)sql"};
inline constexpr db::Statement stock_after{"inventory.stock_after", R"sql(
SELECT variant_id, location_id, product_id, on_hand, reserved, version, safety FROM inventory_stock
WHERE variant_id > $1 OR (variant_id = $1 AND location_id > $2)
ORDER BY variant_id, location_id LIMIT $3)sql"};

// --- locations
inline constexpr db::Statement locations{
    "inventory.locations",
    "SELECT id, handle, name, priority, countries FROM inventory_locations ORDER BY priority, id LIMIT 1000"};
inline constexpr db::Statement location_by_handle{
    "inventory.location_by_handle",
    "SELECT id, handle, name, priority, countries FROM inventory_locations WHERE handle = $1"};
inline constexpr db::Statement insert_location{"inventory.insert_location", R"sql(
INSERT INTO inventory_locations (id, handle, name, created_at, priority, countries) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (handle) DO NOTHING)sql"};
inline constexpr db::Statement update_location{
    "inventory.update_location",
    "UPDATE inventory_locations SET name = $2, priority = $3, countries = $4 WHERE id = $1"};

// --- pre-orders: sold before it is there
#define INVENTORY_PREORDER "variant_id, product_id, cap, presold, promised_at, version"
inline constexpr db::Statement put_preorder{"inventory.put_preorder", R"sql(
INSERT INTO inventory_preorders (variant_id, product_id, cap, presold, promised_at, version) VALUES ($1, $2, $3, 0, $4, 1)
ON CONFLICT (variant_id) DO UPDATE SET cap = $3, promised_at = $4, version = inventory_preorders.version + 1
RETURNING variant_id, product_id, cap, presold, promised_at, version)sql"};
inline constexpr db::Statement presell{
    "inventory.presell",
    "UPDATE inventory_preorders SET presold = presold + $2, version = version + 1"
    " WHERE variant_id = $1 AND presold + $2 <= cap RETURNING " INVENTORY_PREORDER};
inline constexpr db::Statement unpresell{
    "inventory.unpresell",
    "UPDATE inventory_preorders SET presold = presold - $2, version = version + 1"
    " WHERE variant_id = $1 AND presold >= $2 RETURNING " INVENTORY_PREORDER};
inline constexpr db::Statement preorder_of{
    "inventory.preorder_of",
    "SELECT " INVENTORY_PREORDER " FROM inventory_preorders WHERE variant_id = $1"};
inline constexpr db::Statement preorders_after{
    "inventory.preorders_after",
    "SELECT " INVENTORY_PREORDER
    " FROM inventory_preorders WHERE variant_id > $1 ORDER BY variant_id LIMIT $2"};
#define INVENTORY_PRESALE "id, variant_id, order_ref, quantity, promised_at, filled_at"
inline constexpr db::Statement insert_presale{"inventory.insert_presale", R"sql(
INSERT INTO inventory_presales (id, variant_id, order_ref, quantity, promised_at, at) VALUES ($1, $2, $3, $4, $5, $6))sql"};
inline constexpr db::Statement presales_of{
    "inventory.presales_of",
    "SELECT " INVENTORY_PRESALE " FROM inventory_presales WHERE order_ref = $1 ORDER BY id LIMIT 1000"};
inline constexpr db::Statement open_presales{
    "inventory.open_presales",
    "SELECT " INVENTORY_PRESALE
    " FROM inventory_presales WHERE variant_id = $1 AND filled_at IS NULL ORDER BY id LIMIT $2"};
// Ids as text sort as they were made: digits come before letters in every collation.
inline constexpr db::Statement waiting_orders{
    "inventory.waiting_orders",
    "SELECT DISTINCT order_ref FROM inventory_presales WHERE filled_at IS NULL"
    " AND (CAST($1 AS TEXT) = '' OR order_ref < $1) ORDER BY order_ref DESC LIMIT $2"};
inline constexpr db::Statement fill_presale{
    "inventory.fill_presale",
    "UPDATE inventory_presales SET filled_at = $2 WHERE id = $1 AND filled_at IS NULL"};
// Less of it, or none at all: the quantity must stay above zero.
inline constexpr db::Statement shrink_presale{
    "inventory.shrink_presale",
    "UPDATE inventory_presales SET quantity = quantity - $2 WHERE id = $1 AND filled_at IS NULL AND quantity > $2"};
inline constexpr db::Statement drop_presale{
    "inventory.drop_presale",
    "DELETE FROM inventory_presales WHERE id = $1 AND filled_at IS NULL AND quantity <= $2"};

// --- what is on its way
#define INVENTORY_INCOMING \
  "id, variant_id, product_id, location_id, quantity, expected_at, note, created_at, received, closed_at"
inline constexpr db::Statement insert_incoming{"inventory.insert_incoming", R"sql(
INSERT INTO inventory_incoming (id, variant_id, product_id, location_id, quantity, expected_at, note, created_at, received)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0))sql"};
inline constexpr db::Statement incoming_of{
    "inventory.incoming_of", "SELECT " INVENTORY_INCOMING " FROM inventory_incoming WHERE id = $1"};
inline constexpr db::Statement open_incoming{
    "inventory.open_incoming",
    "SELECT " INVENTORY_INCOMING
    " FROM inventory_incoming WHERE closed_at IS NULL AND id > $1 ORDER BY id LIMIT $2"};
inline constexpr db::Statement incoming_of_variant{
    "inventory.incoming_of_variant",
    "SELECT " INVENTORY_INCOMING
    " FROM inventory_incoming WHERE variant_id = $1 AND id > $2 ORDER BY id LIMIT $3"};
inline constexpr db::Statement close_incoming{
    "inventory.close_incoming",
    "UPDATE inventory_incoming SET received = $2, closed_at = $3 WHERE id = $1 AND closed_at IS NULL"};

// --- purchase limits
inline constexpr db::Statement put_limit{"inventory.put_limit", R"sql(
INSERT INTO inventory_limits (variant_id, per_order, per_person, days) VALUES ($1, $2, $3, $4)
ON CONFLICT (variant_id) DO UPDATE SET per_order = $2, per_person = $3, days = $4)sql"};
inline constexpr db::Statement remove_limit{
    "inventory.remove_limit", "DELETE FROM inventory_limits WHERE variant_id = $1"};
inline constexpr db::Statement limits_after{
    "inventory.limits_after",
    "SELECT variant_id, per_order, per_person, days FROM inventory_limits WHERE variant_id > $1"
    " ORDER BY variant_id LIMIT $2"};
// Two purchases of one person take turns by this row: the second reads the first's uses.
inline constexpr db::Statement lock_person{"inventory.lock_person", R"sql(
INSERT INTO inventory_limit_people (variant_id, person, last_at) VALUES ($1, $2, $3)
ON CONFLICT (variant_id, person) DO UPDATE SET last_at = $3)sql"};
inline constexpr db::Statement used_since{
    "inventory.used_since",
    "SELECT COALESCE(SUM(quantity), 0) FROM inventory_limit_uses WHERE variant_id = $1 AND person = $2 AND at > $3"};
inline constexpr db::Statement insert_use{"inventory.insert_use", R"sql(
INSERT INTO inventory_limit_uses (id, variant_id, person, order_ref, quantity, at) VALUES ($1, $2, $3, $4, $5, $6))sql"};
inline constexpr db::Statement add_use{
    "inventory.add_use",
    "UPDATE inventory_limit_uses SET quantity = quantity + $4"
    " WHERE order_ref = $1 AND variant_id = $2 AND person = $3"};
inline constexpr db::Statement give_back_use{
    "inventory.give_back_use",
    "UPDATE inventory_limit_uses SET quantity = CASE WHEN quantity > $3 THEN quantity - $3 ELSE 0 END"
    " WHERE order_ref = $1 AND variant_id = $2"};

// --- alerts
inline constexpr db::Statement insert_alert{"inventory.insert_alert", R"sql(
INSERT INTO inventory_alerts (id, variant_id, product_id, account_id, email, locale, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (variant_id, account_id, email) DO NOTHING)sql"};
inline constexpr db::Statement remove_alert{
    "inventory.remove_alert",
    "DELETE FROM inventory_alerts WHERE variant_id = $1 AND account_id = $2 AND email = $3"};
inline constexpr db::Statement claim_alerts{
    "inventory.claim_alerts",
    "DELETE FROM inventory_alerts WHERE id IN (SELECT id FROM inventory_alerts WHERE variant_id = $1"
    " ORDER BY id LIMIT $2) RETURNING id, product_id, account_id, email, locale"};
inline constexpr db::Statement forget_alerts_of{
    "inventory.forget_alerts_of", "DELETE FROM inventory_alerts WHERE account_id = $1"};
inline constexpr db::Statement alerts_of{
    "inventory.alerts_of",
    "SELECT product_id, variant_id, created_at FROM inventory_alerts"
    " WHERE (account_id = $1 AND account_id <> 0) OR (account_id = 0 AND email = $2 AND email <> '') ORDER BY id LIMIT 1000"};
inline constexpr db::Statement erase_alerts{
    "inventory.erase_alerts",
    "DELETE FROM inventory_alerts WHERE (account_id = $1 AND account_id <> 0) OR (account_id = 0 AND email = $2 AND email <> '')"};
inline constexpr db::Statement forget_alerts_before{
    "inventory.forget_alerts_before",
    "DELETE FROM inventory_alerts WHERE id IN (SELECT id FROM inventory_alerts WHERE created_at < $1 LIMIT $2)"};

inline constexpr const db::Statement* statements[] = {
    &sell,           &hold,           &give_back,       &sell_held,           &add,
    &insert_stock,   &touch,          &set,             &set_safety,          &take_for_presale,
    &enter,          &close_holds,    &extend_holds,    &close_expired,       &close_expired_of,
    &sold_from,      &ledger,         &available,       &with_enough,         &stock_at,
    &stock_of,       &variants_after, &stock_after,     &locations,           &location_by_handle,
    &insert_location, &update_location, &put_preorder,  &presell,             &unpresell,
    &preorder_of,    &preorders_after, &insert_presale, &presales_of,         &open_presales, &waiting_orders,
    &fill_presale,   &shrink_presale, &drop_presale,    &insert_incoming,     &incoming_of,
    &open_incoming,  &incoming_of_variant, &close_incoming, &put_limit,       &remove_limit,
    &limits_after,   &lock_person,    &used_since,      &insert_use,          &add_use,  &give_back_use,
    &insert_alert,   &remove_alert,   &claim_alerts,
    &forget_alerts_of, &forget_alerts_before, &alerts_of, &erase_alerts};

}  // namespace plaza::inventory::sql
