-- What memory holds of each kind, by version: a node takes what is newer. Raising it also puts writers of a kind in a row.
CREATE TABLE pricing_versions (
  kind TEXT PRIMARY KEY,
  version BIGINT NOT NULL
);
INSERT INTO pricing_versions (kind, version) VALUES ('currencies', 1), ('groups', 1), ('taxes', 1), ('shipping', 1), ('price_list', 1);

-- Currencies beside the shop's own. `rate` in billionths: units of it for one unit of the shop's.
CREATE TABLE pricing_currencies (
  code TEXT PRIMARY KEY,
  rate BIGINT NOT NULL CHECK (rate > 0),
  rounding_step BIGINT NOT NULL,
  rounding_ending BIGINT NOT NULL
);

CREATE TABLE pricing_price_lists (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  group_id BIGINT NOT NULL,
  starts_at BIGINT,
  ends_at BIGINT,
  off_ppm BIGINT NOT NULL CHECK (off_ppm >= 0 AND off_ppm <= 1000000),
  rounding_step BIGINT NOT NULL,
  rounding_ending BIGINT NOT NULL,
  enabled BIGINT NOT NULL,
  entry_count BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- `variant_id` 0: of all variants of the product. An amount, or a part off the regular price.
CREATE TABLE pricing_entries (
  list_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  variant_id BIGINT NOT NULL,
  amount BIGINT CHECK (amount >= 0),
  compare_at BIGINT,
  off_ppm BIGINT,
  PRIMARY KEY (list_id, product_id, variant_id)
);

CREATE TABLE pricing_groups (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  tax_exempt BIGINT NOT NULL,
  member_count BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE pricing_members (
  group_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  added_at BIGINT NOT NULL,
  PRIMARY KEY (group_id, account_id)
);
CREATE INDEX pricing_members_account ON pricing_members (account_id);

-- Zones: `body` is JSON (places and rates), validated when it is written.
CREATE TABLE pricing_tax_zones (
  id BIGINT PRIMARY KEY,
  body TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE pricing_tax_exemptions (
  account_id BIGINT PRIMARY KEY,
  note TEXT NOT NULL,
  until BIGINT,
  created_at BIGINT NOT NULL,
  actor TEXT NOT NULL
);
CREATE TABLE pricing_tax_classes (
  product_id BIGINT PRIMARY KEY,
  tax_class TEXT NOT NULL
);
CREATE TABLE pricing_shipping_zones (
  id BIGINT PRIMARY KEY,
  body TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
