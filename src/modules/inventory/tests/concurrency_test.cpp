// Many buyers at once: never more than there was, never fewer than could be had, and a ledger that
// adds up.
#include <atomic>
#include <thread>

#include "inventory_fixture.h"

namespace plaza::inventory {
namespace {

class InventoryConcurrency : public InventoryFixture {
 protected:
  static void together(int threads, const std::function<void(int)>& work) {
    std::vector<std::thread> running;
    for (int t = 0; t < threads; ++t) running.emplace_back([&, t] { work(t); });
    for (auto& thread : running) thread.join();
  }
};

ENGINE_TEST(InventoryConcurrency, SellsExactlyTheHundredThatAreThere) {
  ASSERT_EQ(set(vase, 100), "ok");
  std::atomic<int> sold{0}, refused{0};
  together(64, [&](int t) {
    for (int i = 0; i < 5; ++i) {
      const auto result = sell("ord_" + std::to_string(t * 10 + i), {{vase, 1}});
      if (result == "ok")
        ++sold;
      else if (result == "inventory.out_of_stock")
        ++refused;
    }
  });
  EXPECT_EQ(sold, 100);
  EXPECT_EQ(refused, 64 * 5 - 100);
  EXPECT_EQ(balance(vase), "0/0");
  EXPECT_EQ(ledger(vase, 101).size(), 101u);
  expect_explained(vase);
}

ENGINE_TEST(InventoryConcurrency, HoldsThatEndWhileTheyArePaidAreNeverSoldTwice) {
  ASSERT_EQ(set(vase, 100), "ok");
  std::atomic<int> sold{0};
  together(16, [&](int t) {
    for (int i = 0; i < 20; ++i) {
      const std::string id = std::to_string(t * 100 + i);
      if (t % 4 == 3) {
        clock.advance(seconds(20));
        (void)expire(5);
      } else if (t % 4 == 2) {
        if (sell("ord_" + id, {{vase, 1}}) == "ok") ++sold;
      } else if (reserve("crt_" + id, {{vase, 1}}, seconds(30)) == "ok") {
        // Paid, given up, or left to end.
        if (i % 3 == 0)
          release("crt_" + id);
        else if (i % 3 == 1 && commit("crt_" + id, "ord_" + id) == "ok")
          ++sold;
      }
    }
  });
  clock.advance(minutes(5));
  while (expire(50) > 0) {
  }
  EXPECT_LE(sold, 100);
  EXPECT_EQ(balance(vase), std::to_string(100 - sold) + "/0");
  expect_explained(vase);
}

ENGINE_TEST(InventoryConcurrency, OrdersOfTheSameThingsInAnyOrderDoNotBlockEachOther) {
  ASSERT_EQ(set(vase, 1'000), "ok");
  ASSERT_EQ(set(bowl, 1'000), "ok");
  std::atomic<int> sold{0};
  together(16, [&](int t) {
    for (int i = 0; i < 10; ++i) {
      const std::vector<StockLine> lines = t % 2 ? std::vector<StockLine>{{vase, 1}, {bowl, 1}}
                                                 : std::vector<StockLine>{{bowl, 1}, {vase, 1}};
      if (sell("ord_" + std::to_string(t * 100 + i), lines) == "ok") ++sold;
    }
  });
  EXPECT_EQ(sold, 160);
  EXPECT_EQ(balance(vase), "840/0");
  EXPECT_EQ(balance(bowl), "840/0");
}

ENGINE_TEST(InventoryConcurrency, OnePersonInManyTabsKeepsToTheLimit) {
  ASSERT_EQ(set(vase, 1'000), "ok");
  const auto limit = [&](db::Transaction& tx) -> Status {
    put_limit(tx, {vase, std::nullopt, 5, 30});
    return done();
  };
  ASSERT_TRUE(write(limit).ok());
  module->load();
  const auto an = person_keys("acc_1", "an@shop.example");
  std::atomic<int> sold{0};
  together(16, [&](int t) {
    for (int i = 0; i < 5; ++i) {
      const std::string order = "ord_" + std::to_string(t * 100 + i);
      const std::vector<StockLine> line{{vase, 1}};
      const auto buy = [&](db::Transaction& tx) { return stock().sell(tx, order, line, {"", an}); };
      if (outcome(buy) == "ok") ++sold;
    }
  });
  EXPECT_EQ(sold, 5);
  EXPECT_EQ(balance(vase), "995/0");
}

ENGINE_TEST(InventoryConcurrency, APreorderIsSoldUpToItsCapAndFilledOnce) {
  ASSERT_EQ(set(vase, 3), "ok");
  const auto promise = [&](db::Transaction& tx) -> Status {
    put_preorder(tx, {vase, ProductId{1101}, 20, 0, std::nullopt, 0});
    return done();
  };
  ASSERT_TRUE(write(promise).ok());
  module->load();
  std::atomic<int> sold{0};
  together(8, [&](int t) {
    for (int i = 0; i < 10; ++i)
      if (sell("ord_" + std::to_string(t * 100 + i), {{vase, 1}}) == "ok") ++sold;
  });
  EXPECT_EQ(sold, 23);
  ASSERT_EQ(set(vase, 30), "ok");
  EXPECT_EQ(balance(vase), "10/0");
  expect_explained(vase);
}

}  // namespace
}  // namespace plaza::inventory
