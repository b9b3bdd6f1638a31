// Whether a defective batch is found early, and nothing in a year of ordinary noise: shops whose truth is known.
#include "defects.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>

namespace plaza::radar {
namespace {

using Random = std::mt19937_64;

double uniform(Random& random) { return (static_cast<double>(random() >> 11) + 0.5) / 9007199254740992.0; }
std::int64_t poisson(Random& random, double mean) {
  double left = uniform(random), chance = std::exp(-mean);
  std::int64_t count = 0;
  for (; left > chance && count < 500; ++count) {
    left -= chance;
    chance *= mean / static_cast<double>(count + 1);
  }
  return count;
}

TEST(Defects, TheTailIsThatOfTheNegativeBinomial) {
  EXPECT_DOUBLE_EQ(upper_tail(0, 2, 1, 1), 1);
  EXPECT_NEAR(upper_tail(1, 1, 1, 1), 0.5, 1e-12);    // geometric
  EXPECT_NEAR(upper_tail(3, 1, 1, 1), 0.125, 1e-12);
  EXPECT_NEAR(upper_tail(40, 1, 1, 1) / std::pow(0.5, 40), 1, 1e-6);
  // With much behind it a Poisson: mean 2, five or more.
  EXPECT_NEAR(upper_tail(5, 2e6, 1e6, 1), 0.0526530, 1e-5);
}

TEST(Defects, ExposureIsWhatWasSoldInThe45DaysBefore) {
  std::vector<std::int64_t> units(static_cast<std::size_t>(history_days), 0);
  units[1] = 7;
  EXPECT_DOUBLE_EQ(exposure(units, 0, 1), 8);   // and one
  EXPECT_DOUBLE_EQ(exposure(units, 1, 1), 1);   // sold that day
  units[45] = 3;
  EXPECT_DOUBLE_EQ(exposure(units, 0, 1), 11);
  units[46] = 5;
  EXPECT_DOUBLE_EQ(exposure(units, 0, 1), 11);
}

TEST(Defects, OnePersonCountsOnceAndVariantsAreNamedWhenTheyAgree) {
  ProductHistory product;
  product.units.assign(static_cast<std::size_t>(history_days), 1);
  for (int i = 0; i < 9; ++i) product.said.push_back({0, Source::returned, "one", 5});
  EXPECT_EQ(strongest_rise(product, 0.0005).people, 1);
  for (int i = 0; i < 4; ++i) product.said.push_back({0, Source::reviewed, "p" + std::to_string(i), 5});
  const auto rise = strongest_rise(product, 0.0005);
  EXPECT_EQ(rise.people, 5);
  EXPECT_EQ(rise.variant, 5);
  EXPECT_EQ(rise.sources(), 2);
  EXPECT_EQ(rise.by_source[0], 9);
  EXPECT_EQ(strongest_rise({}, 0.001).days, 0);
}

TEST(Defects, WhoHasNotShownWhoTheyAreCountsForHalfAndTheirSurestWordCounts) {
  ProductHistory product;
  product.units.assign(static_cast<std::size_t>(history_days), 1);
  for (int i = 0; i < 5; ++i) product.said.push_back({0, Source::talked, "guest" + std::to_string(i), 0, 0.5, -1});
  EXPECT_EQ(strongest_rise(product, 0.0005).people, 2) << "parts of a person are cut off";
  product.said.push_back({0, Source::returned, "guest0", 0, 1, -1});
  EXPECT_EQ(strongest_rise(product, 0.0005).people, 3);
}

TEST(Defects, ABatchIsTheShortestTimeInWhichFourOfFiveOrderedWhileTheShopSoldAllAlong) {
  ProductHistory product;
  product.units.assign(static_cast<std::size_t>(history_days), 4);
  const auto said = [&](const std::string& who, int bought) { product.said.push_back({0, Source::reviewed, who, 0, 1, bought}); };
  for (int i = 0; i < 8; ++i) said("p" + std::to_string(i), 20 + i % 4);
  said("early", 80);
  said("unknown", -1);
  const auto rise = strongest_rise(product, 0.0005);
  EXPECT_EQ(rise.bought_until_age, 20);
  EXPECT_EQ(rise.bought_from_age, 23);
  // All of it was sold in those days: that they ordered then says nothing.
  std::fill(product.units.begin(), product.units.end(), 0);
  for (int age = 18; age < 26; ++age) product.units[static_cast<std::size_t>(age)] = 20;
  EXPECT_EQ(strongest_rise(product, 0.0005).bought_from_age, 23);
  for (int age = 20; age < 24; ++age) product.units[static_cast<std::size_t>(age)] = 90;
  EXPECT_EQ(strongest_rise(product, 0.0005).bought_from_age, -1);
  // Two who are known are no batch.
  product.units.assign(static_cast<std::size_t>(history_days), 4);
  product.said.clear();
  for (int i = 0; i < 2; ++i) said("q" + std::to_string(i), 20);
  for (int i = 0; i < 4; ++i) said("r" + std::to_string(i), -1);
  EXPECT_EQ(strongest_rise(product, 0.0005).bought_from_age, -1);
}

TEST(Defects, MoreSalesAreNoDefect) {
  ProductHistory product;
  product.units.assign(static_cast<std::size_t>(history_days), 1);
  for (int day = 1; day <= 20; ++day) product.units[static_cast<std::size_t>(day)] = 20;
  for (int i = 0; i < 5; ++i) product.said.push_back({i, i % 2 ? Source::returned : Source::reviewed, "p" + std::to_string(i), 0});
  const auto busy = strongest_rise(product, 0.0007);
  std::fill(product.units.begin(), product.units.end(), 1);
  const auto quiet = strongest_rise(product, 0.0007);
  EXPECT_LT(quiet.chance, 1e-3);
  EXPECT_GT(busy.chance, 10 * quiet.chance);
}

TEST(Defects, AmongManyProductsAndForOneSourceMoreIsAsked) {
  Rise rise{7, 8, 0.5, 1e-3, {4, 4, 0, 0}, 0, -1, -1, {}, {}};
  const std::vector<Rise> one{rise};
  EXPECT_EQ(standing_out(one, 10, 1, 4).size(), 1u);
  EXPECT_EQ(standing_out(one, 1'000, 1, 4).size(), 0u);
  EXPECT_EQ(standing_out(one, 10, 1, 9).size(), 0u);
  rise.by_source = {8, 0, 0, 0};
  const std::vector<Rise> alone{rise};
  EXPECT_EQ(standing_out(alone, 10, 1, 4).size(), 0u);
}

// Two hundred products: a few sell much, most little; a week's rhythm, two sales with five times as much, rates that differ from product
// to product and wander. A batch: from one day on a third of the units of one product are bad, and half of who has one says so.
struct Shop {
  static constexpr int products = 200, used = 45;
  Random random;
  std::vector<double> mean, rate;
  std::vector<ProductHistory> all{products};
  int day = 0;
  int bad_product = -1, bad_from = 1 << 30;
  std::int64_t bad_sold = 0, bad_said = 0, bad_will_say = 0;
  std::vector<std::vector<std::pair<int, Said>>> due{products};  // day and what

  explicit Shop(std::uint64_t seed) : random(seed) {
    for (int i = 0; i < products; ++i) {
      mean.push_back(12 / std::pow(i + 1, 0.8) + 0.05);
      rate.push_back(0.01 * std::exp(0.8 * (uniform(random) + uniform(random) - 1) * 2));
      all[static_cast<std::size_t>(i)].units.assign(static_cast<std::size_t>(history_days), 0);
    }
  }
  void say_later(int product, bool bad) {
    const double days = -10 * std::log(uniform(random) * uniform(random)) / 1.5;
    if (days >= used) return;
    if (bad) ++bad_will_say;
    const double where = uniform(random);
    const auto source = where < 0.45 ? Source::returned : where < 0.7 ? Source::reviewed : where < 0.8 ? Source::asked : Source::talked;
    due[static_cast<std::size_t>(product)].push_back({day + 1 + static_cast<int>(days), {0, source, "p" + std::to_string(random()), bad ? 7 : 0}});
  }
  void next() {
    ++day;
    const double week = day % 7 >= 5 ? 1.4 : 0.84, sale = (day % 180 >= 60 && day % 180 < 64) ? 5 : 1;
    for (int i = 0; i < products; ++i) {
      auto& product = all[static_cast<std::size_t>(i)];
      rate[static_cast<std::size_t>(i)] *= std::exp(0.02 * (uniform(random) - 0.5));
      for (auto& each : product.said) ++each.age;
      std::erase_if(product.said, [](const Said& each) { return each.age >= history_days; });
      auto& waiting = due[static_cast<std::size_t>(i)];
      for (const auto& [on, said] : waiting) {
        if (on != day) continue;
        product.said.push_back(said);
        if (said.variant == 7) ++bad_said;
      }
      std::erase_if(waiting, [&](const auto& each) { return each.first <= day; });
      const auto sold = poisson(random, mean[static_cast<std::size_t>(i)] * week * sale);
      product.units.insert(product.units.begin(), sold);
      product.units.pop_back();
      for (std::int64_t unit = 0; unit < sold; ++unit) {
        const bool bad = i == bad_product && day >= bad_from && uniform(random) < 0.35;
        if (bad) ++bad_sold;
        if (uniform(random) < (bad ? 0.5 : rate[static_cast<std::size_t>(i)])) say_later(i, bad);
      }
    }
  }
  // As the service does: only products of which at least four signals came within two weeks.
  std::vector<int> look() {
    std::int64_t signals = 0;
    double exposed = 0;
    std::vector<std::int64_t> units(static_cast<std::size_t>(history_days), 0);
    for (const auto& product : all) {
      for (const auto& each : product.said) signals += each.age < baseline_days ? 1 : 0;
      for (std::size_t i = 0; i < units.size(); ++i) units[i] += product.units[i];
    }
    exposed = exposure(units, 0, baseline_days);
    std::vector<Rise> rises;
    std::vector<int> which;
    for (int i = 0; i < products; ++i) {
      const auto& product = all[static_cast<std::size_t>(i)];
      const auto recent = std::count_if(product.said.begin(), product.said.end(), [](const Said& each) { return each.age < window_days_max; });
      if (recent < 4) continue;
      rises.push_back(strongest_rise(product, shop_rate(signals, exposed)));
      which.push_back(i);
    }
    std::vector<int> found;
    for (const auto at : standing_out(rises, products, 1, 4)) found.push_back(which[at]);
    return found;
  }
};

TEST(DefectiveBatch, NothingIsToldInAYearOfOrdinaryNoise) {
  const int years = std::getenv("PLAZA_TEST_ALL") ? 20 : 1;
  int alarms = 0;
  for (int year = 0; year < years; ++year) {
    Shop shop(500 + static_cast<std::uint64_t>(year));
    for (int day = 0; day < history_days; ++day) shop.next();
    for (int day = 0; day < 365; ++day) {
      shop.next();
      alarms += static_cast<int>(shop.look().size());
    }
  }
  std::printf("defects: %d days with an alarm in %d years of %d products\n", alarms, years, Shop::products);
  EXPECT_LE(alarms, years > 1 ? years : 0);
}

TEST(DefectiveBatch, ABatchIsFoundWhileMostOfItsOwnersHaveNotSpoken) {
  const int batches = std::getenv("PLAZA_TEST_ALL") ? 60 : 6;
  int found = 0;
  double days = 0, said = 0, told_of = 0, sold = 0;
  for (int run = 0; run < batches; ++run) {
    Shop shop(900 + static_cast<std::uint64_t>(run));
    for (int day = 0; day < history_days; ++day) shop.next();
    shop.bad_product = run % 6;  // 12 to 2.9 a day
    shop.bad_from = shop.day + 1;
    for (int day = 1; day <= 60; ++day) {
      shop.next();
      const auto out = shop.look();
      if (std::find(out.begin(), out.end(), shop.bad_product) == out.end()) continue;
      ++found;
      days += day;
      said += static_cast<double>(shop.bad_said);
      sold += static_cast<double>(shop.bad_sold);
      told_of += static_cast<double>(shop.bad_said) / static_cast<double>(shop.bad_will_say);
      break;
    }
  }
  std::printf("defects: %d of %d batches found, after %.1f days, %.1f people had spoken (%.0f %% of who will of those sold), %.0f bad units were sold\n",
              found, batches, days / found, said / found, 100 * told_of / found, sold / found);
  ASSERT_GE(found * 10, batches * 9);
  EXPECT_LT(days / found, 28);
  EXPECT_LT(told_of / found, 0.6);
}

}  // namespace
}  // namespace plaza::radar
