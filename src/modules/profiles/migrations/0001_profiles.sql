-- The identity graph. Edges are never rewritten: a link ends and another begins. A visitor has one open link at most.
CREATE TABLE profiles_edges (
  id BIGINT PRIMARY KEY,
  visitor TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  proof TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  ended_by TEXT NOT NULL
);

CREATE UNIQUE INDEX profiles_edges_open ON profiles_edges (visitor) WHERE ended_at = 0;

CREATE INDEX profiles_edges_visitor ON profiles_edges (visitor, account_id);

CREATE INDEX profiles_edges_account ON profiles_edges (account_id, id);

-- What each acting identity did: "v:" and a visitor's id, or "a:" and an account's number.
CREATE TABLE profiles_seen (
  who TEXT NOT NULL PRIMARY KEY,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  interactions BIGINT NOT NULL,
  claimed_user_id TEXT NOT NULL,
  traits TEXT NOT NULL
);

CREATE INDEX profiles_seen_last ON profiles_seen (last_seen, who);

-- How far of the interaction log is in profiles_seen: written with it, so that nothing is counted twice.
-- Another version of the learner than the one that wrote it: start again.
CREATE TABLE profiles_position (
  id BIGINT PRIMARY KEY,
  position BIGINT NOT NULL,
  version BIGINT NOT NULL
);

INSERT INTO profiles_position (id, position, version) VALUES (1, 0, 1);
