-- An order after the sale. `version` counts its changes: whoever decides on an order names the version that was looked at. Most orders
-- leave, arrive and stay: `after_sale` is empty for them. It holds what left when, what came back and what was paid or given back
-- since (JSON), and is written together with `details` and `status`, guarded by the version.
ALTER TABLE orders_orders ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE orders_orders ADD COLUMN after_sale TEXT NOT NULL DEFAULT '';

-- What a cart has besides its lines: codes, gift cards, the currency. Empty for most.
ALTER TABLE orders_carts ADD COLUMN extras TEXT NOT NULL DEFAULT '';

-- Who did what to an order, and why. Written in the transaction of the change, never changed.
CREATE TABLE orders_audit (
  id BIGINT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id BIGINT,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  text TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX orders_audit_order ON orders_audit (order_id, id);
