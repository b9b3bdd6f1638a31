-- Pictures that were uploaded for an order, by whoever may open it; and how many places of it are taken.
CREATE TABLE returns_photos (
  media_id BIGINT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE TABLE returns_photo_places (
  order_id BIGINT PRIMARY KEY,
  taken BIGINT NOT NULL CHECK (taken >= 0)
);
