#include <sstream>

#include "inventory/events.h"
#include "inventory_fixture.h"

namespace plaza::inventory {
namespace {

class Inventory : public InventoryFixture {
 protected:
  // One move of the vase a line: the move, its reference, how many, and what it gives.
  void play(const std::string& script) {
    std::istringstream lines(script);
    std::string move, reference, expected;
    int quantity = 0;
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      if (!(words >> move >> reference >> quantity >> expected)) continue;
      EXPECT_EQ(run(move, reference, quantity), expected) << line;
    }
  }

 private:
  std::string run(const std::string& move, const std::string& reference, int quantity) {
    if (move == "set") return set(vase, quantity);
    if (move == "sell") return sell(reference, {{vase, quantity}});
    if (move == "reserve") return reserve(reference, {{vase, quantity}});
    if (move == "commit") return commit(reference, "ord_1");
    if (move == "release") return std::to_string(release(reference));
    if (move == "restock") return restock(reference, {{vase, quantity}});
    if (move == "expire") return std::to_string(expire());
    if (move == "left") return balance(vase);
    clock.advance(minutes(quantity));  // wait
    return "ok";
  }
};

ENGINE_TEST(Inventory, TakesOnlyWhatIsThere) {
  play(R"(
    sell    ord_1 1  inventory.out_of_stock
    set     -     3  ok
    sell    ord_1 2  ok
    sell    ord_2 2  inventory.out_of_stock
    sell    ord_3 1  ok
    left    -     0  0/0
  )");
  expect_explained(vase);
}

ENGINE_TEST(Inventory, HoldsUnitsUntilTheyAreSoldOrReleased) {
  play(R"(
    set     -     5  ok
    reserve crt_1 3  ok
    left    -     0  5/3
    sell    ord_9 3  inventory.out_of_stock
    reserve crt_2 2  ok
    release crt_2 0  1
    release crt_2 0  0
    left    -     0  5/3
    commit  crt_1 0  ok
    commit  crt_1 0  inventory.hold_gone
    left    -     0  2/0
  )");
  expect_explained(vase);
}

ENGINE_TEST(Inventory, AHoldWhoseTimeIsOverCountsUntilItIsReleased) {
  play(R"(
    set     -     5  ok
    reserve crt_1 5  ok
    wait    -     11 ok
    left    -     0  5/5
    commit  crt_1 0  ok
    left    -     0  0/0
  )");
}

ENGINE_TEST(Inventory, ABuyerWhoNeedsTheUnitsReleasesHoldsWhoseTimeIsOver) {
  play(R"(
    set     -     5  ok
    reserve crt_1 3  ok
    wait    -     5  ok
    reserve crt_2 2  ok
    sell    ord_1 1  inventory.out_of_stock
    wait    -     6  ok
    sell    ord_1 4  inventory.out_of_stock
    left    -     0  5/5
    sell    ord_1 3  ok
    left    -     0  2/2
    commit  crt_1 0  inventory.hold_gone
    commit  crt_2 0  ok
    left    -     0  0/0
  )");
  expect_explained(vase);
}

ENGINE_TEST(Inventory, TheJobReleasesWhatIsOverAFewAtATime) {
  ASSERT_EQ(set(vase, 10), "ok");
  for (int i = 0; i < 5; ++i)
    ASSERT_EQ(reserve("crt_" + std::to_string(i), {{vase, 1}}, minutes(i + 1)), "ok");
  EXPECT_EQ(expire(), 0);
  clock.advance(minutes(3));
  EXPECT_EQ(expire(2), 2);
  EXPECT_EQ(balance(vase), "10/3");
  EXPECT_EQ(expire(2), 1);
  EXPECT_EQ(expire(2), 0);
  EXPECT_EQ(ledger(vase)[0].reason, "expired");
  EXPECT_EQ(ledger(vase)[0].reference, "crt_2");
}

ENGINE_TEST(Inventory, ExtendingNeverShortens) {
  ASSERT_EQ(set(vase, 1), "ok");
  ASSERT_EQ(reserve("crt_1", {{vase, 1}}, minutes(10)), "ok");
  const auto extend = [&](Micros length) {
    return outcome(
        [&](db::Transaction& tx) { return stock().extend(tx, "crt_1", clock.now() + length); });
  };
  EXPECT_EQ(extend(minutes(1)), "ok");
  clock.advance(minutes(9));
  EXPECT_EQ(expire(), 0);
  EXPECT_EQ(extend(minutes(20)), "ok");
  clock.advance(minutes(15));
  EXPECT_EQ(expire(), 0);
  clock.advance(minutes(5));
  EXPECT_EQ(expire(), 1);
  EXPECT_EQ(extend(minutes(20)), "inventory.hold_gone");
}

ENGINE_TEST(Inventory, ARefusalNamesAllLinesAndChangesNothing) {
  ASSERT_EQ(set(vase, 2), "ok");
  ASSERT_EQ(set(bowl, 5), "ok");
  const std::vector<StockLine> lines{{unknown, 1}, {bowl, 5}, {vase, 3}};
  const auto refused = write([&](db::Transaction& tx) { return stock().sell(tx, "ord_1", lines); });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "inventory.out_of_stock");
  ASSERT_EQ(refused.error().fields.size(), 2u);
  EXPECT_EQ(refused.error().fields[0].field, "lines[0].quantity");
  EXPECT_EQ(refused.error().fields[1].field, "lines[2].quantity");
  EXPECT_EQ(refused.error().fields[1].message, "is more than the 2 that are left");
  EXPECT_EQ(balance(bowl), "5/0");
  EXPECT_EQ(ledger(bowl).size(), 1u);
}

