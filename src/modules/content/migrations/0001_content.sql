-- Posts; lists that are read whole with the post (hashtags, mentions, media, tags) are JSON.
CREATE TABLE content_posts (
  id BIGINT PRIMARY KEY,
  author_id BIGINT NOT NULL,
  text TEXT NOT NULL,
  hashtags TEXT NOT NULL,
  mentions TEXT NOT NULL,
  media TEXT NOT NULL,
  has_video BIGINT NOT NULL,
  tags TEXT NOT NULL,
  status BIGINT NOT NULL,
  visibility BIGINT NOT NULL,
  likes BIGINT NOT NULL DEFAULT 0,
  comments BIGINT NOT NULL DEFAULT 0,
  saves BIGINT NOT NULL DEFAULT 0,
  shares BIGINT NOT NULL DEFAULT 0,
  views BIGINT NOT NULL DEFAULT 0,
  reports BIGINT NOT NULL DEFAULT 0,
  hold_reason TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  published_at BIGINT NOT NULL
);
CREATE INDEX content_posts_by_author ON content_posts (author_id, id);
CREATE INDEX content_posts_by_status ON content_posts (status, id);

-- Where a post is found: by product and by hashtag. Only of posts that are published.
CREATE TABLE content_post_products (
  product_id BIGINT NOT NULL,
  post_id BIGINT NOT NULL,
  PRIMARY KEY (product_id, post_id)
);
CREATE INDEX content_post_products_by_post ON content_post_products (post_id);
CREATE TABLE content_post_hashtags (
  hashtag TEXT NOT NULL,
  post_id BIGINT NOT NULL,
  PRIMARY KEY (hashtag, post_id)
);
CREATE INDEX content_post_hashtags_by_post ON content_post_hashtags (post_id);

-- kind: 0 like, 1 save.
CREATE TABLE content_reactions (
  account_id BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  post_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, kind, post_id)
);
CREATE INDEX content_reactions_by_post ON content_reactions (post_id);
CREATE INDEX content_reactions_by_time ON content_reactions (account_id, kind, created_at);

CREATE TABLE content_follows (
  follower_id BIGINT NOT NULL,
  followed_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (follower_id, followed_id)
);
CREATE INDEX content_follows_by_followed ON content_follows (followed_id, follower_id);

CREATE TABLE content_comments (
  id BIGINT PRIMARY KEY,
  post_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  parent_id BIGINT NOT NULL,
  text TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX content_comments_by_post ON content_comments (post_id, id);

CREATE TABLE content_product_saves (
  account_id BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, product_id)
);

CREATE TABLE content_reports (
  post_id BIGINT NOT NULL,
  reporter_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (post_id, reporter_id)
);

-- Who held or released what, and why.
CREATE TABLE content_decisions (
  id BIGINT PRIMARY KEY,
  post_id BIGINT NOT NULL,
  moderator_id BIGINT NOT NULL,
  action TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
