// platform_outbox holds committed events in the order of their commits. SQLite has one writer, so inserting into it numbers them
// right. On PostgreSQL transactions commit in another order than they insert: there events enter by platform_outbox_new, and one
// node at a time moves what is visible over, numbering it (see store.cpp).
#pragma once

#include "platform/db/connection.h"

namespace plaza::events::statements {

inline constexpr db::Statement insert_event{"events.publish", R"sql(
INSERT INTO platform_outbox (topic, aggregate, payload, at) VALUES ($1, $2, $3, $4))sql"};

inline constexpr db::Statement insert_new_event{"events.publish_new", R"sql(
INSERT INTO platform_outbox_new (topic, aggregate, payload, at) VALUES ($1, $2, $3, $4))sql"};

inline constexpr db::Statement any_new{"events.any_new", R"sql(
SELECT id FROM platform_outbox_new ORDER BY id LIMIT 1)sql"};

inline constexpr db::Statement lock_order{"events.lock_order", R"sql(
UPDATE platform_outbox_order SET last = last WHERE one = 1 RETURNING last)sql"};

inline constexpr db::Statement number_new{"events.number_new", R"sql(
INSERT INTO platform_outbox (sequence, topic, aggregate, payload, at, origin)
SELECT CAST($1 AS BIGINT) + ROW_NUMBER() OVER (ORDER BY id), topic, aggregate, payload, at, id
FROM (SELECT id, topic, aggregate, payload, at FROM platform_outbox_new ORDER BY id LIMIT CAST($2 AS BIGINT)) AS batch)sql"};

inline constexpr db::Statement remove_numbered{"events.remove_numbered", R"sql(
DELETE FROM platform_outbox_new WHERE id IN (SELECT origin FROM platform_outbox WHERE sequence > $1))sql"};

inline constexpr db::Statement advance_order{"events.advance_order", R"sql(
UPDATE platform_outbox_order SET last = last + CAST($1 AS BIGINT) WHERE one = 1)sql"};

inline constexpr db::Statement events_after{"events.after", R"sql(
SELECT sequence, topic, aggregate, payload, at FROM platform_outbox
WHERE sequence > $1 ORDER BY sequence LIMIT CAST($2 AS BIGINT))sql"};

inline constexpr db::Statement last_sequence{"events.last_sequence", R"sql(
SELECT COALESCE(MAX(sequence), 0) FROM platform_outbox)sql"};

inline constexpr db::Statement oldest_events{"events.oldest", R"sql(
SELECT sequence, at FROM platform_outbox ORDER BY sequence LIMIT CAST($1 AS BIGINT))sql"};

// The newest stays for ever: SQLite numbers on from it.
inline constexpr db::Statement purge_events{"events.purge", R"sql(
DELETE FROM platform_outbox
WHERE sequence <= $1 AND sequence < (SELECT MAX(newest.sequence) FROM platform_outbox AS newest))sql"};

inline constexpr db::Statement add_subscription{"events.add_subscription", R"sql(
INSERT INTO platform_subscriptions (name, position) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING)sql"};

inline constexpr db::Statement subscription_positions{"events.subscription_positions", R"sql(
SELECT name, position FROM platform_subscriptions)sql"};

// One row if the position was still the expected one; it holds how many events wait for a retry.
inline constexpr db::Statement advance_subscription{"events.advance_subscription", R"sql(
UPDATE platform_subscriptions SET position = $3 WHERE name = $1 AND position = $2
RETURNING (SELECT COUNT(*) FROM platform_parked_events WHERE subscription = $1 AND attempts < $4))sql"};

inline constexpr db::Statement set_aside{"events.set_aside", R"sql(
INSERT INTO platform_parked_events (subscription, sequence, topic, aggregate, payload, at, attempts, retry_at, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (subscription, sequence) DO NOTHING)sql"};

inline constexpr db::Statement waiting_aggregates{"events.waiting_aggregates", R"sql(
SELECT DISTINCT aggregate FROM platform_parked_events WHERE subscription = $1 AND attempts < $2)sql"};

// Due, and the first of its aggregate that waits.
inline constexpr db::Statement due_retries{"events.due_retries", R"sql(
SELECT subscription, sequence, topic, aggregate, payload, at, attempts FROM platform_parked_events AS waiting
WHERE attempts < $1 AND retry_at <= $2 AND NOT EXISTS (
  SELECT 1 FROM platform_parked_events AS earlier
  WHERE earlier.subscription = waiting.subscription AND earlier.aggregate = waiting.aggregate
    AND earlier.attempts < $1 AND earlier.sequence < waiting.sequence)
ORDER BY sequence LIMIT CAST($3 AS BIGINT))sql"};

inline constexpr db::Statement take_retry{"events.take_retry", R"sql(
UPDATE platform_parked_events SET attempts = attempts + 1
WHERE subscription = $1 AND sequence = $2 AND attempts = $3)sql"};

inline constexpr db::Statement fail_retry{"events.fail_retry", R"sql(
UPDATE platform_parked_events SET retry_at = $3, reason = $4 WHERE subscription = $1 AND sequence = $2)sql"};

inline constexpr db::Statement remove_retried{"events.remove_retried", R"sql(
DELETE FROM platform_parked_events WHERE subscription = $1 AND sequence = $2)sql"};

inline constexpr db::Statement list_parked{"events.list_parked", R"sql(
SELECT subscription, sequence, topic, aggregate, payload, at, reason FROM platform_parked_events
WHERE attempts >= $1 ORDER BY sequence, subscription LIMIT CAST($2 AS BIGINT))sql"};

inline constexpr db::Statement unpark{"events.unpark", R"sql(
UPDATE platform_parked_events SET attempts = 0, retry_at = 0
WHERE subscription = $1 AND sequence = $2 AND attempts >= $3)sql"};

inline constexpr db::Statement events_mentioning{"events.mentioning", R"sql(
SELECT sequence, payload FROM platform_outbox WHERE payload LIKE $1 ESCAPE '!')sql"};
inline constexpr db::Statement rewrite_event{"events.rewrite", R"sql(
UPDATE platform_outbox SET payload = $2 WHERE sequence = $1)sql"};
inline constexpr db::Statement new_mentioning{"events.new_mentioning", R"sql(
SELECT id, payload FROM platform_outbox_new WHERE payload LIKE $1 ESCAPE '!')sql"};
inline constexpr db::Statement rewrite_new{"events.rewrite_new", R"sql(
UPDATE platform_outbox_new SET payload = $2 WHERE id = $1)sql"};
inline constexpr db::Statement parked_mentioning{"events.parked_mentioning", R"sql(
SELECT subscription, sequence, payload FROM platform_parked_events WHERE payload LIKE $1 ESCAPE '!')sql"};
inline constexpr db::Statement rewrite_parked{"events.rewrite_parked", R"sql(
UPDATE platform_parked_events SET payload = $3 WHERE subscription = $1 AND sequence = $2)sql"};

inline constexpr const db::Statement* statements[] = {&events_mentioning, &rewrite_event, &new_mentioning, &rewrite_new, &parked_mentioning, &rewrite_parked, &insert_event,
                                                      &insert_new_event,
                                                      &any_new,
                                                      &lock_order,
                                                      &number_new,
                                                      &remove_numbered,
                                                      &advance_order,
                                                      &events_after,
                                                      &last_sequence,
                                                      &oldest_events,
                                                      &purge_events,
                                                      &add_subscription,
                                                      &subscription_positions,
                                                      &advance_subscription,
                                                      &set_aside,
                                                      &waiting_aggregates,
                                                      &due_retries,
                                                      &take_retry,
                                                      &fail_retry,
                                                      &remove_retried,
                                                      &list_parked,
                                                      &unpark};

}  // namespace plaza::events::statements
