-- Questions that members asked in groups go the same way. `kind`: 0 stands on a product, 1 in a group (`question_id` is the discussion's,
-- `product_id` 0).
ALTER TABLE answers_questions ADD COLUMN kind BIGINT NOT NULL DEFAULT 0;

-- `trusted`: 1 the community says so in the open, so their name may be told. `passed_at`: they left it to others; 0: they did not.
ALTER TABLE answers_invited ADD COLUMN trusted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE answers_invited ADD COLUMN passed_at BIGINT NOT NULL DEFAULT 0;
