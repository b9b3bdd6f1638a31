-- `definition` is the discount as JSON; beside it stands what statements look at. `uses` counts while there is a limit (it is counted
-- anew when one is set): a code without a limit has no row that every buyer must wait for.
CREATE TABLE promotions_discounts (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL,
  code_key TEXT NOT NULL,
  title TEXT NOT NULL,
  title_key TEXT NOT NULL,
  status TEXT NOT NULL,
  definition TEXT NOT NULL,
  uses_max BIGINT,
  uses BIGINT NOT NULL CHECK (uses >= 0),
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX promotions_discounts_code ON promotions_discounts (code_key) WHERE code_key <> '' AND status <> 'archived';

-- How often a person used a discount that is limited per person. A person is "acc_…" or the digest of an e-mail address.
CREATE TABLE promotions_people (
  discount_id BIGINT NOT NULL,
  person TEXT NOT NULL,
  uses BIGINT NOT NULL CHECK (uses >= 0),
  PRIMARY KEY (discount_id, person)
);

-- Each use by an order; given back when the order came to nothing.
CREATE TABLE promotions_redemptions (
  order_id BIGINT NOT NULL,
  discount_id BIGINT NOT NULL,
  account TEXT NOT NULL,
  email TEXT NOT NULL,
  per_person BIGINT NOT NULL,
  at BIGINT NOT NULL,
  released_at BIGINT,
  PRIMARY KEY (order_id, discount_id)
);
CREATE INDEX promotions_redemptions_discount ON promotions_redemptions (discount_id) WHERE released_at IS NULL;
