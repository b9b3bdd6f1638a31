-- Orders that were not made here: whose they were, and how they were called there. `extra` is what else their file said.
CREATE TABLE orders_origins (
  order_id BIGINT PRIMARY KEY,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  extra TEXT NOT NULL,
  imported_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX orders_origins_name ON orders_origins (source, name);
