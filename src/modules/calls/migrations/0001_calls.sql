CREATE TABLE calls_calls (
  id BIGINT PRIMARY KEY,
  digest TEXT NOT NULL,
  contact_id TEXT NOT NULL,
  format TEXT NOT NULL,
  language TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL,
  customer_name TEXT NOT NULL,
  agent_name TEXT NOT NULL,
  began_at BIGINT NOT NULL,
  imported_at BIGINT NOT NULL,
  imported_by BIGINT NOT NULL,
  duration_ms BIGINT NOT NULL,
  turns BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  erased_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX calls_calls_digest ON calls_calls (digest);
CREATE UNIQUE INDEX calls_calls_contact ON calls_calls (contact_id) WHERE contact_id <> '';
CREATE INDEX calls_calls_account ON calls_calls (account_id, id);
CREATE INDEX calls_calls_email ON calls_calls (email) WHERE email <> '';
CREATE INDEX calls_calls_conversation ON calls_calls (conversation_id);
CREATE TABLE calls_turns (
  call_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  role TEXT NOT NULL,
  speaker TEXT NOT NULL,
  begin_ms BIGINT NOT NULL,
  end_ms BIGINT NOT NULL,
  body TEXT NOT NULL,
  sentiment TEXT NOT NULL,
  PRIMARY KEY (call_id, number)
);
