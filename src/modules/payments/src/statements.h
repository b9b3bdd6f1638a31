// All SQL of payments. Statuses by number: see payments.h.
#pragma once

#include "platform/db/connection.h"

namespace plaza::payments {

inline constexpr db::Statement insert_intent{"payments.insert_intent", R"sql(
INSERT INTO payments_intents (id, subject, provider, amount, currency, status, reference, created_at, updated_at, purpose, capture)
VALUES ($1, $2, $3, $4, $5, $6, '', $7, $7, $8, $9))sql"};

// Guarded by the status it moves from: of two at once one wins.
inline constexpr db::Statement move_intent{"payments.move_intent", R"sql(
UPDATE payments_intents SET status = $3, action = '', updated_at = $4 WHERE id = $1 AND status = $2)sql"};

// To authorised or action_required.
inline constexpr db::Statement hold_intent{"payments.hold_intent", R"sql(
UPDATE payments_intents SET status = $3, reference = $4, action = $5, updated_at = $6 WHERE id = $1 AND status = $2)sql"};

// To captured, with what was taken.
inline constexpr db::Statement take_intent{"payments.take_intent", R"sql(
UPDATE payments_intents SET status = $3, reference = $4, captured = $5, action = '', updated_at = $6
WHERE id = $1 AND status = $2)sql"};

inline constexpr db::Statement take_whole_intent{"payments.take_whole_intent", R"sql(
UPDATE payments_intents SET status = $3, reference = $4, captured = amount, action = '', updated_at = $5
WHERE id = $1 AND status = $2)sql"};

// authorised -> capturing, with what is to be taken.
inline constexpr db::Statement begin_capture{"payments.begin_capture", R"sql(
UPDATE payments_intents SET status = 10, captured = $2, updated_at = $3 WHERE id = $1 AND status = 6 AND amount >= $2)sql"};

// To the end of the queue of those to ask about.
inline constexpr db::Statement postpone_intent{"payments.postpone_intent", R"sql(
UPDATE payments_intents SET updated_at = $2 WHERE id = $1 AND status IN (0, 7, 10, 11))sql"};

inline constexpr db::Statement find_intent{"payments.find_intent", R"sql(
SELECT id, subject, provider, amount, currency, status, reference, created_at, updated_at, purpose, capture, captured, refunded, action,
  told, told_currency
FROM payments_intents WHERE id = $1)sql"};

inline constexpr db::Statement intent_at_stripe{"payments.intent_at_stripe", R"sql(
SELECT id, subject, provider, amount, currency, status, reference, created_at, updated_at, purpose, capture, captured, refunded, action,
  told, told_currency
FROM payments_intents WHERE provider = 'stripe' AND reference = $1 LIMIT 1)sql"};

inline constexpr db::Statement intents_of{"payments.intents_of", R"sql(
SELECT id, subject, provider, amount, currency, status, reference, created_at, updated_at, purpose, capture, captured, refunded, action,
  told, told_currency
FROM payments_intents WHERE subject = $1 ORDER BY id LIMIT 100)sql"};

// The unfinished ones, by how long nobody touched them.
inline constexpr db::Statement stale_intents{"payments.stale_intents", R"sql(
SELECT id, subject, provider, amount, currency, status, reference, created_at, updated_at, purpose, capture, captured, refunded, action,
  told, told_currency
FROM payments_intents WHERE status IN (0, 7, 10, 11) AND status = $1 AND updated_at <= $2 ORDER BY updated_at LIMIT 200)sql"};

inline constexpr db::Statement parked_intents{"payments.parked_intents", R"sql(
SELECT id, subject, provider, amount, currency, status, reference, created_at, updated_at, purpose, capture, captured, refunded, action,
  told, told_currency
FROM payments_intents WHERE status = 12 OR (status IN (0, 7, 10, 11) AND created_at <= $2)
ORDER BY updated_at DESC LIMIT CAST($1 AS BIGINT))sql"};

// To mismatched, with what the provider said.
inline constexpr db::Statement park_intent{"payments.park_intent", R"sql(
UPDATE payments_intents SET status = 12, action = '', told = $3, told_currency = $4,
  reference = CASE WHEN reference = '' THEN CAST($5 AS TEXT) ELSE reference END, updated_at = $6
WHERE id = $1 AND status = $2)sql"};

inline constexpr db::Statement insert_settlement{"payments.insert_settlement", R"sql(
INSERT INTO payments_settlements (payment_id, captured, reason, account_id, settled_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (payment_id) DO NOTHING)sql"};

inline constexpr db::Statement find_settlement{"payments.find_settlement", R"sql(
SELECT captured FROM payments_settlements WHERE payment_id = $1)sql"};

inline constexpr db::Statement sums_of{"payments.sums_of", R"sql(
SELECT CAST(COALESCE(SUM(captured), 0) AS BIGINT), CAST(COALESCE(SUM(refunded), 0) AS BIGINT), MIN(currency)
FROM payments_intents WHERE subject = $1 AND status IN (1, 4, 5, 9))sql"};

// --- refunds ---

// The guard: never more than was taken.
inline constexpr db::Statement claim_refund{"payments.claim_refund", R"sql(
UPDATE payments_intents SET refunded = refunded + $2, status = 4, updated_at = $3
WHERE id = $1 AND status IN (1, 4, 9) AND captured - refunded >= $2)sql"};

inline constexpr db::Statement insert_refund{"payments.insert_refund", R"sql(
INSERT INTO payments_refunds (id, payment_id, subject, amount, currency, status, reason, request_key, reference, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7, '', $8, $8) ON CONFLICT (payment_id, request_key) DO NOTHING)sql"};

inline constexpr db::Statement find_refund{"payments.find_refund", R"sql(
SELECT id, payment_id, amount, currency, status, reason, request_key, reference, created_at, updated_at
FROM payments_refunds WHERE id = $1)sql"};

inline constexpr db::Statement refund_by_key{"payments.refund_by_key", R"sql(
SELECT id, payment_id, amount, currency, status, reason, request_key, reference, created_at, updated_at
FROM payments_refunds WHERE payment_id = $1 AND request_key = $2)sql"};

inline constexpr db::Statement refunds_of_subject{"payments.refunds_of_subject", R"sql(
SELECT id, payment_id, amount, currency, status, reason, request_key, reference, created_at, updated_at
FROM payments_refunds WHERE subject = $1 ORDER BY id LIMIT 100)sql"};

inline constexpr db::Statement stale_refunds{"payments.stale_refunds", R"sql(
SELECT id FROM payments_refunds WHERE status = 0 AND updated_at <= $1 ORDER BY updated_at LIMIT 200)sql"};

inline constexpr db::Statement postpone_refund{"payments.postpone_refund", R"sql(
UPDATE payments_refunds SET updated_at = $2 WHERE id = $1 AND status = 0)sql"};

// Its payment first: of two refunds that end at once, the second then sees the first.
inline constexpr db::Statement lock_intent{"payments.lock_intent", R"sql(
UPDATE payments_intents SET updated_at = $2 WHERE id = $1)sql"};

inline constexpr db::Statement finish_refund{"payments.finish_refund", R"sql(
UPDATE payments_refunds SET status = $3, reference = $4, updated_at = $5 WHERE id = $1 AND status = $2)sql"};

// After a refund ended: $2 is what is not given back after all.
inline constexpr db::Statement count_refunds{"payments.count_refunds", R"sql(
UPDATE payments_intents SET refunded = refunded - $2, status = CASE
  WHEN EXISTS (SELECT 1 FROM payments_refunds WHERE payment_id = $1 AND status = 0) THEN 4
  WHEN refunded - $2 >= captured THEN 5
  WHEN refunded - $2 > 0 THEN 9
  ELSE 1 END
WHERE id = $1 AND status IN (1, 4, 5, 9))sql"};

// --- webhooks ---

inline constexpr db::Statement insert_webhook_event{"payments.insert_webhook_event", R"sql(
INSERT INTO payments_webhook_events (provider, event, received_at) VALUES ($1, $2, $3)
ON CONFLICT (provider, event) DO NOTHING)sql"};

inline constexpr db::Statement forget_webhook_events{"payments.forget_webhook_events", R"sql(
DELETE FROM payments_webhook_events WHERE received_at < $1)sql"};

// --- the provider `test` ---

inline constexpr db::Statement test_remember{"payments.test_remember", R"sql(
INSERT INTO payments_test_ledger (payment_id, fate, amount, currency, taken) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (payment_id) DO NOTHING)sql"};

inline constexpr db::Statement test_recall{"payments.test_recall", R"sql(
SELECT fate, amount, currency, taken FROM payments_test_ledger WHERE payment_id = $1)sql"};

inline constexpr db::Statement test_change{"payments.test_change", R"sql(
UPDATE payments_test_ledger SET fate = $3, taken = $4 WHERE payment_id = $1 AND fate = $2)sql"};

inline constexpr db::Statement test_given_back{"payments.test_given_back", R"sql(
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payments_test_refunds WHERE payment_id = $1 AND refund_id <> $2)sql"};

inline constexpr db::Statement test_give_back{"payments.test_give_back", R"sql(
INSERT INTO payments_test_refunds (refund_id, payment_id, amount) VALUES ($1, $2, $3) ON CONFLICT (refund_id) DO NOTHING)sql"};

inline constexpr const db::Statement* statements[] = {
    &insert_intent,      &move_intent,   &hold_intent,          &take_intent,           &take_whole_intent, &begin_capture, &postpone_intent,
    &park_intent,        &insert_settlement, &find_settlement,
    &find_intent, &intent_at_stripe,        &intents_of,    &stale_intents,        &parked_intents,        &sums_of,       &claim_refund,
    &insert_refund,      &find_refund,   &refund_by_key,        &refunds_of_subject,    &stale_refunds, &postpone_refund,
    &lock_intent,        &finish_refund, &count_refunds,        &insert_webhook_event,  &forget_webhook_events,
    &test_remember,      &test_recall,   &test_change,          &test_given_back,       &test_give_back,
};

}  // namespace plaza::payments