ENGINE_TEST(Inventory, ASaleIsOneLedgerRowThatSaysWhy) {
  ASSERT_EQ(set(vase, 9), "ok");
  ASSERT_EQ(sell("ord_7", {{vase, 2}, {vase, 3}}), "ok");
  const auto entries = ledger(vase);
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[2].reason, "counted");
  EXPECT_EQ(entries[2].delta_on_hand, 9);
  EXPECT_EQ(entries[2].actor, "test");
  EXPECT_EQ(entries[1].delta_on_hand, -2);
  EXPECT_EQ(entries[1].balance_on_hand, 7);
  EXPECT_EQ(entries[0].delta_on_hand, -3);
  EXPECT_EQ(entries[0].balance_on_hand, 4);
  EXPECT_EQ(entries[0].reason, "sold");
  EXPECT_EQ(entries[0].reference, "ord_7");
  EXPECT_EQ(entries[0].at, clock.now());
}

ENGINE_TEST(Inventory, UnitsComeBackToWhereTheyWereSoldFrom) {
  const auto there = [&](db::Transaction& tx) -> Status {
    insert_location(tx, {LocationId{5}, "hue", "Hue"}, clock.now());
    return done();
  };
  ASSERT_TRUE(write(there).ok());
  ASSERT_EQ(set(vase, 1), "ok");
  ASSERT_EQ(set(vase, 8, "hue"), "ok");
  ASSERT_EQ(sell("ord_1", {{vase, 4}}), "ok");
  ASSERT_EQ(restock("ord_1", {{vase, 4}}), "ok");
  const auto read = [&](db::Reader& reader) { return stock_of(reader, vase); };
  const auto parts = database().read_now(read);
  EXPECT_EQ(parts[0].on_hand, 1);
  EXPECT_EQ(parts[1].on_hand, 8);
  ASSERT_EQ(restock("ord_2", {{vase, 2}}), "ok");  // sold nowhere: the first location
  EXPECT_EQ(database().read_now(read)[0].on_hand, 3);
  EXPECT_EQ(restock("ord_2", {{unknown, 2}}), "inventory.variant_not_found");
  EXPECT_EQ(restock("ord_2", {{vase, 0}}), "request.invalid");
}

ENGINE_TEST(Inventory, CountingRefusesWhatCannotBe) {
  EXPECT_EQ(set(vase, -1), "request.invalid");
  EXPECT_EQ(set(vase, on_hand_max + 1), "request.invalid");
  EXPECT_EQ(set(unknown, 1), "inventory.variant_not_found");
  EXPECT_EQ(set(vase, 1, "mars"), "inventory.location_not_found");
  EXPECT_EQ(set(vase, 4), "ok");
  EXPECT_EQ(reserve("crt_1", {{vase, 3}}), "ok");
  EXPECT_EQ(set(vase, 2), "inventory.below_reserved");
  EXPECT_EQ(balance(vase), "4/3");
  EXPECT_EQ(set(vase, 3), "ok");
  EXPECT_EQ(set(vase, 3), "ok");
  EXPECT_EQ(ledger(vase).size(), 3u);
  expect_explained(vase);
}

ENGINE_TEST(Inventory, AnImportCountsOnlyWhatIsAnotherNumber) {
  const auto take = [&](std::int64_t on_hand) {
    const std::vector<catalog::VariantQuantity> wish{{vase, ProductId{1101}, on_hand},
                                                     {bowl, ProductId{1102}, 0}};
    return *write(
        [&](db::Transaction& tx) { return module->stock_sink().set_on_hand(tx, wish, "acc_1"); });
  };
  EXPECT_EQ(take(7), 1);
  EXPECT_EQ(take(7), 0);
  EXPECT_EQ(take(8), 1);
  EXPECT_EQ(balance(vase), "8/0");
  EXPECT_EQ(ledger(vase)[0].reason, "imported");
  EXPECT_TRUE(ledger(bowl).empty());
}

