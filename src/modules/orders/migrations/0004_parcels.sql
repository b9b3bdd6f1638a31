-- How many parcels have left: what is still to be sent is found without reading the documents.
ALTER TABLE orders_orders ADD COLUMN parcels BIGINT NOT NULL DEFAULT 0;
UPDATE orders_orders SET parcels = 1 WHERE after_sale LIKE '%"fulfilments":[{%';
CREATE INDEX orders_orders_partly ON orders_orders (id) WHERE status = 1 AND parcels > 0;
