#include <atomic>
#include <thread>

#include "identity/events.h"
#include "platform/events/outbox.h"
#include "pricing_fixture.h"
#include "rules.h"

namespace plaza::pricing {
namespace {

class PricingService : public PricingFixture {
 protected:
  PriceList list(const char* name, const char* code = "EUR") {
    PriceList wish;
    wish.name = name;
    if (*code) wish.currency = currency(code);
    return wish;
  }
  PriceList sale(std::int64_t off_ppm, Micros from, Micros to) {
    auto wish = list("Sale", "");
    wish.off_ppm = off_ppm;
    wish.starts_at = clock.now() + from;
    wish.ends_at = clock.now() + to;
    return wish;
  }
  // What on_change was told since the last call: "all", or products in their order.
  std::string told() {
    module->tell_changes();
    std::string text = std::exchange(told_all, false) ? "all" : "";
    for (const auto id : std::exchange(told_products, {})) text += (text.empty() ? "" : " ") + std::to_string(id.value);
    return text;
  }
  void listen() {
    module->prices().on_change([this](std::span<const ProductId> products) {
      if (products.empty()) told_all = true;
      told_products.insert(products.begin(), products.end());
    });
  }
  std::vector<ShippingOption> options(const char* country, std::int64_t subtotal, const char* code = "EUR",
                                      std::int64_t weight = 0) {
    return module->shipping().options({country, "", subtotal, weight, currency(code)});
  }
  Taxation taxes(const char* country, AccountId account = {}) {
    lines = {{1'000, 1, module->taxes().class_of(vase)}, {1'000, 1, module->taxes().class_of(bowl)}};
    return module->taxes().of({lines, country, "", "", account, clock.now()});
  }

