-- What reports add up: conversations by the day (UTC, days since 1970) on which they were opened, and one dimension (the numbers of
-- Dimension in figures.h). first_seconds and whole_seconds are "seconds:count,…" of first replies and resolutions.
CREATE TABLE care_figures (
  day BIGINT NOT NULL,
  dimension BIGINT NOT NULL,
  name TEXT NOT NULL,
  opened BIGINT NOT NULL,
  answered BIGINT NOT NULL,
  resolved BIGINT NOT NULL,
  late BIGINT NOT NULL,
  rated BIGINT NOT NULL,
  stars BIGINT NOT NULL,
  open_now BIGINT NOT NULL,
  pending_now BIGINT NOT NULL,
  snoozed_now BIGINT NOT NULL,
  first_seconds TEXT NOT NULL,
  whole_seconds TEXT NOT NULL,
  PRIMARY KEY (day, dimension, name)
);
CREATE INDEX care_figures_waiting ON care_figures (dimension, name) WHERE open_now + pending_now + snoozed_now > 0;
-- As what a conversation is counted there.
CREATE TABLE care_counted (
  conversation_id BIGINT PRIMARY KEY,
  facts TEXT NOT NULL
);
-- Those from before are counted up to `position`, until `until`. Whoever counts holds this row.
CREATE TABLE care_counting (
  id BIGINT PRIMARY KEY,
  position BIGINT NOT NULL,
  until BIGINT NOT NULL
);
INSERT INTO care_counting (id, position, until) SELECT 1, 0, COALESCE(MAX(id), 0) FROM care_conversations;
