-- What became of the units of a product in one order: how many arrived (and when the last of them), came back and failed. `reasons` is
-- JSON: units by reason. Worked out anew from the order with everything that happens to it.
CREATE TABLE returns_outcomes (
  order_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  arrived_at BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  returned BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  reasons TEXT NOT NULL,
  PRIMARY KEY (order_id, product_id)
);
CREATE INDEX returns_outcomes_arrived ON returns_outcomes (arrived_at, product_id);

-- Their sums, counted every few hours. Product 0: the whole shop.
CREATE TABLE returns_rates (
  product_id BIGINT PRIMARY KEY,
  delivered BIGINT NOT NULL,
  returned BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  reasons TEXT NOT NULL
);

-- One row: how far orders of before this was counted have been looked at, from the newest (before 0) to the oldest.
CREATE TABLE returns_counting (
  before BIGINT NOT NULL,
  is_done BIGINT NOT NULL
);
INSERT INTO returns_counting (before, is_done) VALUES (0, 0);
