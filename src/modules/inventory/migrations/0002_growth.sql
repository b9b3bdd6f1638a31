-- Units that are kept back from sale, by variant and location.
ALTER TABLE inventory_stock ADD COLUMN safety BIGINT NOT NULL DEFAULT 0;

-- Which location is asked first, and which countries it serves ("VN,LA"; empty: all).
ALTER TABLE inventory_locations ADD COLUMN priority BIGINT NOT NULL DEFAULT 0;
ALTER TABLE inventory_locations ADD COLUMN countries TEXT NOT NULL DEFAULT '';

-- What is on its way. Open until it has been received or called off.
CREATE TABLE inventory_incoming (
  id BIGINT PRIMARY KEY,
  variant_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  location_id BIGINT NOT NULL REFERENCES inventory_locations (id),
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  expected_at BIGINT,
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  received BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX inventory_incoming_variant ON inventory_incoming (variant_id, id);
CREATE INDEX inventory_incoming_open ON inventory_incoming (id) WHERE closed_at IS NULL;

-- A variant that sells on, up to `cap`, when it is not there. `presold` is the sum of its open presales.
CREATE TABLE inventory_preorders (
  variant_id BIGINT PRIMARY KEY,
  product_id BIGINT NOT NULL,
  cap BIGINT NOT NULL CHECK (cap >= 0),
  presold BIGINT NOT NULL CHECK (presold >= 0),
  promised_at BIGINT,
  version BIGINT NOT NULL
);
CREATE TABLE inventory_presales (
  id BIGINT PRIMARY KEY,
  variant_id BIGINT NOT NULL,
  order_ref TEXT NOT NULL,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  promised_at BIGINT,
  at BIGINT NOT NULL,
  filled_at BIGINT
);
CREATE INDEX inventory_presales_order ON inventory_presales (order_ref);
CREATE INDEX inventory_presales_open ON inventory_presales (variant_id, id) WHERE filled_at IS NULL;

-- How much one order, and one person within a number of days, may have of a variant.
CREATE TABLE inventory_limits (
  variant_id BIGINT PRIMARY KEY,
  per_order BIGINT,
  per_person BIGINT,
  days BIGINT NOT NULL
);
-- The row that two purchases of one person take turns by.
CREATE TABLE inventory_limit_people (
  variant_id BIGINT NOT NULL,
  person TEXT NOT NULL,
  last_at BIGINT NOT NULL,
  PRIMARY KEY (variant_id, person)
);
CREATE TABLE inventory_limit_uses (
  id BIGINT PRIMARY KEY,
  variant_id BIGINT NOT NULL,
  person TEXT NOT NULL,
  order_ref TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX inventory_limit_uses_person ON inventory_limit_uses (variant_id, person, at);
CREATE INDEX inventory_limit_uses_order ON inventory_limit_uses (order_ref, variant_id);

-- Who wants to hear when it is back: a member, or a guest's address. Told once.
CREATE TABLE inventory_alerts (
  id BIGINT PRIMARY KEY,
  variant_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  email TEXT NOT NULL,
  locale TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX inventory_alerts_who ON inventory_alerts (variant_id, account_id, email);
