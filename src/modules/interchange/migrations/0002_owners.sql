-- Whether an owner took the file in: store credit comes in with theirs only.
ALTER TABLE interchange_runs ADD COLUMN by_owner BIGINT NOT NULL DEFAULT 0;
