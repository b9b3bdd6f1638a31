-- One sale of a product as a drop. `seed` orders everybody who was there before the opening; its hash is public from the start.
-- `admit_from` is the moment up to which people have been let in at the drop's rate.
CREATE TABLE drops_drops (
  id BIGINT PRIMARY KEY,
  product_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  mode BIGINT NOT NULL,
  state BIGINT NOT NULL,
  joins_at BIGINT NOT NULL,
  opens_at BIGINT NOT NULL,
  closes_at BIGINT,
  quantity BIGINT NOT NULL CHECK (quantity > 0),
  sold BIGINT NOT NULL CHECK (sold >= 0),
  per_person BIGINT NOT NULL CHECK (per_person > 0),
  rate_per_minute BIGINT NOT NULL CHECK (rate_per_minute > 0),
  admission_seconds BIGINT NOT NULL CHECK (admission_seconds > 0),
  work_bits BIGINT NOT NULL,
  sells_on BIGINT NOT NULL,
  seed BYTEA NOT NULL,
  secret BYTEA NOT NULL,
  admit_from BIGINT,
  opened_at BIGINT,
  closed_at BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  CHECK (sold <= quantity)
);
-- A product has one drop that is not over.
CREATE UNIQUE INDEX drops_drops_product ON drops_drops (product_id) WHERE state < 4;

-- A place in the line. The line's order is (late, rank): before the opening the rank is a digest under the drop's secret seed, after
-- it the time of joining. `nonce` is of the solved challenge, so that one solution is one place; `person` makes it one for each.
CREATE TABLE drops_tickets (
  id BIGINT PRIMARY KEY,
  drop_id BIGINT NOT NULL REFERENCES drops_drops (id),
  person TEXT,
  account_id BIGINT NOT NULL,
  nonce TEXT NOT NULL,
  state BIGINT NOT NULL,
  late BIGINT NOT NULL,
  rank BIGINT NOT NULL,
  joined_at BIGINT NOT NULL,
  admitted_at BIGINT,
  admitted_until BIGINT,
  bought_at BIGINT,
  order_id BIGINT,
  units BIGINT NOT NULL,
  buyer TEXT,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX drops_tickets_nonce ON drops_tickets (drop_id, nonce);
CREATE UNIQUE INDEX drops_tickets_person ON drops_tickets (drop_id, person) WHERE person IS NOT NULL;
CREATE INDEX drops_tickets_line ON drops_tickets (drop_id, state, late, rank);
CREATE INDEX drops_tickets_order ON drops_tickets (order_id) WHERE order_id IS NOT NULL;

-- How much a person bought of a drop, whatever ticket they came with.
CREATE TABLE drops_purchases (
  drop_id BIGINT NOT NULL,
  buyer TEXT NOT NULL,
  units BIGINT NOT NULL CHECK (units >= 0),
  PRIMARY KEY (drop_id, buyer)
);
