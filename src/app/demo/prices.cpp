// What Kilnlight charges whom: currencies, a sale that runs and one to come, trade prices, taxes and deliveries. Rates of tax and
// exchange are examples.
#include <algorithm>
#include <stdexcept>

#include "catalog/module.h"
#include "pricing/module.h"
#include "world.h"

namespace plaza::app::demo_brand {

namespace {

using pricing::Rounding;
using Countries = std::vector<std::string>;

constexpr std::int64_t billion = 1'000'000'000;

Currency currency(const char* code) { return parse_currency(code).value_or(Currency{}); }

pricing::TaxZoneBody tax_zone(const char* name, Countries countries, std::int64_t standard_ppm, std::int64_t reduced_ppm) {
  pricing::TaxZoneBody zone;
  zone.name = name;
  zone.countries = std::move(countries);
  zone.rates = {{"standard", standard_ppm}, {"reduced", reduced_ppm}};
  zone.shipping_ppm = standard_ppm;
  return zone;
}

pricing::ShippingRate delivery(const char* id, const char* name, std::int64_t price, std::int64_t days_min, std::int64_t days_max) {
  pricing::ShippingRate rate;
  rate.id = id;
  rate.name = name;
  rate.price = price;
  rate.delivery_days_min = days_min;
  rate.delivery_days_max = days_max;
  return rate;
}

pricing::ShippingZoneBody germany() {
  auto standard = delivery("standard", "Standard", 490, 2, 4);
  standard.free_from = 5'000;
  auto workshop = delivery("workshop", "Workshop in Leipzig", 0, 1, 2);
  workshop.pickup = true;
  workshop.pickup_address = "Spinnereistraße 7, 04179 Leipzig";
  workshop.pickup_country = "DE";
  pricing::ShippingZoneBody zone;
  zone.name = "Germany";
  zone.countries = {"DE"};
  zone.rates = {standard, delivery("express", "Express", 1'290, 1, 2), workshop};
  return zone;
}

pricing::ShippingZoneBody neighbours() {
  auto standard = delivery("standard", "Standard", 990, 3, 6);
  standard.free_from = 12'000;
  pricing::ShippingZoneBody zone;
  zone.name = "European Union";
  zone.countries = {"AT", "BE", "CZ", "DK", "ES", "FI", "FR", "IE", "IT", "LU", "NL", "PL", "PT", "SE"};
  zone.rates = {standard, delivery("express", "Express", 2'490, 1, 3)};
  return zone;
}

// Heavy things by their weight.
pricing::ShippingZoneBody world() {
  auto standard = delivery("standard", "Parcel", 1'490, 7, 14);
  standard.kind = pricing::RateKind::weight;
  standard.steps = {{2'000, 2'490}, {5'000, 3'990}, {10'000, 5'990}};
  pricing::ShippingZoneBody zone;
  zone.name = "Everywhere else";
  zone.rates = {standard};
  return zone;
}

Status write_places(db::Transaction& tx, pricing::Desk& desk) {
  TRY_DONE(desk.create_zone(tx, tax_zone("Germany", {"DE"}, 190'000, 70'000)));
  TRY_DONE(desk.create_zone(tx, tax_zone("Austria", {"AT"}, 200'000, 100'000)));
  TRY_DONE(desk.create_zone(tx, tax_zone("France", {"FR"}, 200'000, 55'000)));
  TRY_DONE(desk.create_zone(tx, tax_zone("Netherlands", {"NL"}, 210'000, 90'000)));
  TRY_DONE(desk.create_zone(tx, tax_zone("Portugal", {"PT"}, 230'000, 60'000)));
  TRY_DONE(desk.create_zone(tx, tax_zone("Denmark", {"DK"}, 250'000, 250'000)));
  TRY_DONE(desk.create_zone(tx, tax_zone("Vietnam", {"VN"}, 100'000, 50'000)));
  TRY_DONE(desk.create_zone(tx, tax_zone("Everywhere else", {}, 0, 0)));
  TRY_DONE(desk.create_zone(tx, germany()));
  TRY_DONE(desk.create_zone(tx, neighbours()));
  TRY_DONE(desk.create_zone(tx, world()));
  return done();
}

}  // namespace

void World::write_prices() {
  auto& desk = program_.pricing().desk();
  std::vector<pricing::EntryChange> lamps;
  for (const auto& file : files_.products) {
    const auto& collections = file.product.collection_handles;
    if (std::find(collections.begin(), collections.end(), "evening-light") == collections.end()) continue;
    pricing::EntryChange change;
    change.entry.product_id = products_.at(file.product.handle).id;
    change.entry.off_ppm = 150'000;
    lamps.push_back(change);
  }
  auto work = [&](db::Transaction& tx) -> Status {
    TRY_DONE(desk.put_currency(tx, currency("USD"), 1'090'000'000, Rounding{100, 0}));
    TRY_DONE(desk.put_currency(tx, currency("VND"), 28'500 * billion, Rounding{10'000, 0}));
    pricing::PriceList evenings;
    evenings.name = "Long evenings: 15 % off lamps";
    evenings.starts_at = end_ - days(1);
    evenings.ends_at = end_ + days(6);
    evenings.rounding = {100, 0};
    TRY(const auto running, desk.create_list(tx, evenings));
    if (!lamps.empty()) TRY_DONE(desk.change_entries(tx, running.id, lamps));
    pricing::PriceList firing;
    firing.name = "Kiln opening: 10 % off everything";
    firing.starts_at = end_ + days(10);
    firing.ends_at = end_ + days(12);
    firing.off_ppm = 100'000;
    TRY_DONE(desk.create_list(tx, firing));
    pricing::PriceList trade;
    trade.name = "Trade: 20 % off";
    trade.off_ppm = 200'000;
    TRY(trade.group_id, desk.create_group(tx, "Cafés and studios", false));
    TRY_DONE(desk.create_list(tx, trade));
    const identity::AccountId tradesman[] = {members_.back().id};
    TRY_DONE(desk.add_members(tx, trade.group_id, tradesman));
    return write_places(tx, desk);
  };
  const auto written = program_.database().write_now(work);
  if (!written.ok()) throw std::runtime_error("the demo could not write prices: " + written.error().detail);
}

}  // namespace plaza::app::demo_brand
