#include "platform/json/codec.h"
#include "pricing_fixture.h"
#include "store.h"

namespace plaza::pricing {
namespace {

class PricingStore : public PricingFixture {};

ENGINE_TEST(PricingStore, EveryStatementIsPrepared) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

ENGINE_TEST(PricingStore, AListIsReadAsItWasWritten) {
  PriceList wish;
  wish.name = "Sale";
  wish.currency = currency("EUR");
  wish.starts_at = clock.now();
  wish.ends_at = clock.now() + days(2);
  wish.off_ppm = 150'000;
  wish.rounding = {100, 99};
  wish.enabled = false;
  const auto id = make_list(wish);
  const auto found = database().read_now([&](db::Reader& reader) { return find_list(reader, id); });
  wish.id = id;
  wish.created_at = wish.updated_at = clock.now();
  EXPECT_EQ(*found, wish);
}

ENGINE_TEST(PricingStore, EntriesArePagedByProductAndVariant) {
  PriceList wish;
  wish.name = "US";
  wish.currency = currency("EUR");
  const auto id = make_list(wish);
  ASSERT_EQ(change(id, {entry_of(red, 3), entry_of(small, 2), off_product(vase, 5), entry_of(blue, 1)}), "ok");
  const auto page = [&](const Entry& after, int limit) {
    return database().read_now([&](db::Reader& reader) { return entries_after(reader, id, after, limit); });
  };
  const auto first = page({}, 2);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_FALSE(first[0].variant_id);
  EXPECT_EQ(first[0].off_ppm, 5);
  EXPECT_EQ(first[1].variant_id, blue);
  const auto second = page(first[1], 9);
  ASSERT_EQ(second.size(), 2u);
  EXPECT_EQ(second[0].variant_id, red);
  EXPECT_EQ(second[1].product_id, bowl);
}

ENGINE_TEST(PricingStore, ZonesAreReadAsTheyWereWritten) {
  ShippingZoneBody wish;
  wish.name = "Germany \"and\" Austria";
  wish.countries = {"DE", "AT"};
  ShippingRate rate;
  rate.id = "parcel";
  rate.name = "Gói hàng";
  rate.kind = RateKind::weight;
  rate.steps = {{0, 490}, {5'000, 890}};
  rate.weight_max = 31'500;
  rate.free_from = 9'900;
  wish.rates = {rate};
  ASSERT_EQ(make_zone(wish), "ok");
  const auto zones = database().read_now([&](db::Reader& reader) { return shipping_zones(reader); });
  ASSERT_EQ(zones.size(), 1u);
  EXPECT_EQ(json::encode(zones[0].body), json::encode(wish));
  EXPECT_EQ(zones[0].version, 1);
  EXPECT_EQ(zones[0].created_at, clock.now());
}

}  // namespace
}  // namespace plaza::pricing
