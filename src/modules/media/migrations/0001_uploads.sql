-- One upload. `version` counts its changes: memory on every node keeps the newest that it saw. `original` is the store key of what came; empty when the renditions were made elsewhere. It is never served.
CREATE TABLE media_uploads (
  id BIGINT PRIMARY KEY,
  owner BIGINT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  progress BIGINT NOT NULL,
  alt TEXT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  duration_ms BIGINT NOT NULL,
  original TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);

-- What is served of an upload, by name. The type of a file follows from its name, which is one of ours.
CREATE TABLE media_files (
  media_id BIGINT NOT NULL REFERENCES media_uploads (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  store_key TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (media_id, name)
);

-- How many originals and files hold a stored file. Once nothing does it may be condemned; a condemned file takes no new use, so that
-- it can be deleted without anybody counting on it.
CREATE TABLE media_blobs (
  store_key TEXT PRIMARY KEY,
  uses BIGINT NOT NULL CHECK (uses >= 0),
  condemned BIGINT NOT NULL
);
