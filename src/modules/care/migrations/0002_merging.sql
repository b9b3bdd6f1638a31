-- A merged conversation stays as a row that leads to its survivor; what moved stands by merge, so that it can move back exactly.
ALTER TABLE care_conversations ADD COLUMN merged_into BIGINT NOT NULL DEFAULT 0;
ALTER TABLE care_conversations ADD COLUMN split_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE care_conversations ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE care_conversations ADD COLUMN product BIGINT NOT NULL DEFAULT 0;
CREATE INDEX care_conversations_merged ON care_conversations (merged_into) WHERE merged_into > 0;
CREATE INDEX care_conversations_replied ON care_conversations (first_replied_at) WHERE first_replied_at > 0;
CREATE TABLE care_merges (
  id BIGINT PRIMARY KEY,
  from_id BIGINT NOT NULL,
  into_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  undone_at BIGINT NOT NULL,
  undone_by BIGINT NOT NULL,
  was TEXT NOT NULL
);
CREATE INDEX care_merges_from ON care_merges (from_id, id);
CREATE INDEX care_merges_into ON care_merges (into_id, id);
CREATE TABLE care_moved (
  merge_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  PRIMARY KEY (merge_id, message_id)
);
-- What an agent may not give alone: asked for, then approved or declined by somebody who may. The deed itself stands in `wish`.
CREATE TABLE care_approvals (
  id BIGINT PRIMARY KEY,
  status BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  customer BIGINT NOT NULL,
  kind TEXT NOT NULL,
  reference TEXT NOT NULL,
  amount BIGINT NOT NULL,
  currency TEXT NOT NULL,
  reason TEXT NOT NULL,
  wish TEXT NOT NULL,
  at BIGINT NOT NULL,
  decided_at BIGINT NOT NULL,
  decided_by BIGINT NOT NULL,
  answer TEXT NOT NULL
);
CREATE INDEX care_approvals_status ON care_approvals (status, id);
CREATE INDEX care_approvals_conversation ON care_approvals (conversation_id, id);
CREATE INDEX care_approvals_account ON care_approvals (account_id, status, id);
CREATE INDEX care_approvals_customer ON care_approvals (customer, id) WHERE customer > 0;
