-- How much a signal counts, in hundredths of a person: less when nobody has shown that it is theirs. When the thing was bought; 0: not known.
ALTER TABLE radar_signals ADD COLUMN weight BIGINT NOT NULL DEFAULT 100;
ALTER TABLE radar_signals ADD COLUMN bought_at BIGINT NOT NULL DEFAULT 0;
