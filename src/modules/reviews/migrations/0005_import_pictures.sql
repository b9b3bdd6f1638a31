-- Pictures of reviews that came from a file, where they were. `import_id` 0: taken in by the command line. `state`: 0 is to be fetched, 1 is here
-- (`media_id`), 2 could not be fetched (`why`); `position` in the review.
CREATE TABLE reviews_import_pictures (
  review_id BIGINT NOT NULL,
  address TEXT NOT NULL,
  import_id BIGINT NOT NULL,
  line BIGINT NOT NULL,
  position BIGINT NOT NULL,
  state BIGINT NOT NULL,
  media_id BIGINT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (review_id, address)
);
CREATE INDEX reviews_import_pictures_import ON reviews_import_pictures (import_id, state, line);
