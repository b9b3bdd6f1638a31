-- What was read of the customer's messages, and how pressing a conversation is: its priority first (in steps of 10^12), then its urgency.
ALTER TABLE care_conversations ADD COLUMN feeling BIGINT NOT NULL DEFAULT 0;
ALTER TABLE care_conversations ADD COLUMN feeling_score BIGINT NOT NULL DEFAULT 0;
ALTER TABLE care_conversations ADD COLUMN intent TEXT NOT NULL DEFAULT '';
ALTER TABLE care_conversations ADD COLUMN severity BIGINT NOT NULL DEFAULT 0;
ALTER TABLE care_conversations ADD COLUMN read_words TEXT NOT NULL DEFAULT '';
ALTER TABLE care_conversations ADD COLUMN corrected BIGINT NOT NULL DEFAULT 0;
ALTER TABLE care_conversations ADD COLUMN urgency BIGINT NOT NULL DEFAULT 0;
ALTER TABLE care_conversations ADD COLUMN pressing BIGINT NOT NULL DEFAULT 0;
UPDATE care_conversations SET pressing = priority * 1000000000000;
CREATE INDEX care_conversations_feeling ON care_conversations (feeling, status, last_at, id) WHERE feeling > 0;
CREATE INDEX care_conversations_intent ON care_conversations (intent, status, last_at, id) WHERE intent <> '';
CREATE INDEX care_conversations_pressing ON care_conversations (status, pressing, id);
-- What agents said a message feels like or wants, where it had been read otherwise.
CREATE TABLE care_corrections (
  kind BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  value TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (kind, message_id)
);
