-- What a provider told of a payment that was parked, so that a person need not guess.
ALTER TABLE payments_intents ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payments_intents ADD COLUMN told_currency TEXT NOT NULL DEFAULT '';

-- Payments that staff closed by hand: what they found at the provider (0: nothing), who and why.
CREATE TABLE payments_settlements (
  payment_id BIGINT PRIMARY KEY,
  captured BIGINT NOT NULL CHECK (captured >= 0),
  reason TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  settled_at BIGINT NOT NULL
);
