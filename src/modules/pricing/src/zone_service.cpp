// Tax zones, exemptions, tax classes and shipping zones.
#include <algorithm>

#include "platform/events/outbox.h"
#include "service.h"

namespace plaza::pricing {

// A zone's fields, and that no other has its places.
template <class Zone>
Status Service::check_zone(const Zone& wish, const std::vector<Zone>& others) const {
  TRY_DONE(check(wish.body));
  std::vector<const Places*> places;
  for (const auto& other : others) {
    if (other.id != wish.id) places.push_back(&other.body);
  }
  if (places.size() >= zones_max) return Error{ErrorKind::conflict, "pricing.too_many", "There are 200 zones: remove one first."};
  std::vector<FieldError> taken;
  check_taken(wish.body, places, taken);
  if (taken.empty()) return done();
  return Error{ErrorKind::conflict, "pricing.country_taken", "Another zone has some of these places.", std::move(taken)};
}

Result<TaxZoneId> Service::create_zone(db::Transaction& tx, const TaxZoneBody& body) {
  raise(tx, kind_taxes);
  TaxZone zone{{}, body, 1, parts_.clock.now()};
  TRY_DONE(check_zone(zone, tax_zones(tx)));
  zone.id = parts_.ids.make<TaxZoneId>();
  insert_zone(tx, zone);
  changed_taxes(tx);
  return zone.id;
}

Result<ShippingZoneId> Service::create_zone(db::Transaction& tx, const ShippingZoneBody& body) {
  raise(tx, kind_shipping);
  ShippingZone zone{{}, body, 1, parts_.clock.now()};
  TRY_DONE(check_zone(zone, shipping_zones(tx)));
  zone.id = parts_.ids.make<ShippingZoneId>();
  insert_zone(tx, zone);
  changed_shipping(tx);
  return zone.id;
}

Status Service::update_zone(db::Transaction& tx, const TaxZone& wish, std::int64_t version) {
  raise(tx, kind_taxes);
  TRY_DONE(check_zone(wish, tax_zones(tx)));
  if (!set_zone(tx, wish, version)) return stale();
  changed_taxes(tx);
  return done();
}

Status Service::update_zone(db::Transaction& tx, const ShippingZone& wish, std::int64_t version) {
  raise(tx, kind_shipping);
  TRY_DONE(check_zone(wish, shipping_zones(tx)));
  if (!set_zone(tx, wish, version)) return stale();
  changed_shipping(tx);
  return done();
}

Status Service::remove_zone(db::Transaction& tx, TaxZoneId id) {
  raise(tx, kind_taxes);
  if (!pricing::remove_zone(tx, id)) return zone_not_found();
  changed_taxes(tx);
  return done();
}

Status Service::remove_zone(db::Transaction& tx, ShippingZoneId id) {
  raise(tx, kind_shipping);
  if (!pricing::remove_zone(tx, id)) return zone_not_found();
  changed_shipping(tx);
  return done();
}

Status Service::put_exemption(db::Transaction& tx, const Exemption& exemption, std::string_view actor) {
  raise(tx, kind_taxes);
  if (!parts_.accounts.face(exemption.account_id)) return invalid_field("account_id", "not_found", "is no account");
  pricing::put_exemption(tx, exemption, actor);
  changed_taxes(tx);
  return done();
}

Status Service::remove_exemption(db::Transaction& tx, identity::AccountId account) {
  raise(tx, kind_taxes);
  if (!pricing::remove_exemption(tx, account)) {
    return Error{ErrorKind::not_found, "pricing.exemption_not_found", "This account has no exemption."};
  }
  changed_taxes(tx);
  return done();
}

Status Service::set_class(db::Transaction& tx, std::string_view tax_class, std::span<const catalog::ProductId> products) {
  raise(tx, kind_taxes);
  std::vector<FieldError> wrong;
  for (std::size_t i = 0; i < products.size(); ++i) {
    if (parts_.catalog.product(tx, products[i])) continue;
    wrong.push_back({"product_ids[" + std::to_string(i) + "]", "not_found", "is no product"});
  }
  if (!wrong.empty()) return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", std::move(wrong)};
  for (const auto product : products) put_class(tx, product, tax_class);
  changed_taxes(tx);
  return done();
}

void Service::changed_taxes(db::Transaction& tx) {
  events::publish(tx, 0, PriceChanged{std::string(kind_taxes), {}, true, {}});
  tx.on_commit([this, state = read_taxes(tx)] { parts_.books.taxes.apply(state); });
}

void Service::changed_shipping(db::Transaction& tx) {
  events::publish(tx, 0, PriceChanged{std::string(kind_shipping), {}, true, {}});
  tx.on_commit([this, state = read_shipping(tx)] { parts_.books.shipping.apply(state); });
}

}  // namespace plaza::pricing
