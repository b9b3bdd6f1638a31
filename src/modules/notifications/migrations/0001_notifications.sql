-- Lines of the bell, what of it people want mailed, and which mails were enqueued already.
CREATE TABLE notifications_lines (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  actor_id BIGINT NOT NULL,
  about TEXT NOT NULL,
  subject TEXT NOT NULL,
  url TEXT NOT NULL,
  image_url TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  read_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX notifications_lines_once ON notifications_lines (account_id, kind, actor_id, about);

CREATE INDEX notifications_lines_account ON notifications_lines (account_id, id);

CREATE INDEX notifications_lines_actor ON notifications_lines (actor_id);

CREATE INDEX notifications_lines_age ON notifications_lines (created_at);

CREATE INDEX notifications_lines_unread ON notifications_lines (account_id) WHERE read_at = 0;

CREATE TABLE notifications_preferences (
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  mail BIGINT NOT NULL,
  PRIMARY KEY (account_id, kind)
);

CREATE TABLE notifications_mails (
  mail_key TEXT NOT NULL PRIMARY KEY,
  created_at BIGINT NOT NULL
);

CREATE INDEX notifications_mails_age ON notifications_mails (created_at);
