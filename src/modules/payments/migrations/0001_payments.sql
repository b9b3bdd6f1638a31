-- What was asked of a provider. `status` by number, see payments.h; `subject` is whatever the caller sells.
CREATE TABLE payments_intents (
  id BIGINT PRIMARY KEY,
  subject BIGINT NOT NULL,
  provider TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL,
  status BIGINT NOT NULL,
  reference TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX payments_intents_subject ON payments_intents (subject);
-- The few whose outcome is not known: what reconciliation looks through.
CREATE INDEX payments_intents_processing ON payments_intents (updated_at) WHERE status = 0;

-- The memory of the provider `test`: it stands for an outside system's and nobody else reads it.
CREATE TABLE payments_test_ledger (
  payment_id BIGINT PRIMARY KEY,
  fate BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL
);
