// Staff edit while shoppers ask: nobody sees a price that never was, of equal edits one wins, and memory ends where the database is.
#include <atomic>
#include <thread>

#include "pricing_fixture.h"
#include "rules.h"

namespace plaza::pricing {
namespace {

class PricingConcurrency : public PricingFixture {
 protected:
  static void together(int threads, const std::function<void(int)>& work) {
    std::vector<std::thread> running;
    for (int t = 0; t < threads; ++t) running.emplace_back([&, t] { work(t); });
    for (auto& thread : running) thread.join();
  }
};

ENGINE_TEST(PricingConcurrency, AskingWhilePricesChangeGivesOneOfThePricesThatWere) {
  ASSERT_EQ(sell_in("JPY", 100 * rate_one), "ok");
  PriceList wish;
  wish.name = "Special";
  wish.currency = currency("EUR");
  const auto list = make_list(wish);
  module->prices().on_change([](std::span<const ProductId>) {});
  module->start();
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0, asked = 0;
  together(4, [&](int t) {
    if (t == 0) {
      for (int i = 1; i <= 40; ++i) {
        EXPECT_EQ(change(list, {entry_of(blue, 500 + i % 2), off_product(bowl, 100'000)}), "ok");
        EXPECT_EQ(sell_in("JPY", (100 + i % 2) * rate_one), "ok");
        TaxZoneBody zone;
        zone.name = "Zone";
        zone.regions = {"US-" + std::to_string(100 + i)};
        EXPECT_EQ(make_zone(zone), "ok");
      }
      done = true;
      return;
    }
    const std::vector<Line> lines = {{1'000, 1}};
    while (!done) {
      const auto euros = price(blue);
      const auto yen = price(red, "JPY");
      if (euros != "1000" && euros != "500" && euros != "501") ++wrong;
      if (yen != "1000" && yen != "1010") ++wrong;
      if (module->taxes().of({lines, "US", "101", "", {}, clock.now()}).rates.lines.size() != 1) ++wrong;
      if (module->shipping().options({"DE", "", 0, 0, currency("JPY")}).size() != 2) ++wrong;
      ++asked;
    }
  });
  module->stop();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(asked, 0);
  EXPECT_EQ(price(blue), "500");
  EXPECT_EQ(price(*open_node(), blue), "500");
  EXPECT_EQ(price(red, "JPY"), "1000");
}

ENGINE_TEST(PricingConcurrency, OfEditsOfTheSameVersionOneWins) {
  PriceList wish;
  wish.name = "Special";
  wish.id = make_list(wish);
  std::atomic<int> ok = 0, stale = 0;
  together(8, [&](int t) {
    PriceList mine = wish;
    mine.off_ppm = 100'000 + t;
    const auto result = outcome([&](db::Transaction& tx) { return desk().update_list(tx, mine, 1); });
    if (result == "ok") ++ok;
    if (result == "pricing.stale") ++stale;
  });
  EXPECT_EQ(ok, 1);
  EXPECT_EQ(stale, 7);
  EXPECT_EQ(price(blue), price(*open_node(), blue));
}

ENGINE_TEST(PricingConcurrency, APlaceIsInOneZoneHoweverManyAskForIt) {
  std::atomic<int> ok = 0, taken = 0;
  together(8, [&](int t) {
    ShippingZoneBody zone;
    zone.name = "Zone " + std::to_string(t);
    zone.countries = {"DE", "A" + std::string(1, static_cast<char>('A' + t))};
    const auto result = make_zone(zone);
    if (result == "ok") ++ok;
    if (result == "pricing.country_taken") ++taken;
  });
  EXPECT_EQ(ok, 1);
  EXPECT_EQ(taken, 7);
}

}  // namespace
}  // namespace plaza::pricing
