-- The words of what staff look for in orders, in bytes so that both engines order them alike; filled behind the checkouts by a job.
-- 'words' in orders_sequence: the last order whose words are here. Changed texts are kept up by whoever changes them.
CREATE TABLE orders_words (
  word BYTEA NOT NULL,
  order_id BIGINT NOT NULL,
  PRIMARY KEY (word, order_id)
);
INSERT INTO orders_sequence (name, last) VALUES ('words', 0);
