// What subscribers can rely on, on both engines.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>

#include "platform/events/outbox.h"
#include "platform/events/store.h"
#include "platform/events/tables.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::events {
namespace {

struct StockChanged {
  static constexpr const char* topic = "test.stock_changed";
  std::int64_t units = 0;
  template <class V>
  void describe(V& v) {
    v("units", units);
  }
};

constexpr db::Statement create_effects{"test.create_effects",
                                       "CREATE TABLE test_effects (text TEXT NOT NULL)"};
constexpr db::Statement add_effect{"test.add_effect",
                                   "INSERT INTO test_effects (text) VALUES ($1)"};
constexpr db::Statement list_effects{"test.list_effects", "SELECT text FROM test_effects"};

using Texts = std::vector<std::string>;

class EventsTest : public testing::OnEachEngine {
 protected:
  EventsTest() {
    database().migrate(migrations());
    const auto create = [](db::Transaction& tx) -> Status {
      tx.execute(create_effects, {});
      return done();
    };
    (void)database().write_now(create);
    dispatcher = open_dispatcher(database(), clock);
  }

  void publish_one(const std::string& payload, std::int64_t aggregate = 1,
                   const char* topic = "test.a") {
    const auto work = [&](db::Transaction& tx) -> Status {
      publish_text(tx, topic, aggregate, payload);
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
  }

  // Writes what it gets into a table, within its transaction.
  auto recording() {
    return [](db::Transaction& tx, const Event& event) -> Status {
      tx.execute(add_effect, {event.payload});
      return done();
    };
  }
  // The same, but fails for this payload as long as `broken` is true, after having written.
  auto failing_for(std::string payload) {
    return [this, payload](db::Transaction& tx, const Event& event) -> Status {
      tx.execute(add_effect, {event.payload});
      if (broken && event.payload == payload) {
        ++failures;
        throw std::runtime_error("not now");
      }
      return done();
    };
  }

  Texts effects() {
    const auto list = [](db::Reader& reader) {
      return reader.all(list_effects, {}, [](const db::Row& row) { return row.string(0); });
    };
    auto texts = database().read_now(list);
    std::sort(texts.begin(), texts.end());
    return texts;
  }

  testing::FakeClock clock;
  std::unique_ptr<Dispatcher> dispatcher;
  std::atomic<bool> broken = true;
  int failures = 0;
};

ENGINE_TEST(EventsTest, EveryStatementCanBePrepared) {
  testing::expect_prepares(database(), all_statements(), {});
}

ENGINE_TEST(EventsTest, GivesTheEventAsItWasPublished) {
  std::vector<Event> seen;
  dispatcher->once("test.watch", {StockChanged::topic},
                   [&](db::Transaction&, const Event& event) -> Status {
                     seen.push_back(event);
                     return done();
                   });
  const auto work = [&](db::Transaction& tx) -> Status {
    publish(tx, 42, StockChanged{7});
    return done();
  };
  ASSERT_TRUE(database().write_now(work).ok());
  dispatcher->drain();
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].topic, "test.stock_changed");
  EXPECT_EQ(seen[0].aggregate, 42);
  EXPECT_EQ(seen[0].payload, R"({"units":7})");
  EXPECT_EQ(seen[0].at, clock.now());
  EXPECT_EQ(seen[0].id, seen[0].sequence);
  EXPECT_EQ(read<StockChanged>(seen[0]).units, 7);
  seen[0].payload = "{}";
  EXPECT_THROW(read<StockChanged>(seen[0]), std::runtime_error);
}

ENGINE_TEST(EventsTest, DeliversOnceInOrderAndOnlyTheTopicsAskedFor) {
  Texts seen;
  dispatcher->once("test.watch", {"test.a", "test.c"},
                   [&](db::Transaction&, const Event& event) -> Status {
                     seen.push_back(event.payload);
                     return done();
                   });
  publish_one("1");
  publish_one("2", 1, "test.b");
  publish_one("3", 2, "test.c");
  dispatcher->drain();
  dispatcher->drain();
  publish_one("4");
  dispatcher->drain();
  EXPECT_EQ(seen, (Texts{"1", "3", "4"}));
}

ENGINE_TEST(EventsTest, DeliversNothingOfATransactionThatWasRolledBack) {
  dispatcher->once("test.watch", {"test.a"}, recording());
  const auto work = [&](db::Transaction& tx) -> Status {
    publish_text(tx, "test.a", 1, "lost");
    return Error{ErrorKind::conflict, "test.no", "No."};
  };
  EXPECT_FALSE(database().write_now(work).ok());
  publish_one("kept");
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"kept"}));
}

