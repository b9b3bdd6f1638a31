// Orders in the database. Moves are guarded by the status they start from: false says that the order is in another one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "orders/orders.h"
#include "platform/db/connection.h"

namespace plaza::orders::order_store {

// The row as it is stored: the order, and the name of the request that placed it (empty: it had no Idempotency-Key).
struct Stored {
  Order order;
  std::string request;
};

std::int64_t next_number(db::Transaction& tx);
void insert(db::Transaction& tx, const Order& order, std::string_view request);
// One that was not made here, whatever its status; it is also found by how it was called there.
void insert_past(db::Transaction& tx, const Order& order, std::string_view name);
// Whether what is written would be read again: request.invalid with fields.
Status check_kept(const Order& order);

std::optional<Stored> find(db::Reader& reader, OrderId id);
std::vector<Order> list(db::Reader& reader, const OrderQuery& query);
// Has it the statuses that are asked for?
bool matches(const Order& order, const OrderQuery& query);
std::int64_t count_of(db::Reader& reader, identity::AccountId account);
bool has_bought(db::Reader& reader, identity::AccountId account, std::string_view email);

// Each appends `entry` to the history; entry.status is the status moved to. CHECKs the table in rules.cpp.
bool move(db::Transaction& tx, OrderId id, OrderStatus from, const HistoryEntry& entry);
bool pay(db::Transaction& tx, OrderId id, const HistoryEntry& entry);  // placed -> paid
// Everything of it that may change after the sale, and `more` at the end of its history: if it still is order.version.
bool change(db::Transaction& tx, const Order& order, std::span<const HistoryEntry> more);

// Writes an order whose names, addresses and words were taken out, its trail and what its file said without them.
void blank(db::Transaction& tx, const Order& order);

// The audit trail; `id` is a new one.
void note(db::Transaction& tx, std::int64_t id, OrderId order, const By& by, const AuditEntry& entry);
std::vector<AuditEntry> audit(db::Reader& reader, OrderId order);

}  // namespace plaza::orders::order_store
