-- The returns of a member, the newest first.
CREATE INDEX returns_returns_account ON returns_returns (account_id, id);