ENGINE_TEST(EventsTest, DeliversAgainAfterAFailureAndUndoesWhatFailed) {
  dispatcher->once("test.watch", {"test.a"}, failing_for("2"));
  for (const char* payload : {"1", "2", "3"}) publish_one(payload, payload[0]);
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"1", "3"}));
  dispatcher->drain();  // not before its pause
  EXPECT_EQ(effects(), (Texts{"1", "3"}));
  broken = false;
  clock.advance(seconds(1));
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"1", "2", "3"}));
  EXPECT_TRUE(dispatcher->parked(10).empty());
}

ENGINE_TEST(EventsTest, TreatsARefusalLikeAnException) {
  bool refuse = true;
  dispatcher->once("test.watch", {"test.a"},
                   [&](db::Transaction& tx, const Event& event) -> Status {
                     tx.execute(add_effect, {event.payload});
                     if (refuse) return Error{ErrorKind::conflict, "test.no", "No."};
                     return done();
                   });
  publish_one("1");
  dispatcher->drain();
  EXPECT_EQ(effects(), Texts{});
  refuse = false;
  clock.advance(seconds(1));
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"1"}));
}

ENGINE_TEST(EventsTest, SurvivesAHandlerWhoseStatementFails) {
  const db::Statement wrong{"test.wrong", "INSERT INTO test_effects (text) VALUES (NULL)"};
  dispatcher->once("test.watch", {"test.a"},
                   [&](db::Transaction& tx, const Event& event) -> Status {
                     if (event.payload == "1" && broken) tx.execute(wrong, {});
                     tx.execute(add_effect, {event.payload});
                     return done();
                   });
  publish_one("1", 1);
  publish_one("2", 2);
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"2"}));
  broken = false;
  clock.advance(seconds(1));
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"1", "2"}));
}

ENGINE_TEST(EventsTest, KeepsTheOrderOfAnAggregateBehindAFailedEvent) {
  Texts seen;
  dispatcher->once("test.watch", {"test.a"}, [&](db::Transaction&, const Event& event) -> Status {
    if (broken && event.payload == "1") throw std::runtime_error("not now");
    seen.push_back(event.payload);
    return done();
  });
  publish_one("1", 7);
  dispatcher->drain();
  publish_one("2", 7);
  publish_one("other", 8);
  publish_one("3", 7);
  dispatcher->drain();
  EXPECT_EQ(seen, (Texts{"other"}));
  broken = false;
  clock.advance(seconds(1));
  dispatcher->drain();
  EXPECT_EQ(seen, (Texts{"other", "1", "2", "3"}));
}

ENGINE_TEST(EventsTest, ParksAnEventAfterTenAttemptsAndLetsTheOthersGoOn) {
  dispatcher->once("test.watch", {"test.a"}, failing_for("bad"));
  publish_one("bad", 7);
  dispatcher->drain();
  publish_one("good", 7);
  for (int i = 0; i < 20; ++i) {
    dispatcher->drain();
    clock.advance(minutes(5));
  }
  EXPECT_EQ(failures, 10);
  EXPECT_EQ(effects(), (Texts{"good"}));
  const auto parked = dispatcher->parked(10);
  ASSERT_EQ(parked.size(), 1u);
  EXPECT_EQ(parked[0].subscription, "test.watch");
  EXPECT_EQ(parked[0].event.payload, "bad");
  EXPECT_EQ(parked[0].event.aggregate, 7);
  EXPECT_EQ(parked[0].reason, "not now");
}

ENGINE_TEST(EventsTest, TriesAParkedEventAgainWhenTold) {
  dispatcher->once("test.watch", {"test.a"}, failing_for("bad"));
  publish_one("bad");
  for (int i = 0; i < 11; ++i) {
    dispatcher->drain();
    clock.advance(minutes(5));
  }
  const auto parked = dispatcher->parked(10);
  ASSERT_EQ(parked.size(), 1u);
  EXPECT_EQ(dispatcher->retry_parked("test.other", parked[0].event.sequence).error().code,
            "events.not_parked");
  broken = false;
  EXPECT_TRUE(dispatcher->retry_parked("test.watch", parked[0].event.sequence).ok());
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"bad"}));
  EXPECT_TRUE(dispatcher->parked(10).empty());
  EXPECT_EQ(dispatcher->retry_parked("test.watch", parked[0].event.sequence).error().code,
            "events.not_parked");
}

ENGINE_TEST(EventsTest, AFailingSubscriptionDoesNotTouchTheOthers) {
  dispatcher->once("test.bad", {"test.a"}, failing_for("1"));
  dispatcher->once("test.good", {"test.a"}, recording());
  publish_one("1");
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"1"}));
}

