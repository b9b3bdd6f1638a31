-- What learners know, in parts: one of several gigabytes is neither one value nor one transaction. A state holds when its parts are
-- those of its generation. Snapshots of before are given up: the log is read anew, once.
DROP TABLE interactions_snapshots;
CREATE TABLE interactions_states (
  learner TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  position BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  parts BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  hash TEXT NOT NULL
);
CREATE TABLE interactions_state_parts (
  learner TEXT NOT NULL,
  generation BIGINT NOT NULL,
  part BIGINT NOT NULL,
  checksum BIGINT NOT NULL,
  data BYTEA NOT NULL,
  PRIMARY KEY (learner, generation, part)
);
