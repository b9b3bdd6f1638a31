-- Products and orders that a message shows, as a list.
ALTER TABLE care_messages ADD COLUMN cards TEXT NOT NULL DEFAULT '';
