// Taxes and shipping in the database: the second half of store.h.
#include "platform/base/check.h"
#include "platform/json/codec.h"
#include "statements.h"
#include "store.h"

namespace plaza::pricing {
namespace {

using identity::AccountId;

template <class Zone, class ZoneId>
Zone zone_from(const db::Row& row) {
  Zone zone;
  zone.id = row.id<ZoneId>(0);
  auto body = json::decode<decltype(zone.body)>(row.text(1));
  CHECK(body.ok());  // it was encoded by the same description
  zone.body = std::move(*body);
  zone.version = row.integer(2);
  zone.created_at = row.time(3);
  return zone;
}

Exemption exemption_from(const db::Row& row) {
  Exemption exemption;
  exemption.account_id = row.id<AccountId>(0);
  exemption.note = row.string(1);
  if (!row.is_null(2)) exemption.until = row.time(2);
  exemption.created_at = row.time(3);
  return exemption;
}

ProductClass class_from(const db::Row& row) { return {row.id<catalog::ProductId>(0), row.string(1)}; }

std::int64_t version_of(db::Reader& reader, std::string_view kind) {
  return reader.one(sql::version, {kind}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

}  // namespace

TaxState read_taxes(db::Reader& reader) {
  TaxState state;
  state.version = version_of(reader, kind_taxes);
  state.zones = tax_zones(reader);
  state.exemptions = reader.all(sql::exemptions, {}, exemption_from);
  state.classes = reader.all(sql::classes, {}, class_from);
  return state;
}

ShippingState read_shipping(db::Reader& reader) {
  ShippingState state;
  state.version = version_of(reader, kind_shipping);
  state.zones = shipping_zones(reader);
  return state;
}

void insert_zone(db::Transaction& tx, const TaxZone& zone) {
  const std::string body = json::encode(zone.body);
  tx.send(sql::insert_tax_zone, {zone.id, body, zone.created_at});
}

void insert_zone(db::Transaction& tx, const ShippingZone& zone) {
  const std::string body = json::encode(zone.body);
  tx.send(sql::insert_shipping_zone, {zone.id, body, zone.created_at});
}

bool set_zone(db::Transaction& tx, const TaxZone& zone, std::int64_t version) {
  return tx.execute(sql::set_tax_zone, {zone.id, version, json::encode(zone.body)}) == 1;
}

bool set_zone(db::Transaction& tx, const ShippingZone& zone, std::int64_t version) {
  return tx.execute(sql::set_shipping_zone, {zone.id, version, json::encode(zone.body)}) == 1;
}

bool remove_zone(db::Transaction& tx, TaxZoneId id) { return tx.execute(sql::remove_tax_zone, {id}) == 1; }
bool remove_zone(db::Transaction& tx, ShippingZoneId id) { return tx.execute(sql::remove_shipping_zone, {id}) == 1; }

std::vector<TaxZone> tax_zones(db::Reader& reader) {
  return reader.all(sql::tax_zones, {}, zone_from<TaxZone, TaxZoneId>);
}

std::vector<ShippingZone> shipping_zones(db::Reader& reader) {
  return reader.all(sql::shipping_zones, {}, zone_from<ShippingZone, ShippingZoneId>);
}

void put_exemption(db::Transaction& tx, const Exemption& exemption, std::string_view actor) {
  tx.send(sql::put_exemption,
          {exemption.account_id, exemption.note, exemption.until, exemption.created_at, actor});
}

bool remove_exemption(db::Transaction& tx, AccountId account) {
  return tx.execute(sql::remove_exemption, {account}) == 1;
}

std::optional<Exemption> find_exemption(db::Reader& reader, AccountId account) {
  return reader.one(sql::exemption, {account}, exemption_from);
}

std::vector<Exemption> exemptions_before(db::Reader& reader, AccountId before, int limit) {
  return reader.all(sql::exemptions_before, {before, limit}, exemption_from);
}

void rename_class(db::Transaction& tx, std::string_view from, std::string_view to) { tx.send(sql::rename_class, {from, to}); }

void put_class(db::Transaction& tx, catalog::ProductId product, std::string_view tax_class) {
  if (tax_class == standard_tax_class) tx.send(sql::remove_class, {product});
  else tx.send(sql::put_class, {product, tax_class});
}

std::string class_of(db::Reader& reader, catalog::ProductId product) {
  const auto named = reader.one(sql::class_of, {product}, [](const db::Row& row) { return row.string(0); });
  return named.value_or(standard_tax_class);
}

std::vector<ProductClass> classes_after(db::Reader& reader, catalog::ProductId after, int limit) {
  return reader.all(sql::classes_after, {after, limit}, class_from);
}

}  // namespace plaza::pricing
