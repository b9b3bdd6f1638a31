#include "supply_store.h"

#include "statements.h"

namespace plaza::inventory {
namespace {

using catalog::VariantId;

constexpr int stream_rows = 1'000;

std::optional<Time> maybe_time(const db::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.time(column));
}

PreorderRow preorder_from(const db::Row& row) {
  return {row.id<VariantId>(0), row.id<catalog::ProductId>(1), row.integer(2),
          row.integer(3),       maybe_time(row, 4),            row.integer(5)};
}

PresaleRow presale_from(const db::Row& row) {
  return {row.integer(0), row.id<VariantId>(1), row.string(2),
          row.integer(3), maybe_time(row, 4),   maybe_time(row, 5)};
}

IncomingRow incoming_from(const db::Row& row) {
  return {row.integer(0),         row.id<VariantId>(1), row.id<catalog::ProductId>(2),
          row.id<LocationId>(3),  row.integer(4),       maybe_time(row, 5),
          row.string(6),          row.time(7),          row.integer(8),
          maybe_time(row, 9)};
}

LimitRow limit_from(const db::Row& row) {
  return {row.id<VariantId>(0), row.maybe_integer(1), row.maybe_integer(2), row.integer(3)};
}

std::int64_t number(const db::Row& row) { return row.integer(0); }

// Every row of a table by its variant, some at a time.
template <class Row>
void each_by_variant(db::Reader& reader, const db::Statement& statement, Row (*from)(const db::Row&),
                     const std::function<void(const Row&)>& each) {
  VariantId last;
  for (;;) {
    const auto rows = reader.all(statement, {last, stream_rows}, from);
    for (const auto& row : rows) {
      last = row.variant_id;
      each(row);
    }
    if (std::ssize(rows) < stream_rows) return;
  }
}

}  // namespace

PreorderRow put_preorder(db::Transaction& tx, const PreorderRow& wish) {
  const auto row =
      tx.one(sql::put_preorder, {wish.variant_id, wish.product_id, wish.cap, wish.promised_at},
             preorder_from);
  CHECK(row.has_value());
  return *row;
}

std::optional<PreorderRow> presell(db::Transaction& tx, VariantId variant, std::int64_t quantity) {
  return tx.one(sql::presell, {variant, quantity}, preorder_from);
}

std::optional<PreorderRow> unpresell(db::Transaction& tx, VariantId variant,
                                     std::int64_t quantity) {
  return tx.one(sql::unpresell, {variant, quantity}, preorder_from);
}

std::optional<PreorderRow> preorder_of(db::Reader& reader, VariantId variant) {
  return reader.one(sql::preorder_of, {variant}, preorder_from);
}

void each_preorder(db::Reader& reader, const std::function<void(const PreorderRow&)>& each) {
  each_by_variant(reader, sql::preorders_after, preorder_from, each);
}

void insert_presale(db::Transaction& tx, const PresaleRow& p, Time at) {
  tx.send(sql::insert_presale, {p.id, p.variant_id, p.order, p.quantity, p.promised_at, at});
}

std::vector<PresaleRow> presales_of(db::Reader& reader, std::string_view order) {
  return reader.all(sql::presales_of, {order}, presale_from);
}

std::vector<std::string> waiting_orders(db::Reader& reader, std::string_view before, int limit) {
  return reader.all(sql::waiting_orders, {before, limit}, [](const db::Row& row) { return row.string(0); });
}

std::vector<PresaleRow> open_presales(db::Reader& reader, VariantId variant, int limit) {
  return reader.all(sql::open_presales, {variant, limit}, presale_from);
}

bool fill_presale(db::Transaction& tx, std::int64_t id, Time at) {
  return tx.execute(sql::fill_presale, {id, at}) == 1;
}

bool lessen_presale(db::Transaction& tx, std::int64_t id, std::int64_t by) {
  return tx.execute(sql::shrink_presale, {id, by}) == 1 || tx.execute(sql::drop_presale, {id, by}) == 1;
}

void insert_incoming(db::Transaction& tx, const IncomingRow& i) {
  tx.send(sql::insert_incoming, {i.id, i.variant_id, i.product_id, i.location_id, i.quantity,
                                 i.expected_at, i.note, i.created_at});
}

std::optional<IncomingRow> incoming_of(db::Reader& reader, std::int64_t id) {
  return reader.one(sql::incoming_of, {id}, incoming_from);
}

std::vector<IncomingRow> incoming(db::Reader& reader, std::optional<VariantId> variant,
                                  std::int64_t after, int limit) {
  if (variant) return reader.all(sql::incoming_of_variant, {*variant, after, limit}, incoming_from);
  return reader.all(sql::open_incoming, {after, limit}, incoming_from);
}

bool close_incoming(db::Transaction& tx, std::int64_t id, std::int64_t received, Time at) {
  return tx.execute(sql::close_incoming, {id, received, at}) == 1;
}

void put_limit(db::Transaction& tx, const LimitRow& limit) {
  tx.send(sql::put_limit, {limit.variant_id, limit.per_order, limit.per_person, limit.days});
}

bool remove_limit(db::Transaction& tx, VariantId variant) {
  return tx.execute(sql::remove_limit, {variant}) == 1;
}

void each_limit(db::Reader& reader, const std::function<void(const LimitRow&)>& each) {
  each_by_variant(reader, sql::limits_after, limit_from, each);
}

std::int64_t used_since(db::Transaction& tx, VariantId variant, std::string_view person, Time since,
                        Time now) {
  tx.send(sql::lock_person, {variant, person, now});
  return tx.one(sql::used_since, {variant, person, since}, number).value_or(0);
}

void insert_use(db::Transaction& tx, const LimitUse& use, Time now) {
  // One row a person and order: what comes back of the order is taken off once.
  if (tx.execute(sql::add_use, {use.order, use.variant_id, use.person, use.quantity}) > 0) return;
  tx.send(sql::insert_use, {use.id, use.variant_id, use.person, use.order, use.quantity, now});
}

void give_back_use(db::Transaction& tx, std::string_view order, VariantId variant,
                   std::int64_t quantity) {
  tx.send(sql::give_back_use, {order, variant, quantity});
}

bool insert_alert(db::Transaction& tx, const AlertRow& a, Time at) {
  return tx.execute(sql::insert_alert, {a.id, a.variant_id, a.product_id, a.account_id, a.email,
                                        a.locale, at}) == 1;
}

bool remove_alert(db::Transaction& tx, VariantId variant, identity::AccountId account,
                  std::string_view email) {
  return tx.execute(sql::remove_alert, {variant, account, email}) == 1;
}

std::vector<AlertRow> claim_alerts(db::Transaction& tx, VariantId variant, int limit) {
  return tx.all(sql::claim_alerts, {variant, limit}, [&](const db::Row& row) {
    return AlertRow{row.integer(0),  variant,       row.id<catalog::ProductId>(1),
                    row.id<identity::AccountId>(2), row.string(3), row.string(4)};
  });
}

void forget_alerts(db::Transaction& tx, identity::AccountId account) {
  tx.send(sql::forget_alerts_of, {account});
}

std::int64_t forget_alerts(db::Transaction& tx, Time before, int limit) {
  return tx.execute(sql::forget_alerts_before, {before, limit});
}

}  // namespace plaza::inventory
