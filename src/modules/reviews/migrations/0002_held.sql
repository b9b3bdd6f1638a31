-- Whether others were told of it: what was held when it was written is announced when it is shown first.
ALTER TABLE reviews_questions ADD COLUMN announced BIGINT NOT NULL DEFAULT 1;
ALTER TABLE reviews_answers ADD COLUMN announced BIGINT NOT NULL DEFAULT 1;
