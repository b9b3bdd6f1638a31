-- The shop's rules for reviews, one row; and the key that signs invitations and hides addresses.
CREATE TABLE reviews_settings (
  id BIGINT PRIMARY KEY,
  version BIGINT NOT NULL,
  settings TEXT NOT NULL
);
CREATE TABLE reviews_secret (
  id BIGINT PRIMARY KEY,
  secret BYTEA NOT NULL
);

-- `person` is who wrote it: one review for each and product. `status`, `trust`, `suspicion` by number, see review.h. `details` is JSON.
-- `import_key` finds a row of a file again.
CREATE TABLE reviews_reviews (
  id BIGINT PRIMARY KEY,
  product_id BIGINT NOT NULL,
  variant_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  person TEXT NOT NULL,
  import_key TEXT,
  status BIGINT NOT NULL,
  trust BIGINT NOT NULL,
  suspicion BIGINT NOT NULL,
  stars BIGINT NOT NULL CHECK (stars BETWEEN 1 AND 5),
  verified BIGINT NOT NULL,
  incentive BIGINT NOT NULL,
  pictures BIGINT NOT NULL,
  helpful BIGINT NOT NULL,
  version BIGINT NOT NULL,
  written_at BIGINT NOT NULL,
  edited_at BIGINT NOT NULL,
  details TEXT NOT NULL,
  UNIQUE (product_id, person)
);
CREATE UNIQUE INDEX reviews_reviews_import ON reviews_reviews (import_key) WHERE import_key IS NOT NULL;
CREATE INDEX reviews_reviews_helpful ON reviews_reviews (product_id, status, helpful, id);
CREATE INDEX reviews_reviews_newest ON reviews_reviews (product_id, status, written_at, id);
CREATE INDEX reviews_reviews_stars ON reviews_reviews (product_id, status, stars, id);
CREATE INDEX reviews_reviews_account ON reviews_reviews (account_id, id);
CREATE INDEX reviews_reviews_status ON reviews_reviews (status, id);
CREATE INDEX reviews_reviews_order ON reviews_reviews (order_id) WHERE order_id <> 0;

-- What a review says of one aspect, 1..5.
CREATE TABLE reviews_aspects (
  review_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  aspect TEXT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (review_id, aspect)
);
CREATE INDEX reviews_aspects_product ON reviews_aspects (product_id, aspect);

CREATE TABLE reviews_votes (
  review_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (review_id, account_id)
);
CREATE INDEX reviews_votes_account ON reviews_votes (account_id);

-- What the guard compares: where a review came from (a keyed digest of the network address, 0: not known), for some months; and the
-- bands of its text's digest: texts that share one are nearly the same.
CREATE TABLE reviews_traces (
  review_id BIGINT PRIMARY KEY,
  product_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  address BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX reviews_traces_address ON reviews_traces (address, at) WHERE address <> 0;
CREATE INDEX reviews_traces_at ON reviews_traces (at);
CREATE TABLE reviews_bands (
  band BIGINT NOT NULL,
  review_id BIGINT NOT NULL,
  PRIMARY KEY (band, review_id)
);
CREATE INDEX reviews_bands_review ON reviews_bands (review_id);

-- Questions on a product and their answers. `details` is JSON.
CREATE TABLE reviews_questions (
  id BIGINT PRIMARY KEY,
  product_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  status BIGINT NOT NULL,
  answers BIGINT NOT NULL,
  accepted_id BIGINT NOT NULL,
  helpful BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX reviews_questions_product ON reviews_questions (product_id, status, helpful, id);
CREATE INDEX reviews_questions_account ON reviews_questions (account_id, id);
CREATE INDEX reviews_questions_status ON reviews_questions (status, id);
CREATE TABLE reviews_answers (
  id BIGINT PRIMARY KEY,
  question_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  status BIGINT NOT NULL,
  voice BIGINT NOT NULL,
  helpful BIGINT NOT NULL,
  answered_at BIGINT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX reviews_answers_question ON reviews_answers (question_id, id);
CREATE INDEX reviews_answers_account ON reviews_answers (account_id, id);
-- Votes for questions and for answers: ids of both come from one source, so none is the other's.
CREATE TABLE reviews_thread_votes (
  about_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (about_id, account_id)
);
CREATE INDEX reviews_thread_votes_account ON reviews_thread_votes (account_id);

-- Who is asked for a review of what, and when. `sent_at` 0: not yet.
CREATE TABLE reviews_invitations (
  order_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  PRIMARY KEY (order_id, product_id)
);
-- Addresses (keyed digests) that want no such mail.
CREATE TABLE reviews_quiet (
  address TEXT PRIMARY KEY,
  at BIGINT NOT NULL
);

-- Files of reviews that were taken in; the file is kept until its run has ended.
CREATE TABLE reviews_imports (
  id BIGINT PRIMARY KEY,
  status BIGINT NOT NULL,
  format TEXT NOT NULL,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  problems TEXT NOT NULL,
  file BYTEA,
  started_at BIGINT NOT NULL
);
