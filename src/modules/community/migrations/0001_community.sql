-- Groups. visibility: 0 public, 1 by request, 2 secret. subject: 0 interest, 1 product, 2 creator; ref is a word or a handle. tags: JSON.
CREATE TABLE community_groups (
  id BIGINT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  about TEXT NOT NULL,
  rules TEXT NOT NULL,
  visibility BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  ref TEXT NOT NULL,
  tags TEXT NOT NULL,
  cover_id BIGINT NOT NULL,
  archived BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

-- seat: 1 requested, 2 invited, 3 active, 4 banned. role: 0 member, 1 moderator, 2 owner. digest: 0 none, 1 daily, 2 weekly.
-- token: ends the digest mails without signing in.
CREATE TABLE community_members (
  group_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  seat BIGINT NOT NULL,
  role BIGINT NOT NULL,
  digest BIGINT NOT NULL,
  note TEXT NOT NULL,
  since BIGINT NOT NULL,
  by_id BIGINT NOT NULL,
  digested_at BIGINT NOT NULL,
  token TEXT NOT NULL,
  PRIMARY KEY (group_id, account_id)
);
CREATE INDEX community_members_account ON community_members (account_id);
CREATE INDEX community_members_digest ON community_members (digest, digested_at) WHERE digest > 0;
CREATE UNIQUE INDEX community_members_token ON community_members (token);
CREATE INDEX community_members_by ON community_members (by_id, since);

-- status: 0 published, 1 held, 2 removed, 3 erased (its place stays). kind: 0 discussion, 1 question. Lists are JSON.
CREATE TABLE community_discussions (
  id BIGINT PRIMARY KEY,
  group_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  status BIGINT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  media TEXT NOT NULL,
  products TEXT NOT NULL,
  tags TEXT NOT NULL,
  pinned BIGINT NOT NULL,
  locked BIGINT NOT NULL,
  live BIGINT NOT NULL,
  poll BIGINT NOT NULL,
  announced BIGINT NOT NULL,
  replies BIGINT NOT NULL,
  last BIGINT NOT NULL,
  helpful DOUBLE PRECISION NOT NULL,
  accepted_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  edited_at BIGINT NOT NULL,
  active_at BIGINT NOT NULL,
  answered_at BIGINT NOT NULL
);
CREATE INDEX community_discussions_group ON community_discussions (group_id, active_at);
CREATE INDEX community_discussions_author ON community_discussions (author_id, created_at);
CREATE INDEX community_discussions_accepted ON community_discussions (id) WHERE accepted_id <> 0;

CREATE TABLE community_replies (
  id BIGINT PRIMARY KEY,
  discussion_id BIGINT NOT NULL,
  parent_id BIGINT NOT NULL,
  depth BIGINT NOT NULL,
  number BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  status BIGINT NOT NULL,
  text TEXT NOT NULL,
  media TEXT NOT NULL,
  products TEXT NOT NULL,
  announced BIGINT NOT NULL,
  helpful DOUBLE PRECISION NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  proven DOUBLE PRECISION NOT NULL,
  created_at BIGINT NOT NULL,
  edited_at BIGINT NOT NULL,
  UNIQUE (discussion_id, number)
);
CREATE INDEX community_replies_author ON community_replies (author_id, created_at);

-- subject_id: of a discussion or a reply (ids are unique over both). author_id: who wrote it.
CREATE TABLE community_votes (
  subject_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  value BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (subject_id, account_id)
);
CREATE INDEX community_votes_account ON community_votes (account_id, at);

CREATE TABLE community_reads (
  account_id BIGINT NOT NULL,
  discussion_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account_id, discussion_id)
);

-- What trust is earned by. given: a level by hand, -1: none. last_day: the newest day (since 1970) that was counted.
CREATE TABLE community_people (
  account_id BIGINT PRIMARY KEY,
  discussions_read BIGINT NOT NULL,
  days_here BIGINT NOT NULL,
  last_day BIGINT NOT NULL,
  replies BIGINT NOT NULL,
  helpful DOUBLE PRECISION NOT NULL,
  accepted BIGINT NOT NULL,
  level BIGINT NOT NULL,
  given BIGINT NOT NULL
);
CREATE TABLE community_badges (
  account_id BIGINT NOT NULL,
  badge BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account_id, badge)
);
CREATE TABLE community_endorsements (
  group_id BIGINT NOT NULL,
  tag TEXT NOT NULL,
  account_id BIGINT NOT NULL,
  by_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (group_id, tag, account_id, by_id)
);
CREATE INDEX community_endorsements_account ON community_endorsements (account_id);
CREATE INDEX community_endorsements_by ON community_endorsements (by_id);

CREATE TABLE community_polls (
  discussion_id BIGINT PRIMARY KEY,
  options TEXT NOT NULL,
  multiple BIGINT NOT NULL,
  closes_at BIGINT NOT NULL
);
CREATE TABLE community_poll_votes (
  discussion_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  choice BIGINT NOT NULL,
  PRIMARY KEY (discussion_id, account_id, choice)
);
CREATE INDEX community_poll_votes_account ON community_poll_votes (account_id);

CREATE TABLE community_gatherings (
  id BIGINT PRIMARY KEY,
  group_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  place TEXT NOT NULL,
  url TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  capacity BIGINT NOT NULL,
  going BIGINT NOT NULL,
  cancelled BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX community_gatherings_group ON community_gatherings (group_id, starts_at);
CREATE INDEX community_gatherings_author ON community_gatherings (author_id);
-- answer: 1 going, 2 maybe, 3 declined.
CREATE TABLE community_rsvps (
  gathering_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  answer BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (gathering_id, account_id)
);
CREATE INDEX community_rsvps_account ON community_rsvps (account_id);

CREATE TABLE community_group_posts (
  group_id BIGINT NOT NULL,
  post_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (group_id, post_id)
);
CREATE INDEX community_group_posts_post ON community_group_posts (post_id);
CREATE INDEX community_group_posts_author ON community_group_posts (author_id);
