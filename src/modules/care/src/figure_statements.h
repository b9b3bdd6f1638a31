// SQL of the figures that reports add up.
#pragma once

#include "platform/db/connection.h"

namespace plaza::care::statements {

#define CARE_FIGURES                                                                                                     \
  "opened, answered, resolved, late, rated, stars, open_now, pending_now, snoozed_now, first_seconds, whole_seconds"

// Whoever counts next waits for this transaction.
inline constexpr db::Statement hold_counting{"care.hold_counting", R"sql(
UPDATE care_counting SET position = position WHERE id = 1 RETURNING position, until)sql"};
inline constexpr db::Statement counting{"care.counting", R"sql(
SELECT position, until FROM care_counting WHERE id = 1)sql"};
inline constexpr db::Statement move_counting{"care.move_counting", R"sql(
UPDATE care_counting SET position = $1 WHERE id = 1)sql"};
inline constexpr db::Statement uncounted{"care.uncounted", R"sql(
SELECT id FROM care_conversations WHERE id > $1 AND id <= $2 ORDER BY id LIMIT CAST($3 AS BIGINT))sql"};
inline constexpr db::Statement counted_as{"care.counted_as", R"sql(
SELECT facts FROM care_counted WHERE conversation_id = $1)sql"};
inline constexpr db::Statement put_counted{"care.put_counted", R"sql(
INSERT INTO care_counted (conversation_id, facts) VALUES ($1, $2)
ON CONFLICT (conversation_id) DO UPDATE SET facts = excluded.facts)sql"};
inline constexpr db::Statement figures_of{
    "care.figures_of", "SELECT " CARE_FIGURES " FROM care_figures WHERE day = $1 AND dimension = $2 AND name = $3"};
inline constexpr db::Statement put_figures{"care.put_figures", R"sql(
INSERT INTO care_figures (day, dimension, name, opened, answered, resolved, late, rated, stars, open_now, pending_now, snoozed_now,
  first_seconds, whole_seconds)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (day, dimension, name) DO UPDATE SET opened = excluded.opened, answered = excluded.answered, resolved = excluded.resolved,
  late = excluded.late, rated = excluded.rated, stars = excluded.stars, open_now = excluded.open_now,
  pending_now = excluded.pending_now, snoozed_now = excluded.snoozed_now, first_seconds = excluded.first_seconds,
  whole_seconds = excluded.whole_seconds)sql"};
inline constexpr db::Statement figures_since{
    "care.figures_since", "SELECT " CARE_FIGURES ", dimension, name FROM care_figures WHERE day >= $1 AND day <= $2"};
// Of all days: what waits.
inline constexpr db::Statement waiting{"care.waiting", R"sql(
SELECT dimension, name, CAST(SUM(open_now) AS BIGINT), CAST(SUM(pending_now) AS BIGINT), CAST(SUM(snoozed_now) AS BIGINT)
FROM care_figures WHERE open_now + pending_now + snoozed_now > 0 GROUP BY dimension, name)sql"};
inline constexpr db::Statement count_late{"care.count_late", R"sql(
SELECT COUNT(*) FROM care_conversations WHERE status = 0 AND due <= $1)sql"};

inline constexpr const db::Statement* figure_statements[] = {&hold_counting, &counting,    &move_counting, &uncounted,
                                                             &counted_as,    &put_counted, &figures_of,    &put_figures,
                                                             &figures_since, &waiting,     &count_late};

#undef CARE_FIGURES

}  // namespace plaza::care::statements
