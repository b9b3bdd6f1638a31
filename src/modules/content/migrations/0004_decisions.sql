-- What moderators decide stands in moderation's log, with its reason; nothing was ever read from here.
DROP TABLE content_decisions;
