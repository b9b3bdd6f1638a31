-- Pictures of a message, as a list of ids. What agents uploaded for an answer stands in care_pictures; what nobody sent goes after a day.
ALTER TABLE care_messages ADD COLUMN pictures TEXT NOT NULL DEFAULT '';
CREATE TABLE care_pictures (
  media_id BIGINT PRIMARY KEY,
  conversation_id BIGINT NOT NULL,
  sent BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX care_pictures_unsent ON care_pictures (at) WHERE sent = 0;
