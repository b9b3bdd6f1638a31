#include "store.h"

#include "drops_fixture.h"

namespace plaza::drops {
namespace {

class DropsStore : public DropsFixture {};

ENGINE_TEST(DropsStore, EveryStatementPrepares) {
  testing::expect_prepares(database(), all_statements(), {});
}

Drop some_drop(std::int64_t id, State state) {
  Drop drop;
  drop.id = DropId{id};
  drop.product_id = vase;
  drop.title = "Bình gốm";
  drop.state = state;
  drop.quantity = 3;
  drop.seed = std::string("\0seed\xff", 6);
  drop.secret = "secret";
  drop.closes_at = Time{99};
  return drop;
}

ENGINE_TEST(DropsStore, KeepsADropAsItIs) {
  const auto work = [&](db::Transaction& tx) -> Result<Drop> {
    EXPECT_TRUE(store::insert(tx, some_drop(1, State::draft)));
    EXPECT_FALSE(store::insert(tx, some_drop(2, State::draft)));  // one that is not over for a product
    return *store::find(tx, DropId{1});
  };
  const auto drop = *database().write_now(work);
  EXPECT_EQ(drop.title, "Bình gốm");
  EXPECT_EQ(drop.seed, std::string("\0seed\xff", 6));
  EXPECT_EQ(drop.closes_at, Time{99});
  EXPECT_EQ(drop.opened_at, std::nullopt);
  EXPECT_EQ(drop.version, 1);
}

ENGINE_TEST(DropsStore, CountsNoMoreSoldThanThereAre) {
  const auto work = [&](db::Transaction& tx) -> Status {
    EXPECT_TRUE(store::insert(tx, some_drop(1, State::open)));
    EXPECT_TRUE(store::count_sold(tx, DropId{1}, 2));
    EXPECT_FALSE(store::count_sold(tx, DropId{1}, 2));
    EXPECT_TRUE(store::count_sold(tx, DropId{1}, 1));
    store::uncount_sold(tx, DropId{1}, 3);
    EXPECT_EQ(store::find(tx, DropId{1})->sold, 0);
    EXPECT_TRUE(store::add_purchase(tx, DropId{1}, "a", 1, 2));
    EXPECT_TRUE(store::add_purchase(tx, DropId{1}, "a", 1, 2));
    EXPECT_FALSE(store::add_purchase(tx, DropId{1}, "a", 1, 2));
    EXPECT_EQ(store::purchased(tx, DropId{1}, "a"), 2);
    return done();
  };
  EXPECT_TRUE(database().write_now(work).ok());
}

store::NewTicket new_ticket(std::int64_t id, bool late, std::int64_t rank, std::string person, std::string nonce) {
  store::NewTicket made;
  made.ticket.id = TicketId{id};
  made.ticket.drop_id = DropId{1};
  made.ticket.late = late;
  made.ticket.rank = rank;
  made.person = std::move(person);
  made.nonce = std::move(nonce);
  return made;
}

ENGINE_TEST(DropsStore, OnePlaceForAPersonAndForASolution) {
  const auto work = [&](db::Transaction& tx) -> Status {
    EXPECT_TRUE(store::insert(tx, some_drop(1, State::scheduled)));
    EXPECT_TRUE(store::insert(tx, new_ticket(1, false, 5, "a", "n1")));
    EXPECT_FALSE(store::insert(tx, new_ticket(2, false, 6, "a", "n2")));
    EXPECT_FALSE(store::insert(tx, new_ticket(3, false, 6, "b", "n1")));
    EXPECT_TRUE(store::insert(tx, new_ticket(4, false, 6, "", "n3")));
    EXPECT_TRUE(store::insert(tx, new_ticket(5, false, 6, "", "n4")));  // without a person: by solutions only
    EXPECT_EQ(store::of_person(tx, DropId{1}, "a")->id, TicketId{1});
    EXPECT_EQ(store::of_nonce(tx, DropId{1}, "n3")->id, TicketId{4});
    return done();
  };
  EXPECT_TRUE(database().write_now(work).ok());
}

ENGINE_TEST(DropsStore, AnEarlyPlaceIsNotForADropThatHasOpened) {
  const auto work = [&](db::Transaction& tx) -> Status {
    EXPECT_TRUE(store::insert(tx, some_drop(1, State::open)));
    EXPECT_FALSE(store::insert(tx, new_ticket(1, false, 5, "a", "n1")));
    EXPECT_TRUE(store::insert(tx, new_ticket(2, true, 5, "a", "n1")));
    return done();
  };
  EXPECT_TRUE(database().write_now(work).ok());
}

ENGINE_TEST(DropsStore, LetsInByTheOrderOfTheLine) {
  const auto work = [&](db::Transaction& tx) -> Status {
    EXPECT_TRUE(store::insert(tx, some_drop(1, State::scheduled)));
    EXPECT_TRUE(store::insert(tx, new_ticket(1, true, 1, "a", "n1")));
    EXPECT_TRUE(store::insert(tx, new_ticket(2, false, 90, "b", "n2")));
    EXPECT_TRUE(store::insert(tx, new_ticket(3, false, 20, "c", "n3")));
    const auto first = store::admit(tx, DropId{1}, 2, Time{100}, Time{200});
    EXPECT_EQ(first.size(), 2u);
    EXPECT_EQ(store::find(tx, TicketId{1})->state, TicketState::waiting);
    EXPECT_EQ(store::counts(tx, DropId{1}).inside, 2);
    EXPECT_EQ(store::lapse(tx, DropId{1}, Time{199}, 10).size(), 0u);
    EXPECT_EQ(store::lapse(tx, DropId{1}, Time{200}, 10).size(), 2u);
    EXPECT_TRUE(store::rejoin(tx, TicketId{3}, 7, "n9", Time{300}));
    EXPECT_FALSE(store::rejoin(tx, TicketId{2}, 8, "n9", Time{300}));  // that solution is used
    const auto line = store::line(tx, DropId{1}, {}, 10);
    EXPECT_EQ(line.size(), 3u);
    EXPECT_EQ(line[0].id, TicketId{2});
    EXPECT_EQ(line[1].id, TicketId{1});
    EXPECT_EQ(line[2].id, TicketId{3});
    EXPECT_EQ(store::line(tx, DropId{1}, {true, 1, 1}, 10).size(), 1u);
    return done();
  };
  EXPECT_TRUE(database().write_now(work).ok());
}

}  // namespace
}  // namespace plaza::drops