ENGINE_TEST(EventsTest, RunsActionsOfTheHandlerOnlyAfterItsCommit) {
  int actions = 0;
  dispatcher->once("test.watch", {"test.a"}, [&](db::Transaction& tx, const Event&) -> Status {
    tx.on_commit([&] { ++actions; });
    if (broken) throw std::runtime_error("not now");
    return done();
  });
  publish_one("1");
  dispatcher->drain();
  EXPECT_EQ(actions, 0);
  broken = false;
  clock.advance(seconds(1));
  dispatcher->drain();
  EXPECT_EQ(actions, 1);
}

ENGINE_TEST(EventsTest, DeliversWhatHandlersPublish) {
  dispatcher->once("test.first", {"test.a"}, [](db::Transaction& tx, const Event& event) -> Status {
    publish_text(tx, "test.b", event.aggregate, event.payload + "!");
    return done();
  });
  dispatcher->once("test.second", {"test.b"}, recording());
  publish_one("1");
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"1!"}));
}

ENGINE_TEST(EventsTest, GoesOnWhereAnEarlierProcessStopped) {
  dispatcher->once("test.watch", {"test.a"}, recording());
  publish_one("1");
  dispatcher->drain();
  publish_one("2");  // committed, and the process is killed before it is delivered
  dispatcher.reset();
  auto second = open_dispatcher(database(), clock);
  second->once("test.watch", {"test.a"}, recording());
  second->once("test.new", {"test.a"}, [](db::Transaction& tx, const Event& event) -> Status {
    tx.execute(add_effect, {event.payload + " for the new one"});
    return done();
  });
  second->drain();
  publish_one("3");
  second->drain();
  const Texts all = effects();
  EXPECT_EQ(Texts(all.begin(), all.begin() + 2), (Texts{"1", "2"}));
  EXPECT_EQ(std::count(all.begin(), all.end(), "3"), 1);
  EXPECT_EQ(std::count(all.begin(), all.end(), "3 for the new one"), 1);
  EXPECT_EQ(std::count(all.begin(), all.end(), "1 for the new one"), 0);
}

ENGINE_TEST(EventsTest, TwoDispatchersDeliverOnceTogether) {
  dispatcher->once("test.watch", {"test.a"}, recording());
  auto second = open_dispatcher(database(), clock);
  second->once("test.watch", {"test.a"}, recording());
  dispatcher->drain();
  second->drain();
  Texts expected;
  for (int i = 0; i < 150; ++i) {
    expected.push_back(std::to_string(1000 + i));
    publish_one(expected.back(), i);
  }
  auto draining = std::async(std::launch::async, [&] { second->drain(); });
  dispatcher->drain();
  draining.get();
  EXPECT_EQ(effects(), expected);
}

ENGINE_TEST(EventsTest, DeliversLongBacklogsInOrder) {
  std::vector<std::int64_t> sequences;
  dispatcher->once(
      "test.watch", {"test.a"}, [&](db::Transaction& tx, const Event& event) -> Status {
        tx.on_commit([&sequences, sequence = event.sequence] { sequences.push_back(sequence); });
        return done();
      });
  const auto work = [&](db::Transaction& tx) -> Status {
    for (int i = 0; i < 1300; ++i) publish_text(tx, i % 2 == 0 ? "test.a" : "test.b", i, "x");
    return done();
  };
  ASSERT_TRUE(database().write_now(work).ok());
  dispatcher->drain();
  EXPECT_EQ(sequences.size(), 650u);
  EXPECT_TRUE(std::is_sorted(sequences.begin(), sequences.end()));
}

ENGINE_TEST(EventsTest, EveryNodeGetsBatchesFromItsSubscriptionOn) {
  publish_one("before");
  if (engine() == db::Engine::postgres) number_new_events(database());
  Texts seen, also_seen;
  const auto into = [](Texts& texts) {
    return [&texts](const std::vector<Event>& events) {
      for (const Event& event : events) texts.push_back(event.payload);
    };
  };
  dispatcher->every_node("test.memory", {"test.a"}, into(seen));
  auto second = open_dispatcher(database(), clock);
  second->every_node("test.memory", {"test.a"}, into(also_seen));
  publish_one("1");
  publish_one("2", 1, "test.b");
  publish_one("3");
  dispatcher->drain();
  second->drain();
  EXPECT_EQ(seen, (Texts{"1", "3"}));
  EXPECT_EQ(also_seen, (Texts{"1", "3"}));
}

ENGINE_TEST(EventsTest, EveryNodeGetsAFailedBatchAgainAndSkipsItAfterTenTimes) {
  Texts seen;
  int calls = 0;
  dispatcher->every_node("test.memory", {"test.a"}, [&](const std::vector<Event>& events) {
    ++calls;
    if (broken) throw std::runtime_error("not now");
    for (const Event& event : events) seen.push_back(event.payload);
  });
  publish_one("1");
  dispatcher->drain();
  EXPECT_EQ(calls, 1);
  broken = false;
  clock.advance(seconds(1));
  dispatcher->drain();
  EXPECT_EQ(seen, (Texts{"1"}));
  broken = true;
  publish_one("2");
  for (int i = 0; i < 12; ++i) {
    dispatcher->drain();
    clock.advance(seconds(1));
  }
  EXPECT_EQ(calls, 12);
  broken = false;
  publish_one("3");
  dispatcher->drain();
  EXPECT_EQ(seen, (Texts{"1", "3"}));
}

