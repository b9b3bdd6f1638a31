// Every statement of predictions.
#pragma once

#include "platform/db/connection.h"

namespace plaza::predictions::sql {

#define PREDICTIONS_PERSON \
  "account, orders, spent, last_order_at, active, expected_orders, expected_spend, days_to_next, churn, at_risk"

inline constexpr db::Statement put_model{"predictions.put_model", R"sql(
INSERT INTO predictions_models (kind, trained_at, report) VALUES ($1, $2, $3)
ON CONFLICT (kind) DO UPDATE SET trained_at = excluded.trained_at, report = excluded.report)sql"};
inline constexpr db::Statement models{"predictions.models", "SELECT trained_at, report FROM predictions_models ORDER BY kind"};

inline constexpr db::Statement put_person{"predictions.put_person", R"sql(
INSERT INTO predictions_people (run, account, orders, spent, last_order_at, active, expected_orders, expected_spend, days_to_next, churn, at_risk)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (account) DO UPDATE SET run = excluded.run, orders = excluded.orders, spent = excluded.spent,
  last_order_at = excluded.last_order_at, active = excluded.active, expected_orders = excluded.expected_orders,
  expected_spend = excluded.expected_spend, days_to_next = excluded.days_to_next, churn = excluded.churn, at_risk = excluded.at_risk)sql"};
inline constexpr db::Statement drop_older{"predictions.drop_older", "DELETE FROM predictions_people WHERE run < $1"};
inline constexpr db::Statement forget{"predictions.forget", "DELETE FROM predictions_people WHERE account = $1"};
inline constexpr db::Statement person{"predictions.person",
                                      "SELECT " PREDICTIONS_PERSON " FROM predictions_people WHERE account = $1"};
inline constexpr db::Statement people_after{
    "predictions.people_after",
    "SELECT " PREDICTIONS_PERSON " FROM predictions_people WHERE account > $1 ORDER BY account LIMIT $2"};
inline constexpr db::Statement by_orders{
    "predictions.by_orders", "SELECT " PREDICTIONS_PERSON " FROM predictions_people WHERE expected_orders IS NOT NULL"
                             " ORDER BY expected_orders DESC, account LIMIT $1"};
inline constexpr db::Statement by_spend{
    "predictions.by_spend", "SELECT " PREDICTIONS_PERSON " FROM predictions_people WHERE expected_spend IS NOT NULL"
                            " ORDER BY expected_spend DESC, account LIMIT $1"};
// Who more likely leaves than stays, the dearest first.
inline constexpr db::Statement by_risk{
    "predictions.by_risk", "SELECT " PREDICTIONS_PERSON " FROM predictions_people WHERE at_risk IS NOT NULL AND churn >= 0.5"
                           " ORDER BY at_risk DESC, account LIMIT $1"};

inline constexpr const db::Statement* statements[] = {&put_model, &models,       &put_person, &drop_older, &forget,
                                                      &person,    &people_after, &by_orders,  &by_spend,   &by_risk};

}  // namespace plaza::predictions::sql
