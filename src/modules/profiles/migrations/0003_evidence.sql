-- What each link rests on: how sure it is in thousandths, what was seen, and the message that said so.
ALTER TABLE profiles_edges ADD COLUMN score BIGINT NOT NULL DEFAULT 1000;
ALTER TABLE profiles_edges ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
ALTER TABLE profiles_edges ADD COLUMN message_id TEXT NOT NULL DEFAULT '';

-- Two accounts of one person. The smaller id stands first; a pair has one open row at most.
CREATE TABLE profiles_twins (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  twin_id BIGINT NOT NULL,
  proof TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  ended_by TEXT NOT NULL,
  score BIGINT NOT NULL,
  evidence TEXT NOT NULL
);
CREATE UNIQUE INDEX profiles_twins_open ON profiles_twins (account_id, twin_id) WHERE ended_at = 0;
CREATE INDEX profiles_twins_account ON profiles_twins (account_id);
CREATE INDEX profiles_twins_twin ON profiles_twins (twin_id);

-- Links that are likely, for staff to look at. `other`: "v:" and a visitor, or "a:" and an account's number. A pair that was decided
-- (state 1 accepted, 2 rejected) is never suggested again.
CREATE TABLE profiles_suggestions (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  other TEXT NOT NULL,
  score BIGINT NOT NULL,
  reasons TEXT NOT NULL,
  state BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  decided_at BIGINT NOT NULL,
  decided_by BIGINT NOT NULL
);
CREATE UNIQUE INDEX profiles_suggestions_pair ON profiles_suggestions (account_id, other);
CREATE INDEX profiles_suggestions_state ON profiles_suggestions (state, id);

-- The digits of the customer's phone, to find who has the same. NULL: not looked at yet.
ALTER TABLE profiles_customers ADD COLUMN phone_key TEXT;
CREATE INDEX profiles_customers_phone ON profiles_customers (phone_key) WHERE phone_key <> '';

-- Where in the log each trait was told, so that members of a profile lie over each other in the same order however they were linked;
-- and a digest of the acts, so that two runs can be compared.
ALTER TABLE profiles_seen ADD COLUMN told TEXT NOT NULL DEFAULT '{}';
ALTER TABLE profiles_seen ADD COLUMN claimed_position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE profiles_seen ADD COLUMN acts BIGINT NOT NULL DEFAULT 0;

-- Who was erased, and how far of the log: what they did before stays forgotten when the log is read again.
CREATE TABLE profiles_erased (
  who TEXT PRIMARY KEY,
  position BIGINT NOT NULL
);
CREATE INDEX profiles_erased_position ON profiles_erased (position);
