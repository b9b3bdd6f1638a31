// SQL of what became of the units.
#pragma once

#include "platform/db/connection.h"

namespace plaza::returns::statements {

inline constexpr db::Statement delete_outcomes{"returns.delete_outcomes", "DELETE FROM returns_outcomes WHERE order_id = $1"};
inline constexpr db::Statement insert_outcome{"returns.insert_outcome", R"sql(
INSERT INTO returns_outcomes (order_id, product_id, arrived_at, delivered, returned, failed, reasons)
VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
inline constexpr db::Statement sum_outcomes{"returns.sum_outcomes", R"sql(
SELECT product_id, CAST(SUM(delivered) AS BIGINT), CAST(SUM(returned) AS BIGINT), CAST(SUM(failed) AS BIGINT)
FROM returns_outcomes WHERE arrived_at > $1 AND arrived_at <= $2 GROUP BY product_id ORDER BY product_id)sql"};
inline constexpr db::Statement outcome_reasons{"returns.outcome_reasons", R"sql(
SELECT product_id, reasons FROM returns_outcomes WHERE arrived_at > $1 AND arrived_at <= $2 AND returned > 0 ORDER BY product_id)sql"};
inline constexpr db::Statement delete_rates{"returns.delete_rates", "DELETE FROM returns_rates"};
inline constexpr db::Statement insert_rate{"returns.insert_rate", R"sql(
INSERT INTO returns_rates (product_id, delivered, returned, failed, reasons) VALUES ($1, $2, $3, $4, $5))sql"};
inline constexpr db::Statement find_rate{"returns.find_rate", R"sql(
SELECT delivered, returned, failed, reasons FROM returns_rates WHERE product_id = $1)sql"};

inline constexpr db::Statement counting{"returns.counting", "SELECT before, is_done FROM returns_counting"};
inline constexpr db::Statement move_counting{"returns.move_counting", "UPDATE returns_counting SET before = $1, is_done = $2"};

inline constexpr const db::Statement* outcome_statements[] = {
    &delete_outcomes, &insert_outcome, &sum_outcomes, &outcome_reasons, &delete_rates, &insert_rate, &find_rate,
    &counting, &move_counting,
};

}  // namespace plaza::returns::statements
