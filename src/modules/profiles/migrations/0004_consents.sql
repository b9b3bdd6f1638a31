-- What a person agreed to, by purpose and channel, and every choice that was ever made. `who`: "a:" and an account's number, or "v:" and a
-- visitor's id. `by_account` is the staff member who wrote it down, `origin` what an imported file named as its source.
CREATE TABLE profiles_choices (
  who TEXT NOT NULL,
  purpose TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  source TEXT NOT NULL,
  text_version TEXT NOT NULL,
  reason TEXT NOT NULL,
  origin TEXT NOT NULL,
  by_account BIGINT NOT NULL,
  PRIMARY KEY (who, purpose, channel)
);
CREATE TABLE profiles_choice_history (
  id BIGINT PRIMARY KEY,
  who TEXT NOT NULL,
  purpose TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  source TEXT NOT NULL,
  text_version TEXT NOT NULL,
  reason TEXT NOT NULL,
  origin TEXT NOT NULL,
  by_account BIGINT NOT NULL
);
CREATE INDEX profiles_choice_history_who ON profiles_choice_history (who, at);

INSERT INTO profiles_choices (who, purpose, channel, state, at, source, text_version, reason, origin, by_account)
SELECT 'a:' || CAST(account_id AS TEXT), 'marketing', channel, state, at, source, '', '', origin, 0 FROM profiles_consents;
INSERT INTO profiles_choice_history (id, who, purpose, channel, state, at, source, text_version, reason, origin, by_account)
SELECT account_id * 2 + CASE WHEN channel = 'sms' THEN 1 ELSE 0 END,
  'a:' || CAST(account_id AS TEXT), 'marketing', channel, state, at, source, '', '', origin, 0 FROM profiles_consents;
DROP TABLE profiles_consents;
