-- Payments in parts: reserved and taken later, waiting for a browser, given back piece by piece.
ALTER TABLE payments_intents ADD COLUMN purpose BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payments_intents ADD COLUMN capture BIGINT NOT NULL DEFAULT 0;
-- Minor units that were taken, and of these the ones given back or being given back: the guard of every refund.
ALTER TABLE payments_intents ADD COLUMN captured BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payments_intents ADD COLUMN refunded BIGINT NOT NULL DEFAULT 0;
-- What the browser has to do, as JSON; empty when there is nothing.
ALTER TABLE payments_intents ADD COLUMN action TEXT NOT NULL DEFAULT '';
UPDATE payments_intents SET captured = amount WHERE status IN (1, 4, 5);
UPDATE payments_intents SET refunded = amount WHERE status IN (4, 5);

DROP INDEX payments_intents_processing;
-- The few that are not finished: what reconciliation looks through.
CREATE INDEX payments_intents_open ON payments_intents (updated_at) WHERE status IN (0, 7, 10, 11);
-- Those that a person has to look at.
CREATE INDEX payments_intents_parked ON payments_intents (updated_at) WHERE status = 12;

-- Stripe speaks of its own number when somebody gives money back there.
CREATE INDEX payments_intents_at_stripe ON payments_intents (reference) WHERE provider = 'stripe';

-- One giving back. `request_key` is the caller's: one row for each, however often it is asked for.
CREATE TABLE payments_refunds (
  id BIGINT PRIMARY KEY,
  payment_id BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  status BIGINT NOT NULL,
  reason TEXT NOT NULL,
  request_key TEXT NOT NULL,
  reference TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX payments_refunds_key ON payments_refunds (payment_id, request_key);
CREATE INDEX payments_refunds_subject ON payments_refunds (subject);
CREATE INDEX payments_refunds_open ON payments_refunds (updated_at) WHERE status = 0;
-- What was given back as a whole before there were parts; jobs that wait carry the payment's id.
INSERT INTO payments_refunds (id, payment_id, subject, amount, currency, status, reason, request_key, reference, created_at, updated_at)
SELECT id, id, subject, amount, currency, CASE WHEN status = 5 THEN 1 ELSE 0 END, '', 'all', '', updated_at, updated_at
FROM payments_intents WHERE status IN (4, 5) AND amount > 0;

-- Webhook events that were dealt with: a second delivery changes nothing.
CREATE TABLE payments_webhook_events (
  provider TEXT NOT NULL,
  event TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (provider, event)
);
CREATE INDEX payments_webhook_events_received ON payments_webhook_events (received_at);

-- The memory of the provider `test` learns to hold back, to reserve and to give back in parts.
ALTER TABLE payments_test_ledger ADD COLUMN taken BIGINT NOT NULL DEFAULT 0;
UPDATE payments_test_ledger SET taken = amount WHERE fate IN (0, 3);
CREATE TABLE payments_test_refunds (
  refund_id BIGINT PRIMARY KEY,
  payment_id BIGINT NOT NULL,
  amount BIGINT NOT NULL
);
INSERT INTO payments_test_refunds (refund_id, payment_id, amount) SELECT payment_id, payment_id, amount FROM payments_test_ledger WHERE fate = 3;
UPDATE payments_test_ledger SET fate = 0 WHERE fate = 3;
