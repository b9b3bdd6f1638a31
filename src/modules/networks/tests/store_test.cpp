#include "store.h"

#include "networks_fixture.h"

namespace plaza::networks {
namespace {

class NetworksStore : public NetworksFixture {};

ENGINE_TEST(NetworksStore, EveryStatementPrepares) { testing::expect_prepares(database(), all_statements(), migrations()); }

ENGINE_TEST(NetworksStore, TheSameBodyIsKeptOnceAndGoesWhenItWasWorkedOff) {
  const auto keep = [&](std::int64_t id) {
    bool fresh = false;
    const auto work = [&](db::Transaction& tx) -> Status {
      fresh = store::insert_delivery(tx, id, "meta", "digest", "{\"a\":1}", clock.now());
      return done();
    };
    EXPECT_TRUE(write(work).ok());
    return fresh;
  };
  EXPECT_TRUE(keep(1));
  EXPECT_FALSE(keep(2));
  const auto finish = [&](db::Transaction& tx) -> Status {
    store::finish_delivery(tx, 1, clock.now());
    return done();
  };
  EXPECT_TRUE(write(finish).ok());
  const auto found = read([](db::Reader& reader) { return store::find_delivery(reader, 1); });
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->done);
  EXPECT_EQ(found->body, "");
  EXPECT_FALSE(keep(3));
}

ENGINE_TEST(NetworksStore, AnEventIsClaimedOnceForEachNetworkAndForgottenAfterItsTime) {
  const auto claim = [&](Network network) {
    bool first = false;
    const auto work = [&](db::Transaction& tx) -> Status {
      first = store::claim_event(tx, network, "e1", clock.now());
      return done();
    };
    EXPECT_TRUE(write(work).ok());
    return first;
  };
  EXPECT_TRUE(claim(Network::instagram));
  EXPECT_FALSE(claim(Network::instagram));
  EXPECT_TRUE(claim(Network::facebook));
  const auto forget = [&](db::Transaction& tx) -> Status {
    store::drop_before(tx, clock.now() + seconds(1));
    return done();
  };
  EXPECT_TRUE(write(forget).ok());
  EXPECT_TRUE(claim(Network::instagram));
}

ENGINE_TEST(NetworksStore, StandingsCountEventsAndKeepTheLastError) {
  const auto work = [&](db::Transaction& tx) -> Status {
    store::count_events(tx, Network::tiktok, 2, Time{1'000});
    store::count_events(tx, Network::tiktok, 3, Time{2'000});
    store::note_error(tx, Network::tiktok, "Too many", Time{3'000});
    store::note_error(tx, Network::whatsapp, "No token", Time{4'000});
    return done();
  };
  EXPECT_TRUE(write(work).ok());
  const auto all = read([](db::Reader& reader) { return store::standings(reader); });
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all.at(Network::tiktok).events, 5);
  EXPECT_EQ(all.at(Network::tiktok).last_event_at.micros, 2'000);
  EXPECT_EQ(all.at(Network::tiktok).last_error, "Too many");
  EXPECT_EQ(all.at(Network::whatsapp).events, 0);
  EXPECT_EQ(all.at(Network::whatsapp).last_error_at.micros, 4'000);
}

}  // namespace
}  // namespace plaza::networks