  std::vector<Line> lines;
  bool told_all = false;
  std::set<ProductId> told_products;
};

// --- prices

ENGINE_TEST(PricingService, AListShowsInMemoryWithItsCommit) {
  const auto id = make_list(list("Special"));
  EXPECT_EQ(price(blue), "1000");
  EXPECT_EQ(change(id, {entry_of(blue, 900)}), "ok");
  EXPECT_EQ(price(blue), "900");
  EXPECT_EQ(price(red), "1000");
  EXPECT_EQ(change(id, {off_product(vase, 500'000)}), "ok");
  EXPECT_EQ(price(blue), "900");  // the variant's entry goes before the product's
  EXPECT_EQ(price(red), "500");
  EXPECT_EQ(change(id, {without(entry_of(blue, 0))}), "ok");
  EXPECT_EQ(price(blue), "500");
}

ENGINE_TEST(PricingService, WhatIsRolledBackShowsNowhere) {
  const auto id = make_list(list("Special"));
  const auto refused = outcome([&](db::Transaction& tx) -> Status {
    TRY_DONE(desk().change_entries(tx, id, std::vector{entry_of(blue, 900)}));
    return Error{ErrorKind::conflict, "test.no", "No."};
  });
  EXPECT_EQ(refused, "test.no");
  EXPECT_EQ(price(blue), "1000");
  EXPECT_EQ(price(*open_node(), blue), "1000");
}

ENGINE_TEST(PricingService, OtherNodesSeeAChangeByItsEvent) {
  const auto other = open_node();
  other->subscribe(*dispatcher);
  ASSERT_EQ(sell_in("JPY", 160 * rate_one), "ok");
  const auto id = make_list(list("Special"));
  ASSERT_EQ(change(id, {entry_of(blue, 900), off_product(bowl, 100'000)}), "ok");
  EXPECT_EQ(price(*other, blue), "1000");
  dispatcher->drain();
  EXPECT_EQ(price(*other, blue), "900");
  EXPECT_EQ(price(*other, small), "900");
  EXPECT_EQ(price(*other, red, "JPY"), "1600");
  ASSERT_EQ(change(id, {without(off_product(bowl, 0))}), "ok");
  dispatcher->drain();
  EXPECT_EQ(price(*other, small), "1000");
}

ENGINE_TEST(PricingService, MoreThanAnEventHoldsReachesOtherNodesToo) {
  const auto other = open_node();
  other->subscribe(*dispatcher);
  std::vector<EntryChange> changes;
  for (std::int64_t i = 0; i <= static_cast<std::int64_t>(entry_changes_max); ++i) {
    catalog.known[VariantId{10'000 + i}] = bowl;
    changes.push_back(entry_of(VariantId{10'000 + i}, 5 + i));
  }
  ASSERT_EQ(change(make_list(list("Special")), changes), "ok");
  dispatcher->drain();
  EXPECT_EQ(price(*other, VariantId{10'000}), "5");
  EXPECT_EQ(price(*other, VariantId{11'000}), "1005");
}

ENGINE_TEST(PricingService, ARestartKnowsWhatWasThere) {
  ASSERT_EQ(sell_in("USD", 1'100'000'000, {100, 99}), "ok");
  ASSERT_EQ(change(make_list(list("Special")), {entry_of(blue, 900)}), "ok");
  const auto group = make_group("Trade", false, {an});
  auto trade = list("Trade prices");
  trade.group_id = group;
  ASSERT_EQ(change(make_list(trade), {entry_of(red, 700)}), "ok");
  const auto again = open_node();
  EXPECT_EQ(price(*again, blue), "900");
  EXPECT_EQ(price(*again, small, "USD"), "1099");
  EXPECT_EQ(price(*again, red, "EUR", an), "700");
}

ENGINE_TEST(PricingService, ASaleHoldsFromItsFirstToItsLastMicrosecond) {
  listen();
  make_list(sale(200'000, hours(1), hours(2)));
  told();
  EXPECT_EQ(price(blue), "1000");
  clock.advance(hours(1) - 1);
  EXPECT_EQ(price(blue), "1000");
  EXPECT_EQ(told(), "");
  clock.advance(1);
  EXPECT_EQ(price(blue), "800 (was 1000) *");
  EXPECT_EQ(told(), "all");
  EXPECT_EQ(told(), "");
  clock.advance(hours(1) - 1);
  EXPECT_EQ(price(blue), "800 (was 1000) *");
  clock.advance(1);
  EXPECT_EQ(price(blue), "1000");
  EXPECT_EQ(told(), "all");
}

ENGINE_TEST(PricingService, WhoListensIsToldOfTheProductsThatChanged) {
  listen();
  auto wish = list("Special");
  const auto id = make_list(wish);
  EXPECT_EQ(told(), "");  // it holds nothing
  ASSERT_EQ(change(id, {entry_of(blue, 900), entry_of(small, 1)}), "ok");
  EXPECT_EQ(told(), "1101 1201");
  ASSERT_EQ(change(id, {without(entry_of(small, 0))}), "ok");
  EXPECT_EQ(told(), "1201");
  wish.id = id;
  wish.enabled = false;
  ASSERT_EQ(outcome([&](db::Transaction& tx) { return desk().update_list(tx, wish, 0); }), "ok");
  EXPECT_EQ(told(), "1101");
  EXPECT_EQ(price(blue), "1000");
}

ENGINE_TEST(PricingService, TheTimerTellsOfABorderByItself) {
  std::atomic<int> times = 0;
  module->prices().on_change([&](std::span<const ProductId>) { ++times; });
  module->start();
  make_list(sale(200'000, 0, hours(1)));
  for (int i = 0; i < 2'000 && times == 0; ++i) std::this_thread::yield();
  module->stop();
  module->tell_changes();
  EXPECT_GE(times, 1);
}

ENGINE_TEST(PricingService, AGroupsPricesAreItsMembersAlone) {
  const auto group = make_group("Trade", false, {an});
  auto wish = list("Trade prices", "");
  wish.group_id = group;
  wish.off_ppm = 300'000;
  make_list(wish);
  EXPECT_EQ(price(blue, "EUR", an), "700");
  EXPECT_EQ(price(blue, "EUR", binh), "1000");
  EXPECT_EQ(price(blue), "1000");
  EXPECT_TRUE(module->prices().has_own_prices(an));
  EXPECT_FALSE(module->prices().has_own_prices(binh));
  EXPECT_FALSE(module->prices().has_own_prices({}));
  EXPECT_EQ(module->prices().groups_of(an), std::vector{group});
}

ENGINE_TEST(PricingService, ErasedAccountsAreForgotten) {
  const auto group = make_group("Trade", true, {an, binh});
  module->subscribe(*dispatcher);
  EXPECT_TRUE(taxes("DE", an).tax_exempt);
  const auto erased = [&](db::Transaction& tx) -> Status {
    events::publish(tx, an.value, identity::AccountErased{an});
    return done();
  };
  ASSERT_TRUE(write(erased).ok());
  dispatcher->drain();
  EXPECT_TRUE(module->prices().groups_of(an).empty());
  EXPECT_EQ(module->prices().groups_of(binh), std::vector{group});
  EXPECT_FALSE(taxes("DE", an).tax_exempt);
}

// --- currencies

ENGINE_TEST(PricingService, OtherCurrenciesGoByRateOrByAnEntry) {
  EXPECT_EQ(price(blue, "USD"), "none");
  EXPECT_FALSE(module->prices().sells_in(currency("USD")));
  ASSERT_EQ(sell_in("USD", 1'085'700'000, {100, 99}), "ok");
  ASSERT_EQ(sell_in("KWD", 332'500'000), "ok");
  ASSERT_EQ(sell_in("JPY", 163'500'000'000, {10, 0}), "ok");
  EXPECT_EQ(price(blue, "USD"), "1099");
  EXPECT_EQ(price(blue, "KWD"), "3325");
  EXPECT_EQ(price(blue, "JPY"), "1640");
  ASSERT_EQ(change(make_list(list("US", "USD")), {entry_of(blue, 1'295)}), "ok");
  EXPECT_EQ(price(blue, "USD"), "1295");
  EXPECT_EQ(price(blue), "1000");
  ASSERT_EQ(sell_in("USD", 2'000'000'000), "ok");
  EXPECT_EQ(price(red, "USD"), "2000");
  std::string codes;
  for (const auto& choice : module->prices().currencies()) {
    codes += std::string(choice.currency.code()) + std::to_string(choice.digits) + (choice.base ? "* " : " ");
  }
  EXPECT_EQ(codes, "EUR2* JPY0 KWD3 USD2 ");
}

ENGINE_TEST(PricingService, ACurrencyThatIsNotSoldInHasNoList) {
  EXPECT_EQ(outcome([&](db::Transaction& tx) { return desk().create_list(tx, list("US", "USD")); }), "pricing.currency_not_sold");
  EXPECT_EQ(sell_in("EUR", rate_one), "request.invalid");
  EXPECT_EQ(sell_in("USD", 0), "request.invalid");
  EXPECT_EQ(sell_in("USD", rate_one, {100, 100}), "request.invalid");
}

// --- what is refused changes nothing

ENGINE_TEST(PricingService, EntriesAreAllTakenOrNone) {
  const auto id = make_list(list("Special"));
  ASSERT_EQ(change(id, {entry_of(blue, 900)}), "ok");
  EntryChange both = entry_of(red, 5);
  both.entry.off_ppm = 5;
  EntryChange compare = entry_of(red, 500);
  compare.entry.compare_at = 500;
  for (const auto& wrong : {entry_of(VariantId{999}, 1), off_product(ProductId{999}, 1), both, compare, EntryChange{}, entry_of(blue, 3)}) {
    EXPECT_EQ(change(id, {entry_of(blue, 800), wrong}), "request.invalid");
  }
  EXPECT_EQ(price(blue), "900");
  EXPECT_EQ(price(*open_node(), blue), "900");
  EXPECT_EQ(change(PriceListId{999}, {entry_of(blue, 1)}), "pricing.list_not_found");
  EXPECT_EQ(change(make_list(sale(1, 0, hours(1))), {entry_of(blue, 1)}), "request.invalid");  // no currency
}

ENGINE_TEST(PricingService, AnOldVersionIsRefused) {
  auto wish = list("Special");
  wish.id = make_list(wish);
  const auto update = [&](std::int64_t version) {
    return outcome([&](db::Transaction& tx) { return desk().update_list(tx, wish, version); });
  };
  wish.off_ppm = 100'000;
  EXPECT_EQ(update(1), "ok");
  wish.off_ppm = 900'000;
  EXPECT_EQ(update(1), "pricing.stale");
  EXPECT_EQ(price(blue), "900");
  EXPECT_EQ(update(2), "ok");
  wish.ends_at = wish.starts_at = clock.now();
  EXPECT_EQ(update(3), "request.invalid");
  EXPECT_EQ(price(blue), "100");
}

ENGINE_TEST(PricingService, AListWithAmountsKeepsItsCurrency) {
  ASSERT_EQ(sell_in("USD", rate_one), "ok");
  auto wish = list("Special");
  wish.id = make_list(wish);
  ASSERT_EQ(change(wish.id, {entry_of(blue, 900)}), "ok");
  wish.currency = currency("USD");
  EXPECT_EQ(outcome([&](db::Transaction& tx) { return desk().update_list(tx, wish, 0); }), "request.invalid");
  EXPECT_EQ(price(blue, "USD"), "1000");
  EXPECT_EQ(price(blue), "900");
}

// --- taxes

ENGINE_TEST(PricingService, WithoutAZoneTheFlatRateHolds) {
  const auto flat = taxes("DE");
  EXPECT_EQ(flat.rates.lines, (std::vector<std::int64_t>{190'000, 190'000}));
  EXPECT_EQ(flat.rates.shipping, 190'000);
  EXPECT_TRUE(flat.prices_include_tax);
  EXPECT_FALSE(flat.tax_exempt);
}

TaxZoneBody tax_zone(const char* name, std::vector<std::string> countries, std::int64_t ppm, bool included) {
  TaxZoneBody zone;
  zone.name = name;
  zone.countries = std::move(countries);
  zone.rates = {{"standard", ppm}, {"reduced", ppm / 2}};
  zone.prices_include_tax = included;
  return zone;
}

ENGINE_TEST(PricingService, AZoneKnowsItsRatesByClass) {
  ASSERT_EQ(make_zone(tax_zone("Germany", {"DE"}, 190'000, true)), "ok");
  ASSERT_EQ(make_zone(tax_zone("Switzerland", {"CH"}, 81'000, false)), "ok");
  const auto swiss = taxes("CH");
  EXPECT_EQ(swiss.zone, "Switzerland");
  EXPECT_EQ(swiss.rates.lines, (std::vector<std::int64_t>{81'000, 81'000}));
  EXPECT_EQ(swiss.rates.shipping, 0);
  EXPECT_FALSE(swiss.prices_include_tax);
  EXPECT_EQ(taxes("").zone, "Germany");
  EXPECT_EQ(taxes("US").rates.lines, (std::vector<std::int64_t>{0, 0}));  // in no zone: nothing is owed
  EXPECT_EQ(make_zone(tax_zone("Alps", {"AT", "CH"}, 1, true)), "pricing.country_taken");
  EXPECT_EQ(make_zone(tax_zone("Wrong", {"Austria"}, 1, true)), "request.invalid");
}

class TenPercent final : public TaxCalculator {
 public:
  TaxRates rates(const Question& question) const override {
    return {std::vector<std::int64_t>(question.lines.size(), 100'000), 0};
  }
};

ENGINE_TEST(PricingService, AnOutsideCalculatorReplacesTheRates) {
  const TenPercent outside;
  module->taxes().plug(outside);
  ASSERT_EQ(make_zone(tax_zone("Germany", {"DE"}, 190'000, false)), "ok");
  EXPECT_EQ(taxes("DE").rates.lines, (std::vector<std::int64_t>{100'000, 100'000}));
  EXPECT_FALSE(taxes("DE").prices_include_tax);
}

// --- shipping

ShippingZoneBody shipping_zone(std::vector<std::string> countries, std::int64_t price, std::int64_t free_from) {
  ShippingZoneBody zone;
  zone.name = "Zone";
  zone.countries = std::move(countries);
  ShippingRate parcel;
  parcel.id = "standard";
  parcel.name = "Parcel";
  parcel.price = price;
  parcel.free_from = free_from;
  ShippingRate shop;
  shop.id = "shop";
  shop.name = "Shop in Berlin";
  shop.pickup = true;
  shop.pickup_address = "Torstr. 1, 10119 Berlin";
  shop.pickup_country = "DE";
  zone.rates = {parcel, shop};
  return zone;
}

ENGINE_TEST(PricingService, WithoutAZoneTheSettingsOptionsHold) {
  const auto found = options("FR", 4'999);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, "standard");
  EXPECT_EQ(found[0].price, 490);
  EXPECT_EQ(options("FR", 5'000)[0].price, 0);
}

ENGINE_TEST(PricingService, AZoneSaysWhatDeliveryCosts) {
  ASSERT_EQ(make_zone(shipping_zone({"DE"}, 390, 3'000)), "ok");
  const auto found = options("DE", 2'999);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].price, 390);
  EXPECT_TRUE(found[1].pickup);
  EXPECT_EQ(found[1].pickup_country, "DE");
  EXPECT_EQ(options("DE", 3'000)[0].price, 0);
  EXPECT_TRUE(options("FR", 9'999).empty());  // in no zone: not delivered to
  ASSERT_EQ(make_zone(shipping_zone({}, 1'990, 20'000)), "ok");
  EXPECT_EQ(options("FR", 9'999)[0].price, 1'990);
}

ENGINE_TEST(PricingService, DeliveryIsConvertedLikePrices) {
  ASSERT_EQ(make_zone(shipping_zone({"DE"}, 390, 3'000)), "ok");
  EXPECT_TRUE(options("DE", 1, "JPY").empty());  // not sold in
  ASSERT_EQ(sell_in("JPY", 160 * rate_one, {10, 0}), "ok");
  const auto found = options("DE", 4'799, "JPY");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].price, 620);       // 624
  EXPECT_EQ(found[0].free_from, 4'800);
  EXPECT_EQ(options("DE", 4'800, "JPY")[0].price, 0);
}

}  // namespace
}  // namespace plaza::pricing
