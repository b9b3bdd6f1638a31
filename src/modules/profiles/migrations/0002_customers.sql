-- What a brand's customer file says of an account; its lists are one JSON document.
CREATE TABLE profiles_customers (
  account_id BIGINT PRIMARY KEY,
  document TEXT NOT NULL
);

-- Whether the person agreed to be written to, on which channel, since when, and where that is known from.
CREATE TABLE profiles_consents (
  account_id BIGINT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  at BIGINT NOT NULL,
  source TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (account_id, channel)
);
