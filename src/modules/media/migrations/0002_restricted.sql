-- Restricted uploads are served by signed addresses alone. The secret that signs them is one for all nodes.
ALTER TABLE media_uploads ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0;
CREATE TABLE media_secrets (
  id BIGINT PRIMARY KEY,
  secret TEXT NOT NULL
);
