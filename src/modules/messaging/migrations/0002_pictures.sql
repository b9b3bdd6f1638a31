-- Pictures of direct threads stand here, too. `sent`: some message shows it; what nobody sent goes after a day.
ALTER TABLE messaging_pictures ADD COLUMN sent BIGINT NOT NULL DEFAULT 1;
CREATE INDEX messaging_pictures_unsent ON messaging_pictures (at) WHERE sent = 0;
