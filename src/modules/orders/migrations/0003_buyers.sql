-- The orders of an e-mail address: has it bought before (discounts on a first order), and staff who look for it.
CREATE INDEX orders_orders_email ON orders_orders (LOWER(email));
