-- One row for each file that was taken in. The file is kept until the run has ended, so that any node can go on with it.
CREATE TABLE interchange_runs (
  id BIGINT PRIMARY KEY,
  kind BIGINT NOT NULL,
  status BIGINT NOT NULL,
  dry_run BIGINT NOT NULL,
  source TEXT NOT NULL,
  actor TEXT NOT NULL,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  problems TEXT NOT NULL,
  file BYTEA,
  started_at BIGINT NOT NULL,
  finished_at BIGINT
);

-- Who took personal data out or in, and which. Never changed.
CREATE TABLE interchange_trail (
  id BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  filter TEXT NOT NULL
);
