// Writes on both engines: kept or undone as a whole, told after the commit.
#include <atomic>
#include <future>
#include <latch>
#include <thread>

#include "platform/db/tests/shop.h"

namespace plaza::db {
namespace {

ENGINE_TEST(ShopTest, KeepsAWriteAndUndoesARefusal) {
  put(database(), 1, 5);
  const auto refused = database().write_now([](Transaction& tx) -> Result<int> {
    tx.execute(set_units, {1, 99});
    put(tx, 2, 2);
    return refusal("shop.refused");
  });
  EXPECT_EQ(refused.error().code, "shop.refused");
  EXPECT_EQ(units_of(database(), 1), 5);
  EXPECT_EQ(ids_in(database()), (std::vector<std::int64_t>{1}));
}

ENGINE_TEST(ShopTest, GivesTheWritersExceptionToItsCaller) {
  const auto breaks = [](Transaction& tx) -> Status {
    put(tx, 1, 1);
    throw std::logic_error("broke");
  };
  EXPECT_THROW((void)database().write_now(breaks), std::logic_error);
  EXPECT_EQ(ids_in(database()), (std::vector<std::int64_t>{}));
}

ENGINE_TEST(ShopTest, AWriteReadsItsOwnChangesAndOthersDoNot) {
  put(database(), 1, 5);
  std::int64_t inside = 0;
  std::int64_t outside = 0;
  (void)database().write_now([&](Transaction& tx) -> Status {
    tx.send(set_units, {1, 6});
    inside = units_of(tx, 1);
    outside = units_of(database(), 1);
    return done();
  });
  EXPECT_EQ(inside, 6);
  EXPECT_EQ(outside, 5);
  EXPECT_EQ(units_of(database(), 1), 6);
}

ENGINE_TEST(ShopTest, AReadInsideAReadUsesAnotherConnection) {
  put(database(), 1, 5);
  put(database(), 2, 6);
  std::vector<std::int64_t> found;
  database().read_now([&](Reader& reader) {
    found.clear();
    reader.each(list_ids, {},
                [&](const Row& row) { found.push_back(units_of(database(), row.integer(0))); });
    return Done{};
  });
  EXPECT_EQ(found, (std::vector<std::int64_t>{5, 6}));
}

ENGINE_TEST(ShopTest, AReaderCannotWrite) {
  put(database(), 1, 5);
  const auto writes = [](Reader& reader) {
    reader.each(set_units, {1, 6}, [](const Row&) {});
    return Done{};
  };
  EXPECT_THROW(database().read_now(writes), DatabaseError);
  EXPECT_EQ(units_of(database(), 1), 5);
}

ENGINE_TEST(ShopTest, AnExceptionInARowLeavesTheReaderUsable) {
  put(database(), 1, 5);
  put(database(), 2, 6);
  database().read_now([&](Reader& reader) {
    EXPECT_THROW(reader.each(list_ids, {}, [](const Row&) { throw std::logic_error("stop"); }),
                 std::logic_error);
    EXPECT_EQ(units_of(reader, 2), 6);
    return Done{};
  });
}

ENGINE_TEST(ShopTest, NestedUndoesJustWhatItDid) {
  (void)database().write_now([](Transaction& tx) -> Status {
    put(tx, 1, 1);
    EXPECT_TRUE(tx.nested([&] {
      put(tx, 2, 2);
      EXPECT_FALSE(tx.nested([&] {
        tx.send(set_units, {2, 99});
        put(tx, 3, 3);
        return false;
      }));
      return true;
    }));
    EXPECT_THROW(tx.nested([&]() -> bool {
      put(tx, 4, 4);
      throw std::logic_error("broke");
    }),
                 std::logic_error);
    return done();
  });
  EXPECT_EQ(ids_in(database()), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(units_of(database(), 2), 2);
}

ENGINE_TEST(ShopTest, NestedSavesAWriteFromAFailedStatement) {
  put(database(), 1, 1);
  (void)database().write_now([](Transaction& tx) -> Status {
    EXPECT_THROW(tx.nested([&] {
      put(tx, 1, 1);
      return true;
    }),
                 DatabaseError);
    EXPECT_THROW(tx.nested([&] {
      tx.send(put_stock,
              {1, "sent", 1, nullptr, nullptr});  // PostgreSQL tells at the end of nested()
      return true;
    }),
                 DatabaseError);
    EXPECT_FALSE(tx.nested([&] {
      try {
        put(tx, 1, 1);
      } catch (const DatabaseError&) {
        return false;
      }
      return true;
    }));
    put(tx, 2, 2);
    return done();
  });
  EXPECT_EQ(ids_in(database()), (std::vector<std::int64_t>{1, 2}));
}

ENGINE_TEST(ShopTest, AFailedStatementSpoilsTheWriteEvenWhenItsExceptionIsSwallowed) {
  put(database(), 1, 1);
  const auto swallows = [](Transaction& tx) -> Status {
    put(tx, 2, 2);
    EXPECT_THROW(put(tx, 1, 1), DatabaseError);
    EXPECT_THROW(units_of(tx, 2), DatabaseError);
    return done();
  };
  EXPECT_THROW((void)database().write_now(swallows), DatabaseError);
  EXPECT_EQ(ids_in(database()), (std::vector<std::int64_t>{1}));
}

ENGINE_TEST(ShopTest, AnErrorOfASentStatementShowsAtTheEnd) {
  put(database(), 1, 1);
  const auto sends = [](Transaction& tx) -> Status {
    put(tx, 2, 2);
    tx.send(put_stock, {1, "again", 1, nullptr, nullptr});
    return done();
  };
  try {
    (void)database().write_now(sends);
    FAIL() << "the key is taken";
  } catch (const DatabaseError& e) {
    EXPECT_EQ(e.kind(), DatabaseError::Kind::constraint);
  }
  EXPECT_EQ(ids_in(database()), (std::vector<std::int64_t>{1}));
}

ENGINE_TEST(ShopTest, OnCommitRunsInOrderBeforeTheReplyAndOnlyForWhatWasKept) {
  std::vector<std::string> seen;
  (void)database().write_now([&](Transaction& tx) -> Status {
    put(tx, 1, 1);
    tx.on_commit([&] { seen.push_back("first " + std::to_string(units_of(database(), 1))); });
    tx.nested([&] {
      tx.on_commit([&] { seen.push_back("undone"); });
      return false;
    });
    tx.nested([&] {
      tx.on_commit([&] { seen.push_back("second"); });
      return true;
    });
    return done();
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"first 1", "second"}));

  seen.clear();
  (void)database().write_now([&](Transaction& tx) -> Status {
    tx.on_commit([&] { seen.push_back("refused"); });
    return refusal("shop.refused");
  });
  const auto breaks = [&](Transaction& tx) -> Status {
    tx.on_commit([&] { seen.push_back("broke"); });
    throw std::logic_error("broke");
  };
  EXPECT_THROW((void)database().write_now(breaks), std::logic_error);
  EXPECT_EQ(seen, (std::vector<std::string>{}));
}

ENGINE_TEST(ShopTest, ACoroutineGoesOnAfterTheCommit) {
  const auto flow = [](Database& shop) -> Task<std::int64_t> {
    auto write = [](Transaction& tx) -> Status {
      put(tx, 1, 5);
      return done();
    };
    const auto written = co_await shop.write(write);
    EXPECT_TRUE(written.ok());
    auto refuse = [](Transaction& tx) -> Status {
      put(tx, 2, 5);
      return refusal("shop.refused");
    };
    const auto refused = co_await shop.write(refuse);
    EXPECT_EQ(refused.error().code, "shop.refused");
    auto read = [](Reader& reader) { return units_of(reader, 1) + units_of(reader, 2); };
    co_return co_await shop.read(read);
  };
  EXPECT_EQ(sync_wait(flow(database())), 4);  // -1 for the one that is not there
}

ENGINE_TEST(ShopTest, ACoroutineGetsTheException) {
  const auto flow = [](Database& shop) -> Task<std::int64_t> {
    auto write = [](Transaction& tx) -> Status {
      put(tx, 1, -1);
      return done();
    };
    (void)co_await shop.write(write);
    co_return 0;
  };
  EXPECT_THROW(sync_wait(flow(database())), DatabaseError);
}

// The promise behind every sale: whoever is told "taken" has it, and nobody else does.
ENGINE_TEST(ShopTest, ManyBuyersNeverTakeMoreThanThereIs) {
  constexpr int buyers = 8;
  constexpr int tries = 60;
  put(database(), 1, 100);
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < buyers; ++i) {
    threads.emplace_back([&] {
      for (int t = 0; t < tries; ++t) {
        const auto result = database().write_now([](Transaction& tx) -> Status {
          if (tx.execute(take_units, {1, 1}) == 0) return refusal("shop.out_of_stock");
          return done();
        });
        if (result.ok()) ++taken;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(taken.load(), 100);
  EXPECT_EQ(units_of(database(), 1), 0);
}

ENGINE_TEST(ShopTest, FinishesWhatWasQueuedWhenItCloses) {
  constexpr int count = 200;
  std::atomic<int> kept{0};
  for (int i = 1; i <= count; ++i) {
    database().submit(Database::WriteWork{[i](Transaction& tx) {
                                            put(tx, i, i);
                                            return true;
                                          },
                                          [&](std::exception_ptr failure) {
                                            if (!failure) ++kept;
                                          }});
  }
  test_database().reopen();
  EXPECT_EQ(kept.load(), count);
  EXPECT_EQ(ids_in(database()).size(), static_cast<std::size_t>(count));
}

}  // namespace
}  // namespace plaza::db
