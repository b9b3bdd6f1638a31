CREATE TABLE inventory_locations (
  id BIGINT PRIMARY KEY,
  handle TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX inventory_locations_handle ON inventory_locations (handle);
INSERT INTO inventory_locations (id, handle, name, created_at) VALUES (1, 'main', 'Main', 0);

-- The balances. `version` counts the changes of a row: memory on every node keeps the newest that it saw.
CREATE TABLE inventory_stock (
  variant_id BIGINT NOT NULL,
  location_id BIGINT NOT NULL REFERENCES inventory_locations (id),
  product_id BIGINT NOT NULL,
  on_hand BIGINT NOT NULL CHECK (on_hand >= 0),
  reserved BIGINT NOT NULL CHECK (reserved >= 0),
  version BIGINT NOT NULL,
  PRIMARY KEY (variant_id, location_id),
  CHECK (reserved <= on_hand)
);

-- Every change of a balance, for ever. The row that put units on hold is the hold: `held_until` is its time while the hold is open
-- and empty afterwards. (A table of holds beside this one would cost a third statement for each line of a checkout.)
CREATE TABLE inventory_ledger (
  id BIGINT PRIMARY KEY,
  variant_id BIGINT NOT NULL,
  location_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  delta_on_hand BIGINT NOT NULL,
  delta_reserved BIGINT NOT NULL,
  balance_on_hand BIGINT NOT NULL,
  balance_reserved BIGINT NOT NULL,
  reason TEXT NOT NULL,
  reference TEXT NOT NULL,
  actor TEXT NOT NULL,
  held_until BIGINT
);
CREATE INDEX inventory_ledger_variant ON inventory_ledger (variant_id, id);
CREATE INDEX inventory_ledger_reference ON inventory_ledger (reference);
CREATE INDEX inventory_ledger_held ON inventory_ledger (held_until) WHERE held_until IS NOT NULL;
