-- What waits to be looked at, and what was. At most one open case for each piece.
-- state: 0 open, 1 decided, 2 gone (the piece is no more). held: it is hidden until somebody has looked.
-- standing: how the piece stood when we last set it (0 visible, 1 held, 2 removed).
CREATE TABLE moderation_cases (
  id BIGINT PRIMARY KEY,
  kind BIGINT NOT NULL,
  subject TEXT NOT NULL,
  author_id BIGINT NOT NULL,
  scope TEXT NOT NULL,
  state BIGINT NOT NULL,
  standing BIGINT NOT NULL,
  found_by BIGINT NOT NULL,
  severity BIGINT NOT NULL,
  reports BIGINT NOT NULL,
  weight DOUBLE PRECISION NOT NULL,
  reach BIGINT NOT NULL,
  priority BIGINT NOT NULL,
  findings TEXT NOT NULL,
  text TEXT NOT NULL,
  claimed_by BIGINT NOT NULL DEFAULT 0,
  claimed_until BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  closed_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX moderation_cases_open ON moderation_cases (kind, subject) WHERE state = 0;
CREATE INDEX moderation_cases_queue ON moderation_cases (state, priority, id);
CREATE INDEX moderation_cases_by_subject ON moderation_cases (kind, subject, id);
CREATE INDEX moderation_cases_by_author ON moderation_cases (author_id, id);

-- outcome: 0 nobody looked yet, 1 it was right, 2 it was not.
CREATE TABLE moderation_reports (
  kind BIGINT NOT NULL,
  subject TEXT NOT NULL,
  reporter_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  reason BIGINT NOT NULL,
  note TEXT NOT NULL,
  outcome BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (kind, subject, reporter_id)
);
CREATE INDEX moderation_reports_by_reporter ON moderation_reports (reporter_id, created_at);
CREATE INDEX moderation_reports_by_case ON moderation_reports (case_id);

-- action: 0 keep, 1 remove, 2 restore. measure: 0 none, 1 warn, 2 suspend. text: for classifiers, as long as the piece is there.
-- appeal: 0 none, 1 open, 2 upheld, 3 overturned.
CREATE TABLE moderation_decisions (
  id BIGINT PRIMARY KEY,
  case_id BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  subject TEXT NOT NULL,
  author_id BIGINT NOT NULL,
  scope TEXT NOT NULL,
  moderator_id BIGINT NOT NULL,
  found_by BIGINT NOT NULL,
  action BIGINT NOT NULL,
  measure BIGINT NOT NULL,
  suspended_until BIGINT NOT NULL,
  reason BIGINT NOT NULL,
  note TEXT NOT NULL,
  text TEXT NOT NULL,
  appeal BIGINT NOT NULL DEFAULT 0,
  waited BIGINT NOT NULL,
  decided_at BIGINT NOT NULL
);
CREATE INDEX moderation_decisions_by_subject ON moderation_decisions (kind, subject, id);
CREATE INDEX moderation_decisions_by_author ON moderation_decisions (author_id, id);
CREATE INDEX moderation_decisions_by_case ON moderation_decisions (case_id, id);
CREATE INDEX moderation_decisions_by_time ON moderation_decisions (decided_at);

-- state as decisions.appeal: 1 open, 2 upheld, 3 overturned.
CREATE TABLE moderation_appeals (
  id BIGINT PRIMARY KEY,
  decision_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  words TEXT NOT NULL,
  state BIGINT NOT NULL,
  decided_by BIGINT NOT NULL DEFAULT 0,
  answer TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  decided_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX moderation_appeals_by_decision ON moderation_appeals (decision_id);
CREATE INDEX moderation_appeals_queue ON moderation_appeals (state, id);
CREATE INDEX moderation_appeals_by_author ON moderation_appeals (author_id);

-- What is known of one who writes: how many pieces were published, and until when they may not write.
CREATE TABLE moderation_authors (
  account_id BIGINT PRIMARY KEY,
  published BIGINT NOT NULL DEFAULT 0,
  removed BIGINT NOT NULL DEFAULT 0,
  warned BIGINT NOT NULL DEFAULT 0,
  suspended_until BIGINT NOT NULL DEFAULT 0,
  suspended_by BIGINT NOT NULL DEFAULT 0
);

-- The last day's pieces, for rates and repeated texts: a digest of the folded text, never the text.
CREATE TABLE moderation_recent (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  subject TEXT NOT NULL,
  digest BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX moderation_recent_by_account ON moderation_recent (account_id, created_at);
CREATE INDEX moderation_recent_by_time ON moderation_recent (created_at);

-- Rules in plain text: '' for the shop, else a group's id.
CREATE TABLE moderation_rules (
  scope TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  version BIGINT NOT NULL,
  changed_by BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
