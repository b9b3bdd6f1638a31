-- Posts that complain and spread. `products` are the ids that it tags, one after the other; `words` decided that it is negative.
CREATE TABLE radar_alerts (
  id BIGINT PRIMARY KEY,
  post_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  products TEXT NOT NULL,
  status TEXT NOT NULL,
  severity TEXT NOT NULL,
  words TEXT NOT NULL,
  orders BIGINT NOT NULL,
  reach BIGINT NOT NULL,
  shares BIGINT NOT NULL,
  expected BIGINT NOT NULL,
  low BIGINT NOT NULL,
  high BIGINT NOT NULL,
  times BIGINT NOT NULL,
  conversation TEXT NOT NULL,
  note TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  told_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_by BIGINT,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX radar_alerts_post ON radar_alerts (post_id);
CREATE INDEX radar_alerts_status ON radar_alerts (status, id);
CREATE INDEX radar_alerts_author ON radar_alerts (author_id);

-- Products that are not promoted for now.
CREATE TABLE radar_paused (
  product_id BIGINT PRIMARY KEY,
  since BIGINT NOT NULL,
  by_id BIGINT NOT NULL,
  reason TEXT NOT NULL
);

-- Who paused, cleared or closed what, and why; 0: the shop itself. Never changed.
CREATE TABLE radar_trail (
  id BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  by_id BIGINT NOT NULL,
  deed TEXT NOT NULL,
  product_id BIGINT NOT NULL,
  alert_id BIGINT NOT NULL,
  reason TEXT NOT NULL
);

CREATE TABLE radar_settings (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  definition TEXT NOT NULL
);
