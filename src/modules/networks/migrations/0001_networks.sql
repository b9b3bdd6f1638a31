-- What arrived and was not worked off yet; the body goes when it was, the digest stays for a month: the same again is nothing new.
CREATE TABLE networks_deliveries (
  id BIGINT PRIMARY KEY,
  source TEXT NOT NULL,
  digest TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  done_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX networks_deliveries_digest ON networks_deliveries (digest);
CREATE INDEX networks_deliveries_at ON networks_deliveries (at);
CREATE TABLE networks_events (
  network TEXT NOT NULL,
  event_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (network, event_id)
);
CREATE INDEX networks_events_at ON networks_events (at);
-- Names as the network gave them, so that it is asked once.
CREATE TABLE networks_people (
  network TEXT NOT NULL,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  handle TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (network, person)
);
-- Answers to a comment that go to its author alone.
CREATE TABLE networks_private (
  message_id BIGINT PRIMARY KEY,
  conversation_id BIGINT NOT NULL
);
CREATE INDEX networks_private_conversation ON networks_private (conversation_id);
CREATE TABLE networks_standing (
  network TEXT NOT NULL,
  events BIGINT NOT NULL,
  last_event_at BIGINT NOT NULL,
  last_error TEXT NOT NULL,
  last_error_at BIGINT NOT NULL,
  PRIMARY KEY (network)
);
