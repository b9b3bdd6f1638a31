CREATE TABLE segments_segments (
  id BIGINT PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  rule TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE segments_members (
  segment_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  visitor TEXT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (segment_id, account_id, visitor)
);

CREATE TABLE segments_variants (
  segment_id BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  landing TEXT NOT NULL,
  collections TEXT NOT NULL,
  priority BIGINT NOT NULL
);
