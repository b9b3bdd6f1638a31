-- One row per interaction, in the order learners read them. No second index: it would cost more than the row.
CREATE TABLE interactions_log (
  position BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  trust BIGINT NOT NULL,
  account BIGINT NOT NULL,
  visitor TEXT NOT NULL,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  message_id TEXT NOT NULL,
  properties TEXT NOT NULL,
  context TEXT NOT NULL
);
CREATE TABLE interactions_snapshots (
  learner TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  position BIGINT NOT NULL,
  data BYTEA NOT NULL
);
CREATE TABLE interactions_bridge (
  id BIGINT PRIMARY KEY,
  sequence BIGINT NOT NULL
);
