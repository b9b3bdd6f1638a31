-- `definition` is what staff say of it, as JSON; `handle` is its key.
CREATE TABLE experiments_experiments (
  id BIGINT PRIMARY KEY,
  handle TEXT NOT NULL,
  status TEXT NOT NULL,
  definition TEXT NOT NULL,
  decision TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  started_at BIGINT,
  stopped_at BIGINT,
  decided_at BIGINT
);
CREATE UNIQUE INDEX experiments_experiments_handle ON experiments_experiments (handle);
CREATE INDEX experiments_experiments_running ON experiments_experiments (id) WHERE status = 'running';

-- One row once the share was said, by staff or by the start of the first experiment.
CREATE TABLE experiments_holdout (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  share_bp BIGINT NOT NULL,
  set_at BIGINT NOT NULL
);
