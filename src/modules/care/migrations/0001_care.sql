-- Lists are read by index alone: each filter that anchors one has its index, status first, the last activity behind it.
CREATE TABLE care_conversations (
  id BIGINT PRIMARY KEY,
  channel TEXT NOT NULL,
  channel_key TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  visitor TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  locale TEXT NOT NULL,
  verified BIGINT NOT NULL,
  subject TEXT NOT NULL,
  status BIGINT NOT NULL,
  priority BIGINT NOT NULL,
  assignee BIGINT NOT NULL,
  team TEXT NOT NULL,
  labels TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  last_in_at BIGINT NOT NULL,
  last_out_at BIGINT NOT NULL,
  first_replied_at BIGINT NOT NULL,
  resolved_at BIGINT NOT NULL,
  reply_due BIGINT NOT NULL,
  resolution_due BIGINT NOT NULL,
  due BIGINT NOT NULL,
  snoozed_until BIGINT NOT NULL,
  escalated BIGINT NOT NULL,
  late BIGINT NOT NULL,
  unread BIGINT NOT NULL,
  messages BIGINT NOT NULL,
  excerpt TEXT NOT NULL,
  token TEXT NOT NULL,
  rating BIGINT NOT NULL,
  rating_text TEXT NOT NULL,
  rated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX care_conversations_status ON care_conversations (status, last_at, id);
CREATE INDEX care_conversations_assignee ON care_conversations (assignee, status, last_at, id);
CREATE INDEX care_conversations_channel ON care_conversations (channel, status, last_at, id);
CREATE INDEX care_conversations_priority ON care_conversations (priority, status, last_at, id);
CREATE INDEX care_conversations_due ON care_conversations (status, due, id);
CREATE INDEX care_conversations_account ON care_conversations (account_id, last_at, id);
CREATE INDEX care_conversations_address ON care_conversations (address, last_at, id);
CREATE INDEX care_conversations_visitor ON care_conversations (visitor, id) WHERE visitor <> '';
CREATE UNIQUE INDEX care_conversations_token ON care_conversations (token);
CREATE UNIQUE INDEX care_conversations_key ON care_conversations (channel, channel_key) WHERE channel_key <> '';
CREATE INDEX care_conversations_snoozed ON care_conversations (snoozed_until) WHERE snoozed_until > 0;
CREATE TABLE care_labelled (
  label TEXT NOT NULL,
  status BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, label)
);
CREATE INDEX care_labelled_list ON care_labelled (label, status, last_at, conversation_id);
CREATE TABLE care_messages (
  id BIGINT PRIMARY KEY,
  conversation_id BIGINT NOT NULL,
  direction BIGINT NOT NULL,
  author BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  body TEXT NOT NULL,
  html TEXT NOT NULL,
  external_id TEXT NOT NULL,
  delivery BIGINT NOT NULL,
  failure TEXT NOT NULL,
  happened TEXT NOT NULL,
  mentions TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX care_messages_conversation ON care_messages (conversation_id, id);
CREATE TABLE care_externals (
  channel TEXT NOT NULL,
  external_id TEXT NOT NULL,
  conversation_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  PRIMARY KEY (channel, external_id)
);
CREATE INDEX care_externals_conversation ON care_externals (conversation_id, message_id);
CREATE TABLE care_actions (
  id BIGINT PRIMARY KEY,
  conversation_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  reference TEXT NOT NULL,
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX care_actions_conversation ON care_actions (conversation_id, id);
CREATE INDEX care_actions_account ON care_actions (account_id, at);
CREATE TABLE care_saved_replies (
  id BIGINT PRIMARY KEY,
  shortcut TEXT NOT NULL,
  version BIGINT NOT NULL,
  uses BIGINT NOT NULL,
  details TEXT NOT NULL
);
CREATE UNIQUE INDEX care_saved_replies_shortcut ON care_saved_replies (shortcut);
CREATE TABLE care_settings (
  id BIGINT PRIMARY KEY,
  version BIGINT NOT NULL,
  settings TEXT NOT NULL
);
CREATE TABLE care_blanked (
  id BIGINT PRIMARY KEY,
  conversation_id BIGINT NOT NULL
);
