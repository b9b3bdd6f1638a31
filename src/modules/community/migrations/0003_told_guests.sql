-- When its time was last set: who is told of it then is reminded only if the event is further away than the reminder.
ALTER TABLE community_gatherings ADD COLUMN timed_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX community_gatherings_starts ON community_gatherings (starts_at, id) WHERE cancelled = 0;
-- The beginning that this guest was reminded of; 0: of none yet.
ALTER TABLE community_rsvps ADD COLUMN reminded_for BIGINT NOT NULL DEFAULT 0;
