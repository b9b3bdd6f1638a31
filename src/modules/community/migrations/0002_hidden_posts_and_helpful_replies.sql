-- shown 0: a moderator took the post out of the group's feed. The row stays: out of a closed group's feed is not out into the open.
-- 2: and then its author took it out of the group altogether. It is in it no more, and cannot be put back.
ALTER TABLE community_group_posts ADD COLUMN shown BIGINT NOT NULL DEFAULT 1;

-- The most helpful first, page by page.
CREATE INDEX community_replies_score ON community_replies (discussion_id, score DESC, number);
