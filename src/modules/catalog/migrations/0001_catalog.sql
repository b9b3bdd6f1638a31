-- What is sold. A product's lists (tags, options, attributes, media) are one JSON document: they are always read and written
-- together. Variants have rows: carts, orders and prices point at them.
CREATE TABLE catalog_products (
  id BIGINT PRIMARY KEY,
  handle TEXT NOT NULL,
  title TEXT NOT NULL,
  description_html TEXT NOT NULL,
  vendor TEXT NOT NULL,
  product_type TEXT NOT NULL,
  status BIGINT NOT NULL,
  document TEXT NOT NULL,
  search_text TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX catalog_products_handle ON catalog_products (handle);
CREATE INDEX catalog_products_status ON catalog_products (status, id);

CREATE TABLE catalog_variants (
  id BIGINT PRIMARY KEY,
  product_id BIGINT NOT NULL REFERENCES catalog_products (id),
  position BIGINT NOT NULL,
  title TEXT NOT NULL,
  sku TEXT NOT NULL,
  barcode TEXT NOT NULL,
  price BIGINT NOT NULL CHECK (price >= 0),
  compare_at_price BIGINT,
  currency TEXT NOT NULL,
  weight_grams BIGINT NOT NULL CHECK (weight_grams >= 0),
  choices TEXT NOT NULL,
  image BIGINT NOT NULL
);
CREATE INDEX catalog_variants_product ON catalog_variants (product_id, position);

-- Folded words of titles, handles, vendors and SKUs, for the staff's list. Bytes, so that both engines order them alike.
CREATE TABLE catalog_words (
  word BYTEA NOT NULL,
  product_id BIGINT NOT NULL,
  PRIMARY KEY (word, product_id)
);

CREATE TABLE catalog_collections (
  id BIGINT PRIMARY KEY,
  handle TEXT NOT NULL,
  title TEXT NOT NULL,
  description_html TEXT NOT NULL,
  position BIGINT NOT NULL
);
CREATE UNIQUE INDEX catalog_collections_handle ON catalog_collections (handle);

CREATE TABLE catalog_members (
  collection_id BIGINT NOT NULL REFERENCES catalog_collections (id),
  product_id BIGINT NOT NULL REFERENCES catalog_products (id),
  position BIGINT NOT NULL,
  PRIMARY KEY (collection_id, product_id)
);
CREATE INDEX catalog_members_product ON catalog_members (product_id, collection_id);

-- One row for each run of an import. The file is kept until the run has ended, so that any node can go on with it.
CREATE TABLE catalog_imports (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  status BIGINT NOT NULL,
  actor TEXT NOT NULL,
  total BIGINT NOT NULL,
  done BIGINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  problems TEXT NOT NULL,
  file BYTEA,
  started_at BIGINT NOT NULL,
  finished_at BIGINT
);
