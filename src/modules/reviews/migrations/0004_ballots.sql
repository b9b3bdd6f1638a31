-- Who says that a review, a question or an answer helped: in one table, so that who votes alike is seen over all of them. `author_id` 0: the
-- shop's, or nobody's. `bought`: 1 they have the product, 0 they do not, -1 nobody looked yet.
CREATE TABLE reviews_ballots (
  subject_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  bought BIGINT NOT NULL,
  PRIMARY KEY (subject_id, account_id)
);
CREATE INDEX reviews_ballots_account ON reviews_ballots (account_id, product_id);
CREATE INDEX reviews_ballots_author ON reviews_ballots (author_id);
INSERT INTO reviews_ballots (subject_id, account_id, author_id, product_id, bought)
  SELECT v.review_id, v.account_id, r.account_id, r.product_id, -1 FROM reviews_votes v JOIN reviews_reviews r ON r.id = v.review_id;
INSERT INTO reviews_ballots (subject_id, account_id, author_id, product_id, bought)
  SELECT v.about_id, v.account_id, q.account_id, q.product_id, -1 FROM reviews_thread_votes v JOIN reviews_questions q ON q.id = v.about_id;
INSERT INTO reviews_ballots (subject_id, account_id, author_id, product_id, bought)
  SELECT v.about_id, v.account_id, CASE WHEN a.voice = 2 THEN 0 ELSE a.account_id END, q.product_id, -1
  FROM reviews_thread_votes v JOIN reviews_answers a ON a.id = v.about_id JOIN reviews_questions q ON q.id = a.question_id;
DROP TABLE reviews_votes;
DROP TABLE reviews_thread_votes;

-- Pieces whose votes are to be weighed again; a job does it.
CREATE TABLE reviews_unweighed (
  subject_id BIGINT PRIMARY KEY
);
INSERT INTO reviews_unweighed (subject_id) SELECT DISTINCT subject_id FROM reviews_ballots;
