// Every statement of drops. A move of a ticket, a person's units and the drop's count are guarded
// statements; a ticket is always changed before its drop, so that two transactions cannot wait for
// each other.
#pragma once

#include "platform/db/connection.h"

namespace plaza::drops::sql {

#define DROPS_DROP                                                                             \
  "id, product_id, title, mode, state, joins_at, opens_at, closes_at, quantity, sold, "       \
  "per_person, rate_per_minute, admission_seconds, work_bits, sells_on, seed, secret, "       \
  "admit_from, opened_at, closed_at, version, created_at"
#define DROPS_TICKET                                                                           \
  "id, drop_id, account_id, state, late, rank, joined_at, admitted_at, admitted_until, "      \
  "bought_at, units, version"

// --- drops
inline constexpr db::Statement insert_drop{"drops.insert_drop",
                                           "INSERT INTO drops_drops (" DROPS_DROP
                                           ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, "
                                           "$15, $16, NULL, NULL, NULL, 1, $17) ON CONFLICT (product_id) WHERE state < 4 "
                                           "DO NOTHING"};
// A new version over the one that was read.
inline constexpr db::Statement update_drop{"drops.update_drop", R"sql(
UPDATE drops_drops SET title = $3, joins_at = $4, opens_at = $5, closes_at = $6, quantity = $7, per_person = $8,
  rate_per_minute = $9, admission_seconds = $10, work_bits = $11, sells_on = $12, version = version + 1
WHERE id = $1 AND version = $2 AND sold <= $7)sql"};
inline constexpr db::Statement move_drop{"drops.move_drop", R"sql(
UPDATE drops_drops SET state = $3, version = version + 1, opened_at = COALESCE(opened_at, $4), closed_at = $5, admit_from = $6
WHERE id = $1 AND state = $2)sql"};
inline constexpr db::Statement delete_draft{"drops.delete_draft",
                                            "DELETE FROM drops_drops WHERE id = $1 AND state = 0"};
inline constexpr db::Statement find_drop{
    "drops.find_drop", "SELECT " DROPS_DROP " FROM drops_drops WHERE id = $1"};
inline constexpr db::Statement all_drops{
    "drops.all_drops",
    "SELECT " DROPS_DROP " FROM drops_drops WHERE id < $1 ORDER BY id DESC LIMIT $2"};
inline constexpr db::Statement count_sold{"drops.count_sold", R"sql(
UPDATE drops_drops SET sold = sold + $2 WHERE id = $1 AND state IN (2, 3) AND sold + $2 <= quantity)sql"};
inline constexpr db::Statement uncount_sold{
    "drops.uncount_sold", "UPDATE drops_drops SET sold = sold - $2 WHERE id = $1"};
inline constexpr db::Statement set_admit_from{
    "drops.set_admit_from", "UPDATE drops_drops SET admit_from = $2 WHERE id = $1"};

// --- tickets
// Only while the drop is in a state between $8 and $9: it may have opened or ended a moment ago.
inline constexpr db::Statement insert_ticket{"drops.insert_ticket", R"sql(
INSERT INTO drops_tickets (id, drop_id, person, account_id, nonce, state, late, rank, joined_at, units, version)
SELECT CAST($1 AS BIGINT), id, CAST($3 AS TEXT), CAST($4 AS BIGINT), CAST($5 AS TEXT), 0, CAST($6 AS BIGINT),
  CAST($7 AS BIGINT), CAST($10 AS BIGINT), 0, 1
FROM drops_drops WHERE id = $2 AND state BETWEEN $8 AND $9
ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement rejoin{
    "drops.rejoin",
    "UPDATE drops_tickets SET state = 0, late = 1, rank = $2, nonce = $3, joined_at = $4, admitted_at = NULL, "
    "admitted_until = NULL, version = version + 1 WHERE id = $1 AND state = 3 "
    "AND NOT EXISTS (SELECT 1 FROM drops_tickets other WHERE other.drop_id = drops_tickets.drop_id AND other.nonce = $3)"};
inline constexpr db::Statement find_ticket{
    "drops.find_ticket", "SELECT " DROPS_TICKET " FROM drops_tickets WHERE id = $1"};
inline constexpr db::Statement ticket_of_person{
    "drops.ticket_of_person",
    "SELECT " DROPS_TICKET " FROM drops_tickets WHERE drop_id = $1 AND person = $2"};
inline constexpr db::Statement ticket_of_nonce{
    "drops.ticket_of_nonce",
    "SELECT " DROPS_TICKET " FROM drops_tickets WHERE drop_id = $1 AND nonce = $2"};
inline constexpr db::Statement tickets_after{
    "drops.tickets_after",
    "SELECT " DROPS_TICKET " FROM drops_tickets WHERE drop_id = $1 AND id > $2 ORDER BY id LIMIT $3"};
inline constexpr db::Statement waiting_members{
    "drops.waiting_members",
    "SELECT id, account_id FROM drops_tickets WHERE drop_id = $1 AND state = 0 AND account_id <> 0 AND id > $2 ORDER BY id LIMIT $3"};
inline constexpr db::Statement line_after{
    "drops.line_after",
    "SELECT " DROPS_TICKET
    " FROM drops_tickets WHERE drop_id = $1 AND (late > $2 OR (late = $2 AND (rank > $3 OR (rank = $3 AND id > $4))))"
    " ORDER BY late, rank, id LIMIT $5"};

// --- moves of tickets
inline constexpr db::Statement admit{
    "drops.admit",
    "UPDATE drops_tickets SET state = 1, admitted_at = $3, admitted_until = $4, version = version + 1"
    " WHERE state = 0 AND id IN (SELECT id FROM drops_tickets WHERE drop_id = $1 AND state = 0"
    " ORDER BY late, rank, id LIMIT $2) RETURNING " DROPS_TICKET};
inline constexpr db::Statement lapse{
    "drops.lapse",
    "UPDATE drops_tickets SET state = 3, version = version + 1"
    " WHERE state = 1 AND admitted_until <= $2 AND id IN (SELECT id FROM drops_tickets WHERE drop_id = $1 AND state = 1"
    " AND admitted_until <= $2 LIMIT $3) RETURNING " DROPS_TICKET};
inline constexpr db::Statement spend{
    "drops.spend",
    "UPDATE drops_tickets SET state = 2, order_id = $3, units = $4, buyer = $5, bought_at = $6, version = version + 1"
    " WHERE id = $1 AND drop_id = $2 AND state = 1 AND admitted_until > $6 AND (account_id = 0 OR account_id = $7)"
    " RETURNING " DROPS_TICKET};
inline constexpr db::Statement unspend{
    "drops.unspend",
    "UPDATE drops_tickets SET state = 1, order_id = NULL, bought_at = NULL, version = version + 1,"
    " admitted_until = CASE WHEN admitted_until < $2 THEN $2 ELSE admitted_until END"
    " WHERE order_id = $1 AND state = 2 RETURNING " DROPS_TICKET ", buyer"};
// In one statement, so that a purchase between two of them is not counted on neither side: sold and inside
// together change only by who is let in and who lets the time go by.
inline constexpr db::Statement waiting_inside_sold{"drops.waiting_inside_sold", R"sql(
SELECT (SELECT COUNT(*) FROM drops_tickets WHERE drop_id = $1 AND state = 0),
  (SELECT COUNT(*) FROM drops_tickets WHERE drop_id = $1 AND state = 1), sold
FROM drops_drops WHERE id = $1)sql"};

// --- what a person bought
inline constexpr db::Statement add_purchase{"drops.add_purchase", R"sql(
INSERT INTO drops_purchases (drop_id, buyer, units) VALUES ($1, $2, $3)
ON CONFLICT (drop_id, buyer) DO UPDATE SET units = drops_purchases.units + $3 WHERE drops_purchases.units + $3 <= $4)sql"};
inline constexpr db::Statement take_purchase{
    "drops.take_purchase",
    "UPDATE drops_purchases SET units = units - $3 WHERE drop_id = $1 AND buyer = $2"};
inline constexpr db::Statement purchased{
    "drops.purchased", "SELECT units FROM drops_purchases WHERE drop_id = $1 AND buyer = $2"};

inline constexpr const db::Statement* statements[] = {
    &insert_drop,    &update_drop,      &move_drop,       &delete_draft,  &find_drop,
    &all_drops,      &count_sold,       &uncount_sold,    &set_admit_from, &insert_ticket,
    &rejoin,         &find_ticket,      &ticket_of_person, &ticket_of_nonce, &tickets_after,
    &line_after,     &admit,            &lapse,           &spend,         &unspend,
    &waiting_inside_sold, &add_purchase, &take_purchase,   &purchased,
    &waiting_members};

}  // namespace plaza::drops::sql
