-- Whom a member does not want to hear from.
CREATE TABLE profiles_blocks (
  blocker BIGINT NOT NULL,
  blocked BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (blocker, blocked)
);
CREATE INDEX profiles_blocks_blocked ON profiles_blocks (blocked);
