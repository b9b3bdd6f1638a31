#include <atomic>
#include <thread>

#include "promotions_fixture.h"

namespace plaza::promotions {
namespace {

class PromotionsRace : public PromotionsFixture {
 protected:
  // Every buyer tries `each` times; how many were served. Refusals must be of the given code.
  int race(int buyers_count, int each, const std::string& refusal,
           const std::function<Basket(int)>& basket_of) {
    std::atomic<int> served = 0, others = 0;
    std::vector<std::thread> threads;
    for (int buyer = 0; buyer < buyers_count; ++buyer) {
      threads.emplace_back([&, buyer] {
        for (int i = 0; i < each; ++i) {
          const auto outcome = check_out(buyer * 1'000 + i + 1, basket_of(buyer));
          if (outcome == "ok") ++served;
          else if (outcome != refusal) ++others;
        }
      });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(others, 0);
    return served;
  }
};

ENGINE_TEST(PromotionsRace, ACodeForThirtyIsUsedThirtyTimes) {
  auto terms = percent(1'000, "THIRTY");
  terms.uses_max = 30;
  const auto discount = make(terms);
  EXPECT_EQ(race(16, 6, "promotions.used_up", [&](int) { return basket({"THIRTY"}); }), 30);
  EXPECT_EQ(uses(discount), 30);
}

ENGINE_TEST(PromotionsRace, ManyTabsOfOnePersonUseItTwice) {
  auto terms = percent(1'000, "TWO");
  terms.uses_per_person_max = 2;
  const auto discount = make(terms);
  EXPECT_EQ(race(12, 4, "promotions.used_by_you",
                 [&](int buyer) {
                   return buyer % 2 ? basket({"TWO"}, an, "an@example.com")
                                    : basket({"TWO"}, {}, "AN@example.com");
                 }),
            2);
  EXPECT_EQ(uses(discount), 2);
}

ENGINE_TEST(PromotionsRace, WithoutALimitNobodyIsRefused) {
  const auto discount = make(percent(1'000, "ALL"));
  EXPECT_EQ(race(8, 6, "", [&](int) { return basket({"ALL"}); }), 48);
  EXPECT_EQ(uses(discount), 48);
}

ENGINE_TEST(PromotionsRace, WhatIsGivenBackWhileOthersBuyIsUsedAgain) {
  auto terms = percent(1'000, "TEN");
  terms.uses_max = 10;
  const auto discount = make(terms);
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int buyer = 0; buyer < 8; ++buyer) {
    threads.emplace_back([&, buyer] {
      for (int i = 0; i < 10; ++i) {
        const std::int64_t order = buyer * 1'000 + i + 1;
        const auto outcome = check_out(order, basket({"TEN"}));
        if (outcome == "ok") release(order);
        else if (outcome != "promotions.used_up") ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(uses(discount), 0);
  EXPECT_EQ(race(4, 5, "promotions.used_up", [&](int) { return basket({"TEN"}); }), 10);
}

}  // namespace
}  // namespace plaza::promotions
