-- Who said, where, that something is wrong with a product; `person` is a digest, `about` leads to the words.
CREATE TABLE radar_signals (
  id BIGINT PRIMARY KEY,
  source TEXT NOT NULL,
  about TEXT NOT NULL,
  product_id BIGINT NOT NULL,
  variant_id BIGINT NOT NULL,
  person TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX radar_signals_once ON radar_signals (source, about, product_id);
CREATE INDEX radar_signals_product ON radar_signals (product_id, at);
CREATE INDEX radar_signals_age ON radar_signals (at);
CREATE INDEX radar_signals_person ON radar_signals (person);

-- Units by day (days since 1970).
CREATE TABLE radar_sold (
  product_id BIGINT NOT NULL,
  sold_day BIGINT NOT NULL,
  units BIGINT NOT NULL,
  PRIMARY KEY (product_id, sold_day)
);
CREATE INDEX radar_sold_day ON radar_sold (sold_day);

-- Advice to stop selling a product, and what staff decided.
CREATE TABLE radar_advice (
  id BIGINT PRIMARY KEY,
  product_id BIGINT NOT NULL,
  status TEXT NOT NULL,
  definition TEXT NOT NULL,
  people BIGINT NOT NULL,
  note TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_by BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX radar_advice_product ON radar_advice (product_id, id);
CREATE INDEX radar_advice_status ON radar_advice (status, id);
