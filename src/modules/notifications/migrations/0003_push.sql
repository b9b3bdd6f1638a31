-- Devices on which somebody allowed web push: where their push service is, and the keys by which only they can read.
CREATE TABLE notifications_devices (
  id BIGINT PRIMARY KEY,
  account_id BIGINT NOT NULL,
  session_id BIGINT NOT NULL,
  endpoint TEXT NOT NULL,
  public_key TEXT NOT NULL,
  auth TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  counted_hour BIGINT NOT NULL,
  counted BIGINT NOT NULL
);
CREATE UNIQUE INDEX notifications_devices_endpoint ON notifications_devices (endpoint);
CREATE INDEX notifications_devices_account ON notifications_devices (account_id, id);

-- The key by which push services know this shop. Made once; whoever has it can write in the shop's name to every device above.
CREATE TABLE notifications_push_key (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  private_key TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- Null: as the kind is by default.
ALTER TABLE notifications_preferences ADD COLUMN push BIGINT;
