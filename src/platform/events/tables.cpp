#include "platform/events/tables.h"

#include "platform/events/statements.h"

namespace plaza::events {
namespace {

constexpr db::Migration table[] = {{"events", 1, "0001_outbox", R"sql(
CREATE TABLE platform_outbox (
  sequence BIGINT PRIMARY KEY,
  topic TEXT NOT NULL,
  aggregate BIGINT NOT NULL,
  payload TEXT NOT NULL,
  at BIGINT NOT NULL,
  origin BIGINT
);

CREATE TABLE platform_outbox_new (
  id BIGSERIAL PRIMARY KEY,
  topic TEXT NOT NULL,
  aggregate BIGINT NOT NULL,
  payload TEXT NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE platform_outbox_order (
  one BIGINT PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO platform_outbox_order (one, last) VALUES (1, 0);

CREATE TABLE platform_subscriptions (
  name TEXT PRIMARY KEY,
  position BIGINT NOT NULL
);

CREATE TABLE platform_parked_events (
  subscription TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  topic TEXT NOT NULL,
  aggregate BIGINT NOT NULL,
  payload TEXT NOT NULL,
  at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  retry_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (subscription, sequence)
);
)sql"}};

}  // namespace

std::span<const db::Migration> migrations() { return table; }
std::span<const db::Statement* const> all_statements() { return statements::statements; }

}  // namespace plaza::events
