-- The shop's rules for help, one row.
CREATE TABLE answers_settings (
  id BIGINT PRIMARY KEY,
  version BIGINT NOT NULL,
  settings TEXT NOT NULL
);

-- Articles. `status` by number, see article.h. `words` is JSON; `source_id` is the answer that it grew from, empty: none.
CREATE TABLE answers_articles (
  id BIGINT PRIMARY KEY,
  handle TEXT NOT NULL,
  status BIGINT NOT NULL,
  section TEXT NOT NULL,
  version BIGINT NOT NULL,
  source_id TEXT NOT NULL,
  source_kind BIGINT NOT NULL,
  source_link TEXT NOT NULL,
  source_account BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  published_at BIGINT NOT NULL,
  helped BIGINT NOT NULL,
  not_helped BIGINT NOT NULL,
  words TEXT NOT NULL
);
CREATE UNIQUE INDEX answers_articles_handle ON answers_articles (handle);
CREATE UNIQUE INDEX answers_articles_source ON answers_articles (source_id) WHERE source_id <> '';
CREATE INDEX answers_articles_status ON answers_articles (status, updated_at, id);

-- What an article said before each change.
CREATE TABLE answers_edits (
  article_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (article_id, version)
);

-- Whether an article helped; `person` is an account's or a visitor's id.
CREATE TABLE answers_votes (
  article_id BIGINT NOT NULL,
  person TEXT NOT NULL,
  helped BIGINT NOT NULL,
  PRIMARY KEY (article_id, person)
);
CREATE INDEX answers_votes_person ON answers_votes (person);

-- Who typed a question for which there were answers: whether they were shown any (drawn by lot), and whether they asked anyway. One row
-- for each person and 30 days. Never what they typed.
CREATE TABLE answers_asks (
  person TEXT NOT NULL,
  period BIGINT NOT NULL,
  visitor TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  shown BIGINT NOT NULL,
  place BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  outcome BIGINT NOT NULL,
  outcome_at BIGINT NOT NULL,
  PRIMARY KEY (person, period)
);
CREATE INDEX answers_asks_visitor ON answers_asks (visitor, first_at) WHERE visitor <> '';
CREATE INDEX answers_asks_account ON answers_asks (account_id, first_at) WHERE account_id <> 0;
CREATE INDEX answers_asks_at ON answers_asks (first_at);

-- Questions on products on their way to an answer. `state`: 0 waits, 1 was answered, 2 is with the agents, 3 is gone.
CREATE TABLE answers_questions (
  question_id BIGINT PRIMARY KEY,
  product_id BIGINT NOT NULL,
  state BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  invited BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  ended_at BIGINT NOT NULL
);
CREATE INDEX answers_questions_due ON answers_questions (state, due_at);
CREATE INDEX answers_questions_conversation ON answers_questions (conversation_id) WHERE conversation_id <> 0;

-- Who was asked about which question.
CREATE TABLE answers_invited (
  question_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (question_id, account_id)
);
CREATE INDEX answers_invited_account ON answers_invited (account_id, at);

-- Who answers: how often, and how often it was the answer.
CREATE TABLE answers_answerers (
  product_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  answers BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  PRIMARY KEY (product_id, account_id)
);
CREATE INDEX answers_answerers_account ON answers_answerers (account_id);

-- Who bought what, newest purchase; whether they still have it is asked of orders.
CREATE TABLE answers_owners (
  product_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  bought_at BIGINT NOT NULL,
  PRIMARY KEY (product_id, account_id)
);
CREATE INDEX answers_owners_newest ON answers_owners (product_id, bought_at);
CREATE INDEX answers_owners_account ON answers_owners (account_id);

-- Answers of agents that stand on the product: each delivered once.
CREATE TABLE answers_delivered (
  message TEXT PRIMARY KEY,
  answer_id BIGINT NOT NULL
);
