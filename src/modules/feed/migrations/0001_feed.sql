-- What staff decide. `tuning` is JSON; one row.
CREATE TABLE feed_settings (
  id BIGINT PRIMARY KEY,
  tuning TEXT NOT NULL,
  version BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- The brand's rules: `definition` is the rule as JSON.
CREATE TABLE feed_rules (
  id BIGINT PRIMARY KEY,
  definition TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
