// Which zone a place is in, what its rates are, and what a delivery costs.
#include <gtest/gtest.h>

#include "zone_rules.h"

namespace plaza::pricing {
namespace {

Places places(std::vector<std::string> countries, std::vector<std::string> regions = {}) {
  return {std::move(countries), std::move(regions)};
}
using Texts = std::vector<std::string>;

Texts fields_of(const Status& status) {
  Texts fields;
  if (status.ok()) return fields;
  for (const auto& field : status.error().fields) fields.push_back(field.field);
  return fields;
}

TEST(ZoneOf, ARegionGoesBeforeItsCountryAndThatBeforeEverywhereElse) {
  const Places zones[] = {places({"DE", "AT"}), places({"US"}), places({}, {"US-CA"}), places({})};
  const Places* all[] = {&zones[0], &zones[1], &zones[2], &zones[3]};
  EXPECT_EQ(zone_of(all, "AT", ""), 0);
  EXPECT_EQ(zone_of(all, "US", "NY"), 1);
  EXPECT_EQ(zone_of(all, "US", "CA"), 2);
  EXPECT_EQ(zone_of(all, "US", "us-ca"), 2);
  EXPECT_EQ(zone_of(all, "JP", ""), 3);
  EXPECT_EQ(zone_of(all, "", ""), 0);  // not known yet
}

TEST(ZoneOf, ACountryInNoZoneHasNone) {
  const Places germany = places({"DE"});
  const Places* all[] = {&germany};
  EXPECT_EQ(zone_of(all, "FR", ""), -1);
  EXPECT_EQ(zone_of({}, "DE", ""), -1);
}

TEST(RatesIn, AClassWithoutARateHasTheStandardOne) {
  TaxZoneBody zone;
  zone.rates = {{"standard", 190'000}, {"reduced", 70'000}};
  zone.shipping_ppm = 190'000;
  const std::vector<Line> lines = {{100, 1, "reduced"}, {100, 1}, {100, 1, "books"}};
  const auto rates = rates_in(zone, lines);
  EXPECT_EQ(rates.lines, (std::vector<std::int64_t>{70'000, 190'000, 190'000}));
  EXPECT_EQ(rates.shipping, 190'000);
  EXPECT_EQ(rates_in(TaxZoneBody{}, lines).lines, (std::vector<std::int64_t>{0, 0, 0}));
}

TEST(PriceOf, AFlatRateCostsTheSameUntilItIsFree) {
  ShippingRate rate;
  rate.price = 490;
  rate.free_from = 5'000;
  EXPECT_EQ(price_of(rate, 4'999, 0), 490);
  EXPECT_EQ(price_of(rate, 5'000, 0), 0);
}

TEST(PriceOf, AWeightRateTakesTheLastStepThatIsReached) {
  ShippingRate rate;
  rate.kind = RateKind::weight;
  rate.price = 300;
  rate.steps = {{500, 490}, {2'000, 790}, {10'000, 1'490}};
  rate.weight_max = 31'500;
  EXPECT_EQ(price_of(rate, 0, 499), 300);
  EXPECT_EQ(price_of(rate, 0, 500), 490);
  EXPECT_EQ(price_of(rate, 0, 9'999), 790);
  EXPECT_EQ(price_of(rate, 0, 31'500), 1'490);
  EXPECT_FALSE(price_of(rate, 0, 31'501).has_value());
}

TEST(PriceOf, APriceRateLooksAtTheSubtotal) {
  ShippingRate rate;
  rate.kind = RateKind::price;
  rate.steps = {{0, 690}, {3'000, 390}};
  EXPECT_EQ(price_of(rate, 2'999, 99'999), 690);
  EXPECT_EQ(price_of(rate, 3'000, 0), 390);
}

TEST(PriceOf, ADisabledRateIsNotOffered) {
  ShippingRate rate;
  rate.enabled = false;
  EXPECT_FALSE(price_of(rate, 0, 0).has_value());
}

TEST(CheckZone, AllThatIsWrongIsToldAtOnce) {
  TaxZoneBody tax;
  tax.countries = {"DE", "de", "DE"};
  tax.regions = {"US-CA", "CA", "US-"};
  tax.rates = {{"standard", 1}, {"standard", 2}};
  EXPECT_EQ(fields_of(check(tax)), (Texts{"countries[1]", "countries[2]", "regions[1]", "regions[2]", "rates[1].tax_class"}));

  ShippingZoneBody shipping;
  shipping.rates.resize(3);
  shipping.rates[0].id = shipping.rates[1].id = "standard";
  shipping.rates[0].delivery_days_min = 9;
  shipping.rates[1].kind = RateKind::weight;
  shipping.rates[2].id = "shop";
  shipping.rates[2].pickup = true;
  shipping.rates[2].kind = RateKind::price;
  shipping.rates[2].steps = {{100, 1}, {100, 2}};
  EXPECT_EQ(fields_of(check(shipping)),
            (Texts{"rates[0].delivery_days_max", "rates[1].id", "rates[1].steps", "rates[2].steps[1].from",
                   "rates[2].pickup_country", "rates[2].pickup_address"}));
}

TEST(CheckZone, APlaceIsInOneZoneOnly) {
  const Places taken = places({"DE", "AT"}, {"US-CA"});
  const Places rest = places({});
  const Places* others[] = {&taken, &rest};
  std::vector<FieldError> wrong;
  check_taken(places({"FR", "AT"}, {"US-NY", "US-CA"}), others, wrong);
  check_taken(places({}), others, wrong);
  Texts fields;
  for (const auto& field : wrong) fields.push_back(field.field);
  EXPECT_EQ(fields, (Texts{"countries[1]", "regions[1]", "countries"}));
}

}  // namespace
}  // namespace plaza::pricing
