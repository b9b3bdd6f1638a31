-- Accounts, their sessions, single-use tokens and API keys. Of secrets only hashes are kept.
CREATE TABLE identity_accounts (
  id BIGINT PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  handle TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  bio TEXT NOT NULL,
  avatar_media_id BIGINT NOT NULL,
  password_hash TEXT NOT NULL,
  email_verified_at BIGINT NOT NULL,
  roles BIGINT NOT NULL,
  locale TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE INDEX identity_accounts_staff ON identity_accounts (roles) WHERE roles <> 0;

CREATE TABLE identity_sessions (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  token_hash BYTEA NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  user_agent TEXT NOT NULL
);

CREATE INDEX identity_sessions_account ON identity_sessions (account_id, id);

CREATE INDEX identity_sessions_expiry ON identity_sessions (expires_at);

CREATE TABLE identity_tokens (
  token_hash BYTEA NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  email_key TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL
);

CREATE INDEX identity_tokens_account ON identity_tokens (account_id, purpose);

CREATE INDEX identity_tokens_expiry ON identity_tokens (expires_at);

CREATE TABLE identity_keys (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  key_hash BYTEA NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL
);

-- One row that whoever takes the owner's role away must update first, so that two of them cannot both be the last but one.
CREATE TABLE identity_owner_lock (
  id BIGINT PRIMARY KEY,
  taken BIGINT NOT NULL
);

INSERT INTO identity_owner_lock (id, taken) VALUES (1, 0);
