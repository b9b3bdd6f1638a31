// Every statement of promotions. Limits hold because each use is one guarded statement.
#pragma once

#include "platform/db/connection.h"

namespace plaza::promotions::sql {

#define PROMOTIONS_DISCOUNT "id, definition, status, version, created_at, updated_at"

// --- discounts
inline constexpr db::Statement insert_discount{"promotions.insert_discount", R"sql(
INSERT INTO promotions_discounts (id, code, code_key, title, title_key, status, definition, uses_max, uses, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 1, $9, $9) ON CONFLICT DO NOTHING)sql"};
// Counts anew when a limit is set: while there is none, nobody counts.
inline constexpr db::Statement update_discount{"promotions.update_discount", R"sql(
UPDATE promotions_discounts SET code = $3, code_key = $4, title = $5, title_key = $6, status = $7, definition = $8,
  uses = CASE WHEN uses_max IS NULL AND CAST($9 AS BIGINT) IS NOT NULL THEN
    (SELECT COUNT(*) FROM promotions_redemptions r WHERE r.discount_id = $1 AND r.released_at IS NULL) ELSE uses END,
  uses_max = $9, version = version + 1, updated_at = $10
WHERE id = $1 AND version = $2 AND status <> 'archived')sql"};
inline constexpr db::Statement archive_discount{"promotions.archive_discount", R"sql(
UPDATE promotions_discounts SET status = 'archived', version = version + 1, updated_at = $2
WHERE id = $1 AND status <> 'archived')sql"};
inline constexpr db::Statement find_discount{
    "promotions.find_discount",
    "SELECT " PROMOTIONS_DISCOUNT " FROM promotions_discounts WHERE id = $1"};
inline constexpr db::Statement code_owner{"promotions.code_owner", R"sql(
SELECT id FROM promotions_discounts WHERE code_key = $1 AND code_key <> '' AND status <> 'archived')sql"};
inline constexpr db::Statement list_discounts{
    "promotions.list_discounts",
    "SELECT " PROMOTIONS_DISCOUNT " FROM promotions_discounts WHERE id < $1"
    " AND (status = $2 OR ($2 = '' AND status <> 'archived'))"
    " AND (code_key LIKE $3 ESCAPE '!' OR title_key LIKE $3 ESCAPE '!')"
    " ORDER BY id DESC LIMIT $4"};
inline constexpr db::Statement active_after{
    "promotions.active_after",
    "SELECT " PROMOTIONS_DISCOUNT
    " FROM promotions_discounts WHERE id > $1 AND status = 'active' ORDER BY id LIMIT $2"};
inline constexpr db::Statement count_kept{"promotions.count_kept", R"sql(
SELECT COUNT(*), COALESCE(SUM(CASE WHEN code_key = '' THEN 1 ELSE 0 END), 0)
FROM promotions_discounts WHERE status <> 'archived')sql"};

// --- uses
inline constexpr db::Statement uses_left{
    "promotions.uses_left", "SELECT uses, uses_max FROM promotions_discounts WHERE id = $1"};
inline constexpr db::Statement count_uses{"promotions.count_uses", R"sql(
SELECT COUNT(*) FROM (SELECT 1 FROM promotions_redemptions WHERE discount_id = $1 AND released_at IS NULL LIMIT $2) AS counted)sql"};
inline constexpr db::Statement person_uses{"promotions.person_uses", R"sql(
SELECT COALESCE(MAX(uses), 0) FROM promotions_people WHERE discount_id = $1 AND person IN ($2, $3))sql"};
// Nothing when the discount is not what it was when it was evaluated, or the order uses it already.
inline constexpr db::Statement insert_use{"promotions.insert_use", R"sql(
INSERT INTO promotions_redemptions (order_id, discount_id, account, email, per_person, at)
SELECT CAST($1 AS BIGINT), d.id, CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS BIGINT), CAST($7 AS BIGINT)
FROM promotions_discounts d WHERE d.id = $2 AND d.version = $3 AND d.status = 'active'
ON CONFLICT (order_id, discount_id) DO UPDATE SET released_at = NULL, account = excluded.account, email = excluded.email,
  per_person = excluded.per_person, at = excluded.at
WHERE promotions_redemptions.released_at IS NOT NULL)sql"};
inline constexpr db::Statement use_of{"promotions.use_of", R"sql(
SELECT 1 FROM promotions_redemptions WHERE order_id = $1 AND discount_id = $2 AND released_at IS NULL)sql"};
inline constexpr db::Statement take_use{"promotions.take_use", R"sql(
UPDATE promotions_discounts SET uses = uses + 1 WHERE id = $1 AND version = $2 AND status = 'active' AND uses < uses_max)sql"};
inline constexpr db::Statement take_person_use{"promotions.take_person_use", R"sql(
INSERT INTO promotions_people (discount_id, person, uses) VALUES ($1, $2, 1)
ON CONFLICT (discount_id, person) DO UPDATE SET uses = promotions_people.uses + 1 WHERE promotions_people.uses < $3)sql"};
inline constexpr db::Statement release_uses{"promotions.release_uses", R"sql(
UPDATE promotions_redemptions SET released_at = $2 WHERE order_id = $1 AND released_at IS NULL
RETURNING discount_id, account, email, per_person)sql"};
inline constexpr db::Statement give_use{
    "promotions.give_use",
    "UPDATE promotions_discounts SET uses = uses - 1 WHERE id = $1 AND uses_max IS NOT NULL AND uses > 0"};
inline constexpr db::Statement give_person_use{
    "promotions.give_person_use",
    "UPDATE promotions_people SET uses = uses - 1 WHERE discount_id = $1 AND person = $2 AND uses > 0"};

// --- counting people anew when a limit per person is set
inline constexpr db::Statement forget_people{"promotions.forget_people",
                                             "DELETE FROM promotions_people WHERE discount_id = $1"};
inline constexpr db::Statement count_people{"promotions.count_people", R"sql(
INSERT INTO promotions_people (discount_id, person, uses)
SELECT p.discount_id, p.person, COUNT(*) FROM (
  SELECT discount_id, account AS person FROM promotions_redemptions WHERE discount_id = $1 AND released_at IS NULL AND account <> ''
  UNION ALL
  SELECT discount_id, email AS person FROM promotions_redemptions WHERE discount_id = $1 AND released_at IS NULL AND email <> ''
) AS p GROUP BY p.discount_id, p.person)sql"};
inline constexpr db::Statement mark_per_person{
    "promotions.mark_per_person",
    "UPDATE promotions_redemptions SET per_person = 1 WHERE discount_id = $1 AND per_person = 0"};

inline constexpr const db::Statement* statements[] = {
    &insert_discount, &update_discount, &archive_discount, &find_discount, &code_owner,
    &list_discounts,  &active_after,    &count_kept,       &uses_left,     &count_uses,
    &person_uses,     &insert_use,      &use_of,           &take_use,      &take_person_use,
    &release_uses,    &give_use,        &give_person_use,  &forget_people, &count_people,
    &mark_per_person};

}  // namespace plaza::promotions::sql
