-- How far each mailbox was read (UIDVALIDITY and UID of IMAP), and how it went.
CREATE TABLE mailbox_accounts (
  address TEXT PRIMARY KEY,
  uid_validity BIGINT NOT NULL,
  last_uid BIGINT NOT NULL,
  old_below BIGINT NOT NULL,
  checked_at BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  error TEXT NOT NULL,
  error_at BIGINT NOT NULL,
  received BIGINT NOT NULL,
  duplicates BIGINT NOT NULL,
  automatic BIGINT NOT NULL,
  bounced BIGINT NOT NULL,
  refused BIGINT NOT NULL
);
-- What came and went: enough to find the thread of an answer and to know a mail that comes twice. The words stand in care.
CREATE TABLE mailbox_letters (
  id BIGINT PRIMARY KEY,
  address TEXT NOT NULL,
  direction BIGINT NOT NULL,
  digest TEXT NOT NULL,
  rfc_id TEXT NOT NULL,
  conversation_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  sender TEXT NOT NULL,
  recipients TEXT NOT NULL,
  quoted TEXT NOT NULL,
  left_out BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX mailbox_letters_digest ON mailbox_letters (digest);
CREATE INDEX mailbox_letters_rfc_id ON mailbox_letters (rfc_id);
CREATE INDEX mailbox_letters_sender ON mailbox_letters (sender, direction, at);
CREATE INDEX mailbox_letters_at ON mailbox_letters (direction, at);
CREATE INDEX mailbox_letters_message ON mailbox_letters (message_id);
CREATE INDEX mailbox_letters_conversation ON mailbox_letters (conversation_id);
-- message_id 0: an agent put it down for an answer that is not sent yet.
CREATE TABLE mailbox_files (
  id BIGINT PRIMARY KEY,
  conversation_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX mailbox_files_message ON mailbox_files (message_id, id);
CREATE INDEX mailbox_files_conversation ON mailbox_files (conversation_id, id);
CREATE TABLE mailbox_contents (
  file_id BIGINT PRIMARY KEY,
  content BYTEA NOT NULL
);
-- What was not let in, and why. The mail itself stays on its server, unseen.
CREATE TABLE mailbox_refused (
  id BIGINT PRIMARY KEY,
  address TEXT NOT NULL,
  reason TEXT NOT NULL,
  sender TEXT NOT NULL,
  subject TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX mailbox_refused_address ON mailbox_refused (address, id);
CREATE INDEX mailbox_refused_sender ON mailbox_refused (sender);
CREATE TABLE mailbox_acknowledged (
  sender TEXT PRIMARY KEY,
  at BIGINT NOT NULL
);
CREATE TABLE mailbox_secrets (
  id BIGINT PRIMARY KEY,
  secret TEXT NOT NULL
);
