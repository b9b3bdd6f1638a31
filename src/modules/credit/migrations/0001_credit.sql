-- A card's code is kept as a digest only. What the last statement took or gave stands in last_expired and last_back: one guarded
-- UPDATE then moves what is there and says how much it was.
CREATE TABLE credit_cards (
  id BIGINT PRIMARY KEY,
  code_hash TEXT NOT NULL,
  last4 TEXT NOT NULL,
  currency TEXT NOT NULL,
  initial BIGINT NOT NULL,
  balance BIGINT NOT NULL CHECK (balance >= 0),
  expires_at BIGINT,
  disabled BIGINT NOT NULL,
  last_expired BIGINT NOT NULL,
  note TEXT NOT NULL,
  reference TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX credit_cards_code ON credit_cards (code_hash);
CREATE INDEX credit_cards_expiring ON credit_cards (expires_at) WHERE expires_at IS NOT NULL AND balance > 0;
CREATE INDEX credit_cards_reference ON credit_cards (reference) WHERE reference <> '';
CREATE INDEX credit_cards_last4 ON credit_cards (last4, id);

-- Store credit of accounts.
CREATE TABLE credit_wallets (
  account_id BIGINT NOT NULL,
  currency TEXT NOT NULL,
  balance BIGINT NOT NULL CHECK (balance >= 0),
  PRIMARY KEY (account_id, currency)
);

-- What each card or wallet paid for an order, and what of it went back.
CREATE TABLE credit_tenders (
  order_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  holder BIGINT NOT NULL,
  currency TEXT NOT NULL,
  first_movement BIGINT NOT NULL,
  spent BIGINT NOT NULL,
  given_back BIGINT NOT NULL CHECK (given_back >= 0),
  last_back BIGINT NOT NULL,
  PRIMARY KEY (order_id, kind, holder, currency),
  CHECK (given_back <= spent)
);

-- The ledger, for ever. The entries of a movement sum to zero. `kind` is card, customer or order with their `holder`, or one of the
-- shop's own accounts (issued, granted, expired), whose balances are the sums of their entries: nobody waits for their rows. `balance`
-- is that of a card or customer after the entry.
CREATE TABLE credit_movements (
  id BIGINT PRIMARY KEY,
  movement_key TEXT,
  at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  reference TEXT NOT NULL,
  actor TEXT NOT NULL,
  note TEXT NOT NULL
);
CREATE UNIQUE INDEX credit_movements_key ON credit_movements (movement_key) WHERE movement_key IS NOT NULL;
CREATE TABLE credit_entries (
  id BIGINT PRIMARY KEY,
  movement_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  holder BIGINT NOT NULL,
  currency TEXT NOT NULL,
  amount BIGINT NOT NULL,
  balance BIGINT
);
CREATE INDEX credit_entries_holder ON credit_entries (kind, holder, id);
CREATE INDEX credit_entries_movement ON credit_entries (movement_id);
