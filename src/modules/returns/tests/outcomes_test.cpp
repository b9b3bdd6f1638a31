// What became of the units: counted from orders as they are, judged only where enough arrived and their time to come back is over.
#include "outcomes.h"

#include "orders/events.h"
#include "outcome_statements.h"
#include "returns_fixture.h"

namespace plaza::returns {
namespace {

Tally tally(std::int64_t delivered, std::int64_t returned, std::map<std::string, std::int64_t> reasons = {}, std::int64_t failed = 0) {
  return {delivered, returned, failed, std::move(reasons)};
}

TEST(Outcomes, FewUnitsSayNothing) {
  EXPECT_FALSE(outcome_of(tally(29, 29), tally(1'000, 50), {}));
  EXPECT_TRUE(outcome_of(tally(30, 0), tally(1'000, 50), {}));
}

TEST(Outcomes, ASmallSampleLeansTowardsTheShop) {
  const auto shop = tally(10'000, 500);  // 5 %
  EXPECT_NEAR(outcome_of(tally(30, 0), shop, {})->returned, 0.025, 1e-12);
  EXPECT_NEAR(outcome_of(tally(3'000, 0), shop, {})->returned, 1.5 / 3'030, 1e-12);
  EXPECT_NEAR(outcome_of(tally(3'000, 900), shop, {})->returned, 901.5 / 3'030, 1e-12);
  EXPECT_FALSE(outcome_of(tally(3'000, 0), shop, {})->failed) << "no claim was ever accepted";
  EXPECT_NEAR(*outcome_of(tally(3'000, 0), tally(10'000, 500, {}, 100), {})->failed, 0.3 / 3'030, 1e-12);
}

TEST(Outcomes, ReasonsAreTheMainOnesOfEnough) {
  const auto shop = tally(10'000, 500);
  EXPECT_TRUE(outcome_of(tally(100, 4, {{"damaged", 4}}), shop, {})->reasons.empty()) << "four say little";
  const auto outcome = outcome_of(tally(100, 20, {{"damaged", 4}, {"changed_mind", 3}, {"wrong_size", 12}, {"gone", 1}}), shop, {});
  ASSERT_EQ(outcome->reasons.size(), 2u);
  EXPECT_EQ(outcome->reasons[0].label, "It does not fit");
  EXPECT_EQ(outcome->reasons[0].label_vi, "Không vừa");
  EXPECT_NEAR(outcome->reasons[0].share, 0.6, 1e-12);
  EXPECT_EQ(outcome->reasons[1].label, "It arrived damaged");
}

TEST(Outcomes, HowManyAreSoldIsNotTold) {
  EXPECT_EQ(rounded_down(30), 30);
  EXPECT_EQ(rounded_down(49), 30);
  EXPECT_EQ(rounded_down(50), 50);
  EXPECT_EQ(rounded_down(199), 100);
  EXPECT_EQ(rounded_down(4'999), 2'000);
}

class CountedOutcomes : public ReturnsFixture {
 protected:
  CountedOutcomes() {
    dispatcher = events::open_dispatcher(database(), clock);
    runner = jobs::open_runner(database(), clock);
    desk->subscribe(*dispatcher);
    desk->add_jobs(*runner);
    runner->run_due();
    auto& order = stored();
    order.lines[0].quantity = 40;
    order.after.fulfilments[0].lines = {{vases, 40}};
  }
  void left() {
    const auto work = [&](db::Transaction& tx) -> Status {
      orders::OrderShipped shipped;
      shipped.order_id = the_order_id;
      events::publish(tx, the_order_id.value, shipped);
      return done();
    };
    ASSERT_TRUE(write(work).ok());
    dispatcher->drain();
  }
  void came_back(std::int64_t asked, std::int64_t came, const std::string& reason) {
    const auto made = request(ask(asked, reason));
    ASSERT_TRUE(made.ok()) << made.error().code;
    ASSERT_TRUE(receive(made->id, {{vases, came, Condition::as_new, true}}).ok());
    ASSERT_TRUE(settle(made->id).ok());
    dispatcher->drain();
  }
  std::vector<std::optional<Outcome>> counted() {
    runner->run_due();
    const std::vector<catalog::ProductId> products{{501}, {502}};
    return read([&](db::Reader& reader) { return desk->outcomes().of(reader, products); });
  }
  std::unique_ptr<events::Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;
};

ENGINE_TEST(CountedOutcomes, UnitsAreJudgedWhenTheirTimeToComeBackIsOver) {
  left();
  came_back(10, 8, "wrong_size");
  came_back(2, 2, "changed_mind");
  clock.advance(days(27));
  EXPECT_FALSE(counted()[0]) << "they arrived 29 days ago: some may still come back";
  clock.advance(days(2));
  const auto found = counted();
  ASSERT_TRUE(found[0]);
  EXPECT_NEAR(found[0]->returned, 0.25, 1e-12) << "10 of 40, as in the whole shop";
  EXPECT_EQ(found[0]->units_at_least, 30);
  ASSERT_EQ(found[0]->reasons.size(), 2u);
  EXPECT_EQ(found[0]->reasons[0].label, "It does not fit");
  EXPECT_NEAR(found[0]->reasons[0].share, 0.8, 1e-12);
  EXPECT_FALSE(found[1]) << "the lamp has not left";
  left();  // told twice
  clock.advance(hours(6));
  EXPECT_NEAR(counted()[0]->returned, 0.25, 1e-12);
  clock.advance(days(340));
  EXPECT_FALSE(counted()[0]) << "a year is over";
}

// A shop that had orders before any of this was counted.
class OrdersOfBefore : public CountedOutcomes {
 protected:
  OrdersOfBefore() {
    const auto forget = [&](db::Transaction& tx) -> Status {
      tx.execute(statements::move_counting, {0, 0});
      return done();
    };
    EXPECT_TRUE(write(forget).ok());
    auto of_then = order();
    of_then.placed_at = clock.now();
    for (int i = 1; i <= 120; ++i) {
      of_then.id.value = the_order_id.value + i;
      orders_.all[of_then.id.value] = of_then;
    }
  }
};

ENGINE_TEST(OrdersOfBefore, AllCountAndNotOnlyThoseThatComeBack) {
  came_back(10, 10, "wrong_size");
  clock.advance(days(29));
  EXPECT_FALSE(read([&](db::Reader& reader) { return desk->outcomes().of(reader, std::vector<catalog::ProductId>{{501}}); })[0]);
  const auto found = counted();
  ASSERT_TRUE(found[0]);
  EXPECT_NEAR(found[0]->returned, 10.0 / (121 * 40), 1e-12);
}

ENGINE_TEST(CountedOutcomes, WhatIsUnderWayOrDeclinedDoesNotCount) {
  left();
  const auto declined = request(ask(20, "changed_mind"));
  ASSERT_TRUE(declined.ok());
  const auto cancel = [&](db::Transaction& tx) { return desk->returns().decide(tx, declined->id, ReturnStatus::cancelled, shopper_self, "", {}); };
  ASSERT_TRUE(write(cancel).ok());
  ASSERT_TRUE(request(ask(5, "changed_mind")).ok());
  left();
  clock.advance(days(29));
  EXPECT_NEAR(counted()[0]->returned, 0.0, 1e-12);
  EXPECT_TRUE(counted()[0]->reasons.empty());
}

ENGINE_TEST(CountedOutcomes, AnAcceptedClaimCounts) {
  left();
  const auto work = [&](db::Transaction& tx) -> Status {
    TRY(const auto warranty, desk->warranties().add(tx, order(), vases, ""));
    TRY(const auto claim, desk->warranties().claim(tx, warranty, "It leaks.", {}, shopper_self));
    TRY_DONE(desk->warranties().decide(tx, claim.id, ClaimStatus::accepted, agent, "", {}));
    return done();
  };
  const auto made = write(work);
  ASSERT_TRUE(made.ok()) << made.error().code;
  dispatcher->drain();
  clock.advance(days(29));
  const auto found = counted();
  ASSERT_TRUE(found[0]);
  ASSERT_TRUE(found[0]->failed);
  EXPECT_NEAR(*found[0]->failed, 1.0 / 40, 1e-12);
}

}  // namespace
}  // namespace plaza::returns
