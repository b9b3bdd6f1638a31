-- What was erased, when and at whose wish; `parts` counts it by place (JSON) and holds no word of the person. The account's id stays in the
-- ledgers anyway. `finished_at` is 0 until the files, the log and the index are clean, too.
CREATE TABLE profiles_erasures (
  receipt TEXT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  asked_by TEXT NOT NULL,
  by_account BIGINT NOT NULL,
  parts TEXT NOT NULL,
  finished_at BIGINT NOT NULL
);
CREATE INDEX profiles_erasures_at ON profiles_erasures (at);
CREATE INDEX profiles_erasures_account ON profiles_erasures (account_id);