ENGINE_TEST(Inventory, ARolledBackMoveNeverReachesMemory) {
  ASSERT_EQ(set(vase, 9), "ok");
  const auto undone = [&](db::Transaction& tx) -> Status {
    EXPECT_TRUE(stock().sell(tx, "ord_1", std::vector<StockLine>{{vase, 2}}).ok());
    return Error{ErrorKind::conflict, "test.no", "", {}};
  };
  EXPECT_FALSE(write(undone).ok());
  EXPECT_EQ(module->levels().available(vase), 9);
  EXPECT_EQ(balance(vase), "9/0");
}

class InventoryEvents : public InventoryFixture {
 protected:
  InventoryEvents() {
    dispatcher->every_node(
        "test", {StockChanged::topic, StockOut::topic},
        [this](const std::vector<events::Event>& batch) {
          for (const auto& event : batch) {
            if (event.topic == StockOut::topic)
              heard.push_back("out");
            else
              heard.push_back(std::to_string(events::read<StockChanged>(event).available));
          }
        });
  }
  std::vector<std::string> heard_now() {
    heard.clear();
    dispatcher->drain();
    return heard;
  }
  using Heard = std::vector<std::string>;
  Heard heard;
};

ENGINE_TEST(InventoryEvents, NumbersThatShowAreToldInTheirTransaction) {
  ASSERT_EQ(set(vase, 7), "ok");
  EXPECT_EQ(heard_now(), (Heard{"7"}));
  ASSERT_EQ(sell("ord_1", {{vase, 2}}), "ok");
  EXPECT_EQ(heard_now(), (Heard{"5"}));
  ASSERT_EQ(reserve("crt_1", {{vase, 4}}), "ok");
  ASSERT_EQ(sell("ord_2", {{vase, 1}}), "ok");
  EXPECT_EQ(heard_now(), (Heard{"1", "0", "out"}));
  ASSERT_EQ(commit("crt_1", "ord_3"), "ok");  // nothing more or less can be bought
  EXPECT_EQ(heard_now(), Heard{});
  ASSERT_EQ(restock("ord_3", {{vase, 4}}), "ok");
  EXPECT_EQ(heard_now(), (Heard{"4"}));
}

ENGINE_TEST(InventoryEvents, OtherSalesAreGatheredIntoOneEvent) {
  ASSERT_EQ(set(vase, 1'000), "ok");
  (void)heard_now();
  for (int i = 0; i < 20; ++i) ASSERT_EQ(sell("ord_1", {{vase, 2}}), "ok");
  EXPECT_EQ(module->levels().available(vase), 960);
  EXPECT_EQ(heard_now(), Heard{});
  module->publish_changes();
  EXPECT_EQ(heard_now(), (Heard{"960"}));
  module->publish_changes();
  EXPECT_EQ(heard_now(), Heard{});
}

ENGINE_TEST(InventoryEvents, ARefusalTellsNothing) {
  ASSERT_EQ(set(vase, 2), "ok");
  (void)heard_now();
  ASSERT_EQ(sell("ord_1", {{vase, 1}, {bowl, 1}}), "inventory.out_of_stock");
  module->publish_changes();
  EXPECT_EQ(heard_now(), Heard{});
}

ENGINE_TEST(InventoryEvents, AnotherNodeLearnsFromThem) {
  const auto other = open({database(), ids, clock, known});
  other->subscribe(*dispatcher);
  other->load();
  ASSERT_EQ(set(vase, 50), "ok");
  ASSERT_EQ(sell("ord_1", {{vase, 1}}), "ok");
  EXPECT_EQ(other->levels().available(vase), 0);
  module->publish_changes();
  dispatcher->drain();
  EXPECT_EQ(other->levels().available(vase), 49);
}

ENGINE_TEST(InventoryEvents, ANewProcessLoadsWhatIsThere) {
  ASSERT_EQ(set(vase, 50), "ok");
  ASSERT_EQ(reserve("crt_1", {{vase, 8}}), "ok");
  const auto other = open({database(), ids, clock, known});
  other->load();
  EXPECT_EQ(other->levels().available(vase), 42);
}

ENGINE_TEST(InventoryEvents, TheThreadPublishesByItself) {
  module->start();
  ASSERT_EQ(set(vase, 100), "ok");
  ASSERT_EQ(sell("ord_1", {{vase, 1}}), "ok");
  module->stop();  // before it ends it publishes what was gathered
  EXPECT_EQ(heard_now(), (Heard{"100", "99"}));
}

ENGINE_TEST(InventoryEvents, TheJobExpiresHolds) {
  const auto runner = jobs::open_runner(database(), clock);
  module->add_jobs(*runner);
  ASSERT_EQ(set(vase, 300), "ok");
  for (int i = 0; i < 250; ++i)
    ASSERT_EQ(reserve("crt_" + std::to_string(i), {{vase, 1}}, minutes(1)), "ok");
  clock.advance(minutes(2));
  runner->run_due();
  EXPECT_EQ(balance(vase), "300/0");
  expect_explained(vase);
}

}  // namespace
}  // namespace plaza::inventory
