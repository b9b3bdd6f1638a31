-- Which mails went to an address, for the line of time of a person. The address stands there as a digest only.
CREATE TABLE notifications_sent (
  id BIGINT PRIMARY KEY,
  address TEXT NOT NULL,
  mail TEXT NOT NULL,
  about TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX notifications_sent_address ON notifications_sent (address, id);
CREATE INDEX notifications_sent_age ON notifications_sent (at);
