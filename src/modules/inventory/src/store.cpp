#include "store.h"

#include "statements.h"

namespace plaza::inventory {
namespace {

using catalog::VariantId;

constexpr int stream_rows = 10'000;

Balance balance_from(const db::Row& row) {
  return {row.id<VariantId>(0), row.id<LocationId>(1), row.id<catalog::ProductId>(2),
          row.integer(3),       row.integer(4),        row.integer(5),
          row.integer(6)};
}

Hold hold_from(const db::Row& row) {
  return {row.id<VariantId>(0), row.id<LocationId>(1), row.integer(2), row.string(3)};
}

Location location_from(const db::Row& row) {
  return {row.id<LocationId>(0), row.string(1), row.string(2), row.integer(3), row.string(4)};
}

}  // namespace

std::optional<Balance> sell(db::Transaction& tx, VariantId variant, LocationId location,
                            std::int64_t quantity) {
  return tx.one(sql::sell, {variant, location, quantity}, balance_from);
}

std::optional<Balance> hold(db::Transaction& tx, VariantId variant, LocationId location,
                            std::int64_t quantity) {
  return tx.one(sql::hold, {variant, location, quantity}, balance_from);
}

std::optional<Balance> set_safety(db::Transaction& tx, VariantId variant, LocationId location,
                                  std::int64_t safety) {
  return tx.one(sql::set_safety, {variant, location, safety}, balance_from);
}

std::optional<Balance> take_for_presale(db::Transaction& tx, VariantId variant, LocationId location,
                                        std::int64_t quantity) {
  return tx.one(sql::take_for_presale, {variant, location, quantity}, balance_from);
}

std::optional<Balance> give_back(db::Transaction& tx, const Hold& h) {
  return tx.one(sql::give_back, {h.variant_id, h.location_id, h.quantity}, balance_from);
}

std::optional<Balance> sell_held(db::Transaction& tx, const Hold& h) {
  return tx.one(sql::sell_held, {h.variant_id, h.location_id, h.quantity}, balance_from);
}

std::optional<Balance> add(db::Transaction& tx, VariantId variant, LocationId location,
                           std::int64_t quantity) {
  return tx.one(sql::add, {variant, location, quantity}, balance_from);
}

bool insert_stock(db::Transaction& tx, const Balance& b) {
  return tx.execute(sql::insert_stock, {b.variant_id, b.location_id, b.product_id, b.on_hand}) == 1;
}

std::optional<Balance> touch(db::Transaction& tx, VariantId variant, LocationId location) {
  return tx.one(sql::touch, {variant, location}, balance_from);
}

std::optional<Balance> set(db::Transaction& tx, VariantId variant, LocationId location,
                           std::int64_t on_hand) {
  return tx.one(sql::set, {variant, location, on_hand}, balance_from);
}

void enter(db::Transaction& tx, const Balance& b, const NewEntry& e) {
  tx.send(sql::enter, {e.id, b.variant_id, b.location_id, e.at, e.delta_on_hand, e.delta_reserved,
                       b.on_hand, b.reserved, e.reason, e.reference, e.actor, e.held_until});
}

std::vector<Hold> close_holds(db::Transaction& tx, std::string_view reference) {
  return tx.all(sql::close_holds, {reference}, hold_from);
}

std::int64_t extend_holds(db::Transaction& tx, std::string_view reference, Time until) {
  return tx.execute(sql::extend_holds, {reference, until});
}

std::vector<Hold> close_expired(db::Transaction& tx, Time now, int limit) {
  return tx.all(sql::close_expired, {now, limit}, hold_from);
}

std::vector<Hold> close_expired_of(db::Transaction& tx, Time now, VariantId variant) {
  return tx.all(sql::close_expired_of, {now, variant}, hold_from);
}

std::optional<LocationId> sold_from(db::Reader& reader, std::string_view order, VariantId variant) {
  return reader.one(sql::sold_from, {order, variant},
                    [](const db::Row& row) { return row.id<LocationId>(0); });
}

std::vector<LedgerEntry> read_ledger(db::Reader& reader, VariantId variant, std::int64_t before,
                                     int limit) {
  return reader.all(sql::ledger, {variant, before, limit}, [](const db::Row& row) {
    return LedgerEntry{row.integer(0), row.time(1),    row.id<LocationId>(2), row.integer(3),
                       row.integer(4), row.integer(5), row.integer(6),        row.string(7),
                       row.string(8),  row.string(9)};
  });
}

std::int64_t available(db::Reader& reader, VariantId variant) {
  const auto sum = [](const db::Row& row) { return row.integer(0); };
  return reader.one(sql::available, {variant}, sum).value_or(0);
}

std::vector<LocationId> with_enough(db::Reader& reader, VariantId variant, std::int64_t quantity) {
  return reader.all(sql::with_enough, {variant, quantity},
                    [](const db::Row& row) { return row.id<LocationId>(0); });
}

std::optional<Balance> stock_at(db::Reader& reader, VariantId variant, LocationId location) {
  return reader.one(sql::stock_at, {variant, location}, balance_from);
}

std::vector<Balance> stock_of(db::Reader& reader, VariantId variant) {
  return reader.all(sql::stock_of, {variant}, balance_from);
}

std::vector<VariantId> variants_after(db::Reader& reader, VariantId after, int limit) {
  return reader.all(sql::variants_after, {after, limit},
                    [](const db::Row& row) { return row.id<VariantId>(0); });
}

void each_balance(db::Reader& reader, const std::function<void(const Balance&)>& each) {
  Balance last;
  for (int rows = stream_rows; rows == stream_rows;) {
    rows = 0;
    reader.each(sql::stock_after, {last.variant_id, last.location_id, stream_rows},
                [&](const db::Row& row) {
                  last = balance_from(row);
                  each(last);
                  ++rows;
                });
  }
}

std::vector<Location> locations(db::Reader& reader) {
  return reader.all(sql::locations, {}, location_from);
}

std::optional<Location> find_location(db::Reader& reader, std::string_view handle) {
  return reader.one(sql::location_by_handle, {handle}, location_from);
}

bool insert_location(db::Transaction& tx, const Location& location, Time at) {
  return tx.execute(sql::insert_location, {location.id, location.handle, location.name, at,
                                           location.priority, location.countries}) == 1;
}

bool update_location(db::Transaction& tx, const Location& location) {
  return tx.execute(sql::update_location, {location.id, location.name, location.priority,
                                           location.countries}) == 1;
}

}  // namespace plaza::inventory
