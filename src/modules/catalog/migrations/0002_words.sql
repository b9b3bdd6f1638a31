-- The staff's search is answered from memory: each change of what a product is found by takes the next number of a row that
-- stays locked until the commit, so whoever has read up to a number has missed nothing before it.
CREATE TABLE catalog_sequence (
  name TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO catalog_sequence (name, last) SELECT 'words', COALESCE(MAX(id), 0) FROM catalog_products;
ALTER TABLE catalog_products ADD COLUMN words_version BIGINT NOT NULL DEFAULT 0;
UPDATE catalog_products SET words_version = id;
CREATE INDEX catalog_products_words ON catalog_products (words_version);
DROP TABLE catalog_words;
