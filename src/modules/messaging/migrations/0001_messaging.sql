-- Threads: kind 0 direct (account_id asked, other_id was asked; low_id and high_id are the same two in order, so that a pair has one
-- thread), 1 chat (account_id: the member, or 0). `last` counts the messages; `token` is the SHA-256 of a visitor's key to the chat.
CREATE TABLE messaging_threads (
  id BIGINT NOT NULL PRIMARY KEY,
  kind BIGINT NOT NULL,
  state BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  other_id BIGINT NOT NULL,
  low_id BIGINT NOT NULL,
  high_id BIGINT NOT NULL,
  token TEXT,
  visitor TEXT NOT NULL,
  email TEXT NOT NULL,
  locale TEXT NOT NULL,
  last BIGINT NOT NULL,
  customer_read BIGINT NOT NULL,
  brand_read BIGINT NOT NULL,
  mailed BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX messaging_threads_pair ON messaging_threads (low_id, high_id) WHERE kind = 0;
CREATE UNIQUE INDEX messaging_threads_chat ON messaging_threads (account_id) WHERE kind = 1 AND account_id <> 0;
CREATE UNIQUE INDEX messaging_threads_token ON messaging_threads (token) WHERE token IS NOT NULL;
CREATE INDEX messaging_threads_asked ON messaging_threads (account_id, created_at) WHERE kind = 0;
CREATE INDEX messaging_threads_empty ON messaging_threads (created_at) WHERE kind = 1 AND last = 0;
CREATE INDEX messaging_threads_visitor ON messaging_threads (visitor) WHERE kind = 1;

-- A direct thread as each of the two sees it. `box`: 0 inbox, 1 requests, 2 deleted (until the next message); `hidden`: deleted up to that
-- number; `seen`: read up to that number.
CREATE TABLE messaging_members (
  account_id BIGINT NOT NULL,
  thread_id BIGINT NOT NULL,
  box BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  hidden BIGINT NOT NULL,
  muted BIGINT NOT NULL,
  last BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, thread_id)
);
CREATE INDEX messaging_members_list ON messaging_members (account_id, box, last_at, thread_id);

-- `extras`: attachments and cards as JSON, empty for most. `standing`: 0 visible, 2 removed by a moderator after a report.
CREATE TABLE messaging_messages (
  id BIGINT NOT NULL PRIMARY KEY,
  thread_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  author_kind BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  client_id TEXT NOT NULL,
  text TEXT NOT NULL,
  extras TEXT NOT NULL,
  erased BIGINT NOT NULL,
  standing BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX messaging_messages_number ON messaging_messages (thread_id, number);
CREATE UNIQUE INDEX messaging_messages_client ON messaging_messages (thread_id, author_kind, author_id, client_id)
  WHERE client_id <> '';

CREATE TABLE messaging_preferences (
  account_id BIGINT NOT NULL PRIMARY KEY,
  takes_from BIGINT NOT NULL
);

-- Pictures that a visitor sent in a chat: they belong to no account.
CREATE TABLE messaging_pictures (
  media_id BIGINT NOT NULL PRIMARY KEY,
  thread_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX messaging_pictures_thread ON messaging_pictures (thread_id);
