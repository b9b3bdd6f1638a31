-- What shoppers mean to buy. A cart is read and written as a whole, so its lines are one document; every change is guarded by
-- the version it was made from.
CREATE TABLE orders_carts (
  id BIGINT PRIMARY KEY,
  account_id BIGINT,
  visitor TEXT NOT NULL,
  access_token TEXT NOT NULL,
  status BIGINT NOT NULL,
  version BIGINT NOT NULL,
  lines TEXT NOT NULL,
  reserved_until BIGINT NOT NULL,
  order_id BIGINT,
  merged_into BIGINT,
  updated_at BIGINT NOT NULL
);
CREATE INDEX orders_carts_account ON orders_carts (account_id, id) WHERE account_id IS NOT NULL;

-- What was bought. `details` is what the order says for ever (lines, totals, address): JSON, written once. `history` grows at its
-- end in the statement that changes `status`, so the two cannot disagree. `request` names the request that placed it (a digest of
-- caller and Idempotency-Key), for one that is repeated after a crash. What lists look at stands before the long columns.
CREATE TABLE orders_orders (
  id BIGINT PRIMARY KEY,
  number BIGINT NOT NULL,
  status BIGINT NOT NULL,
  account_id BIGINT,
  cart_id BIGINT NOT NULL,
  placed_at BIGINT NOT NULL,
  paid_at BIGINT NOT NULL,
  search TEXT NOT NULL,
  visitor TEXT NOT NULL,
  email TEXT NOT NULL,
  locale TEXT NOT NULL,
  access_token TEXT NOT NULL,
  tracking TEXT NOT NULL,
  request TEXT NOT NULL,
  history TEXT NOT NULL,
  details TEXT NOT NULL
);
CREATE UNIQUE INDEX orders_orders_number ON orders_orders (number);
CREATE INDEX orders_orders_status ON orders_orders (status, id);
CREATE INDEX orders_orders_account ON orders_orders (account_id, id) WHERE account_id IS NOT NULL;

-- Where the numbers for people come from.
CREATE TABLE orders_sequence (
  name TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO orders_sequence (name, last) VALUES ('order', 1000);
