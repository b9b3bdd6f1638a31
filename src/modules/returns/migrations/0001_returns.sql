-- The shop's promise, one row.
CREATE TABLE returns_policy (
  id BIGINT PRIMARY KEY,
  version BIGINT NOT NULL,
  policy TEXT NOT NULL
);

-- `status` by number, see return.h. `search`: the order's number and the buyer's address, in small letters. `details` is JSON.
CREATE TABLE returns_returns (
  id BIGINT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  status BIGINT NOT NULL,
  version BIGINT NOT NULL,
  requested_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  number TEXT NOT NULL,
  email TEXT NOT NULL,
  details TEXT NOT NULL
);
CREATE INDEX returns_returns_order ON returns_returns (order_id);
CREATE INDEX returns_returns_status ON returns_returns (status, id);
CREATE INDEX returns_returns_number ON returns_returns (number);
CREATE INDEX returns_returns_email ON returns_returns (email);

-- Units of an order line that are on their way back: of two requests for the last unit one wins.
CREATE TABLE returns_units (
  line_id BIGINT PRIMARY KEY,
  quantity BIGINT NOT NULL CHECK (quantity >= 0)
);

-- One registered unit of an order line.
CREATE TABLE returns_warranties (
  id BIGINT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  line_id BIGINT NOT NULL,
  unit BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  variant_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  serial TEXT NOT NULL,
  registered_at BIGINT NOT NULL,
  starts_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  UNIQUE (line_id, unit)
);
CREATE INDEX returns_warranties_order ON returns_warranties (order_id);
CREATE INDEX returns_warranties_account ON returns_warranties (account_id);
CREATE UNIQUE INDEX returns_warranties_serial ON returns_warranties (product_id, serial) WHERE serial <> '';

-- `open` is the warranty's id while the claim is not decided: one at a time.
CREATE TABLE returns_claims (
  id BIGINT PRIMARY KEY,
  warranty_id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  status BIGINT NOT NULL,
  version BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  open BIGINT UNIQUE,
  details TEXT NOT NULL
);
CREATE INDEX returns_claims_order ON returns_claims (order_id);
CREATE INDEX returns_claims_status ON returns_claims (status, id);
