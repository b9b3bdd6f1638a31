-- One row for each training: how wrong each was on texts that were held out. chosen: 0 the lexicon that ships, 1 what was in use before,
-- 2 what was trained. `model` is there while it is in use.
CREATE TABLE classifiers_runs (
  trait BIGINT NOT NULL,
  version BIGINT NOT NULL,
  chosen BIGINT NOT NULL,
  examples BIGINT NOT NULL,
  held_out BIGINT NOT NULL,
  shipped_error DOUBLE PRECISION NOT NULL,
  shipped_f1 DOUBLE PRECISION NOT NULL,
  before_error DOUBLE PRECISION NOT NULL,
  before_f1 DOUBLE PRECISION NOT NULL,
  error DOUBLE PRECISION NOT NULL,
  f1 DOUBLE PRECISION NOT NULL,
  model BYTEA,
  trained_at BIGINT NOT NULL,
  PRIMARY KEY (trait, version)
);

-- What answers now. version 0: the lexicon. learnt_from: a digest of the examples of the last training. stale: somebody was erased since.
CREATE TABLE classifiers_use (
  trait BIGINT PRIMARY KEY,
  version BIGINT NOT NULL,
  curve TEXT NOT NULL,
  examples BIGINT NOT NULL,
  learnt_from BIGINT NOT NULL,
  stale BIGINT NOT NULL,
  looked_at BIGINT NOT NULL
);