ENGINE_TEST(EventsTest, ARunningDispatcherDeliversWithoutBeingAsked) {
  std::promise<std::string> once, node;
  dispatcher->once("test.watch", {"test.a"},
                   [&](db::Transaction& tx, const Event& event) -> Status {
                     tx.on_commit([&once, payload = event.payload] { once.set_value(payload); });
                     return done();
                   });
  dispatcher->every_node("test.memory", {"test.a"}, [&](const std::vector<Event>& events) {
    node.set_value(events.at(0).payload);
  });
  dispatcher->start();
  publish_one("1");
  EXPECT_EQ(once.get_future().get(), "1");
  EXPECT_EQ(node.get_future().get(), "1");
  dispatcher->drain();
  dispatcher->stop();
}

ENGINE_TEST(EventsTest, ManyPublishersLoseNothingWhileItRuns) {
  constexpr int threads_count = 6;
  constexpr int events_each = 50;
  std::atomic<int> node_events = 0;
  std::vector<std::int64_t> once_last(threads_count, 0);
  std::atomic<int> disorder = 0, once_events = 0;
  dispatcher->once("test.watch", {"test.a"},
                   [&](db::Transaction& tx, const Event& event) -> Status {
                     tx.on_commit([&, thread = static_cast<std::size_t>(event.aggregate),
                                   number = std::stoll(event.payload)] {
                       if (number <= once_last[thread]) ++disorder;
                       once_last[thread] = number;
                       ++once_events;
                     });
                     return done();
                   });
  dispatcher->every_node("test.memory", {"test.a"}, [&](const std::vector<Event>& events) {
    node_events += static_cast<int>(events.size());
  });
  dispatcher->start();
  std::vector<std::thread> threads;
  for (int t = 0; t < threads_count; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 1; i <= events_each; ++i) publish_one(std::to_string(i), t);
    });
  }
  for (auto& thread : threads) thread.join();
  dispatcher->drain();
  EXPECT_EQ(once_events, threads_count * events_each);
  EXPECT_EQ(node_events, threads_count * events_each);
  EXPECT_EQ(disorder, 0);
  dispatcher->stop();
}

ENGINE_TEST(EventsTest, ALateCommitIsNotSkipped) {
  if (engine() == db::Engine::sqlite) return;  // one writer: there is no late commit
  dispatcher->once("test.watch", {"test.a"}, recording());
  std::promise<void> published, may_commit;
  auto late = std::async(std::launch::async, [&] {
    const auto work = [&](db::Transaction& tx) -> Status {
      publish_text(tx, "test.a", 1, "late");
      tx.execute(add_effect, {"side"});  // waits, so that the insert has its number
      published.set_value();
      may_commit.get_future().wait();
      return done();
    };
    (void)database().write_now(work);
  });
  published.get_future().wait();
  publish_one("early");
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"early"}));
  may_commit.set_value();
  late.get();
  dispatcher->drain();
  EXPECT_EQ(effects(), (Texts{"early", "late", "side"}));
}

ENGINE_TEST(EventsTest, PurgesWhatIsOldAndDeliveredButNeverReusesANumber) {
  std::vector<std::int64_t> sequences;
  dispatcher->once("test.watch", {"test.a"}, [&](db::Transaction&, const Event& event) -> Status {
    sequences.push_back(event.sequence);
    return done();
  });
  for (int i = 0; i < 3; ++i) publish_one("old");
  dispatcher->drain();
  clock.advance(days(8));
  const Time limit = clock.now() - kept_for;
  EXPECT_EQ(purge_events_before(database(), limit, sequences[1]), 2);
  EXPECT_EQ(purge_events_before(database(), limit, sequences[2]), 0);  // the newest stays
  publish_one("new");
  dispatcher->drain();
  ASSERT_EQ(sequences.size(), 4u);
  EXPECT_GT(sequences[3], sequences[2]);
  EXPECT_EQ(purge_events_before(database(), limit, sequences[3]), 1);
}

TEST(RetryPause, DoublesUpToFiveMinutes) {
  EXPECT_EQ(retry_pause(1), seconds(1));
  EXPECT_EQ(retry_pause(2), seconds(2));
  EXPECT_EQ(retry_pause(9), seconds(256));
  EXPECT_EQ(retry_pause(10), minutes(5));
  EXPECT_EQ(retry_pause(1000), minutes(5));
}

}  // namespace
}  // namespace plaza::events
