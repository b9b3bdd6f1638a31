-- When and where the event of a line is, as JSON; empty: it is about no event.
ALTER TABLE notifications_lines ADD COLUMN occasion TEXT NOT NULL DEFAULT '';
