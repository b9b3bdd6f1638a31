-- How a comment stands (0 published, 1 held, 2 removed), and whether it was ever announced: one that was held from the start is
-- announced when it is released.
ALTER TABLE content_comments ADD COLUMN status BIGINT NOT NULL DEFAULT 0;
ALTER TABLE content_comments ADD COLUMN announced BIGINT NOT NULL DEFAULT 1;
CREATE INDEX content_comments_by_parent ON content_comments (parent_id, id);
