-- One row for each kind of prediction: the last report of its model, as JSON.
CREATE TABLE predictions_models (
  kind TEXT PRIMARY KEY,
  trained_at BIGINT NOT NULL,
  report TEXT NOT NULL
);

-- One row for each account that bought. Null: not predicted. `run` is the training that wrote it; money is minor units.
CREATE TABLE predictions_people (
  account BIGINT PRIMARY KEY,
  run BIGINT NOT NULL,
  orders BIGINT NOT NULL,
  spent BIGINT NOT NULL,
  last_order_at BIGINT NOT NULL,
  active DOUBLE PRECISION,
  expected_orders DOUBLE PRECISION,
  expected_spend DOUBLE PRECISION,
  days_to_next DOUBLE PRECISION,
  churn DOUBLE PRECISION,
  at_risk DOUBLE PRECISION
);
CREATE INDEX predictions_people_orders ON predictions_people (expected_orders);
CREATE INDEX predictions_people_spend ON predictions_people (expected_spend);
CREATE INDEX predictions_people_risk ON predictions_people (at_risk);
