// What those who enqueue and handle jobs can rely on, on both engines.
#include "platform/jobs/jobs.h"

#include <gtest/gtest.h>

#include <future>
#include <set>
#include <stdexcept>

#include "platform/jobs/store.h"
#include "platform/jobs/tables.h"
#include "platform/jobs/work_list.h"
#include "platform/testing/database.h"
#include "platform/testing/fake_clock.h"

namespace plaza::jobs {
namespace {

constexpr db::Statement count_jobs{"test.count_jobs", "SELECT COUNT(*) FROM platform_jobs"};

using Texts = std::vector<std::string>;

class JobsTest : public testing::OnEachEngine {
 protected:
  JobsTest() {
    database().migrate(migrations());
    runner = open_runner(database(), clock);
  }

  std::int64_t add(const std::string& payload, Time not_before = {}, const std::string& unique = "",
                   const char* kind = "test.work") {
    const auto work = [&](db::Transaction& tx) -> Result<std::int64_t> {
      return enqueue(tx, {kind, payload, not_before, unique});
    };
    return *database().write_now(work);
  }

  std::int64_t waiting() {
    const auto count = [](db::Reader& reader) {
      return *reader.one(count_jobs, {}, [](const db::Row& row) { return row.integer(0); });
    };
    return database().read_now(count);
  }

  void handle_recording(Policy policy = {}) {
    runner->handle("test.work", policy, [this](const Job& job) -> Status {
      seen.push_back(job.payload);
      if (broken) throw std::runtime_error("not now");
      return done();
    });
  }

  testing::FakeClock clock;
  std::unique_ptr<Runner> runner;
  Texts seen;
  bool broken = false;
};

ENGINE_TEST(JobsTest, EveryStatementCanBePrepared) {
  testing::expect_prepares(database(), all_statements(), {});
}

ENGINE_TEST(JobsTest, RunsAJobOnceWithWhatItWasGiven) {
  std::vector<Job> jobs;
  runner->handle("test.work", {}, [&](const Job& job) -> Status {
    jobs.push_back(job);
    return done();
  });
  const std::int64_t id = add(R"({"a":1})");
  EXPECT_GT(id, 0);
  EXPECT_EQ(runner->run_due(), 1);
  EXPECT_EQ(runner->run_due(), 0);
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].id, id);
  EXPECT_EQ(jobs[0].kind, "test.work");
  EXPECT_EQ(jobs[0].payload, R"({"a":1})");
  EXPECT_EQ(jobs[0].attempt, 1);
  EXPECT_EQ(waiting(), 0);
}

ENGINE_TEST(JobsTest, RunsNothingOfATransactionThatWasRolledBack) {
  handle_recording();
  const auto work = [](db::Transaction& tx) -> Status {
    enqueue(tx, {"test.work", "lost"});
    return Error{ErrorKind::conflict, "test.no", "No."};
  };
  EXPECT_FALSE(database().write_now(work).ok());
  EXPECT_EQ(runner->run_due(), 0);
}

ENGINE_TEST(JobsTest, RunsInTheOrderJobsBecameDue) {
  handle_recording();
  add("late", clock.now() + seconds(2));
  add("1");
  clock.advance(1);
  add("2");
  clock.advance(seconds(5));
  add("3");
  EXPECT_EQ(runner->run_due(), 4);
  EXPECT_EQ(seen, (Texts{"1", "2", "late", "3"}));
}

ENGINE_TEST(JobsTest, WaitsUntilItsTime) {
  handle_recording();
  add("1", clock.now() + minutes(5));
  EXPECT_EQ(runner->run_due(), 0);
  clock.advance(minutes(5));
  EXPECT_EQ(runner->run_due(), 1);
}

ENGINE_TEST(JobsTest, LeavesKindsThatNobodyHandles) {
  handle_recording();
  add("1", {}, "", "test.other");
  EXPECT_EQ(runner->run_due(), 0);
  EXPECT_EQ(waiting(), 1);
}

ENGINE_TEST(JobsTest, KeepsOneWaitingJobOfAUniqueValue) {
  handle_recording();
  EXPECT_GT(add("1", {}, "cart 7"), 0);
  EXPECT_EQ(add("2", {}, "cart 7"), 0);
  EXPECT_GT(add("3", {}, "cart 8"), 0);
  EXPECT_GT(add("4", {}, "cart 7", "test.other"), 0);
  EXPECT_EQ(runner->run_due(), 2);
  EXPECT_EQ(seen, (Texts{"1", "3"}));
  EXPECT_GT(add("5", {}, "cart 7"), 0);
}

ENGINE_TEST(JobsTest, AStartedJobNoLongerHoldsItsUniqueValue) {
  broken = true;
  handle_recording();
  add("1", {}, "cart 7");
  runner->run_due();
  EXPECT_GT(add("2", {}, "cart 7"), 0);
}

ENGINE_TEST(JobsTest, RetriesWithDoubledPausesAndParksAtTheEnd) {
  broken = true;
  handle_recording({.attempts_max = 3, .first_pause = seconds(2)});
  const std::int64_t id = add("1");
  EXPECT_EQ(runner->run_due(), 1);
  clock.advance(seconds(2) - 1);
  EXPECT_EQ(runner->run_due(), 0);
  clock.advance(1);
  EXPECT_EQ(runner->run_due(), 1);
  clock.advance(seconds(4) - 1);
  EXPECT_EQ(runner->run_due(), 0);
  clock.advance(1);
  EXPECT_EQ(runner->run_due(), 1);
  clock.advance(days(365));
  EXPECT_EQ(runner->run_due(), 0);
  const auto parked = runner->parked(10);
  ASSERT_EQ(parked.size(), 1u);
  EXPECT_EQ(parked[0].job.id, id);
  EXPECT_EQ(parked[0].job.attempt, 3);
  EXPECT_EQ(parked[0].job.payload, "1");
  EXPECT_EQ(parked[0].reason, "not now");
  EXPECT_EQ(parked[0].at, clock.now() - days(365));
}

ENGINE_TEST(JobsTest, RunsAParkedJobAgainWhenTold) {
  broken = true;
  handle_recording({.attempts_max = 1});
  const std::int64_t id = add("1");
  runner->run_due();
  EXPECT_EQ(runner->retry_parked(id + 1).error().code, "jobs.not_parked");
  broken = false;
  EXPECT_TRUE(runner->retry_parked(id).ok());
  EXPECT_EQ(runner->run_due(), 1);
  EXPECT_TRUE(runner->parked(10).empty());
  EXPECT_EQ(runner->retry_parked(id).error().code, "jobs.not_parked");
}

ENGINE_TEST(JobsTest, ARefusalCountsAsAFailure) {
  runner->handle("test.work", {.attempts_max = 1}, [](const Job&) -> Status {
    return Error{ErrorKind::upstream, "test.down", "Down."};
  });
  add("1");
  runner->run_due();
  ASSERT_EQ(runner->parked(10).size(), 1u);
  EXPECT_EQ(runner->parked(10)[0].reason, "test.down: Down.");
}

ENGINE_TEST(JobsTest, AJobOfADeadProcessIsRunAgainAfterItsLease) {
  handle_recording();
  add("1");
  const auto claim =
      [&](db::Transaction& tx) -> Result<std::size_t> {  // another process takes it and dies
    return claim_jobs(tx, "test.work", clock.now(), 99, 5).size();
  };
  EXPECT_EQ(*database().write_now(claim), 1u);
  EXPECT_EQ(runner->run_due(), 0);
  clock.advance(lease_length - 1);
  EXPECT_EQ(runner->run_due(), 0);
  clock.advance(1);
  EXPECT_EQ(runner->run_due(), 1);
  EXPECT_EQ(waiting(), 0);
}

ENGINE_TEST(JobsTest, AProcessThatLostItsLeaseCannotFinishTheJob) {
  handle_recording();
  const std::int64_t id = add("1");
  const auto claim = [&](db::Transaction& tx) -> Status {
    claim_jobs(tx, "test.work", clock.now(), 99, 5);
    return done();
  };
  (void)database().write_now(claim);
  clock.advance(lease_length);
  const auto steal = [&](db::Transaction& tx) -> Status {
    EXPECT_EQ(claim_jobs(tx, "test.work", clock.now(), 100, 5).size(), 1u);
    finish_job(tx, id, 99);
    fail_job(tx, id, 99, clock.now(), "no");
    park_job(tx, id, 99, clock.now(), "no");
    renew_job(tx, id, 99, clock.now() + days(1));
    return done();
  };
  (void)database().write_now(steal);
  EXPECT_EQ(waiting(), 1);
  EXPECT_TRUE(runner->parked(10).empty());
  clock.advance(lease_length);
  EXPECT_EQ(runner->run_due(), 1);
}

ENGINE_TEST(JobsTest, AJobThatKillsItsProcessIsParkedInTheEnd) {
  handle_recording({.attempts_max = 2});
  add("1");
  for (int i = 0; i < 2; ++i) {
    const auto claim = [&](db::Transaction& tx) -> Status {
      EXPECT_EQ(claim_jobs(tx, "test.work", clock.now(), 99, 5).size(), 1u);
      return done();
    };
    (void)database().write_now(claim);
    clock.advance(lease_length);
  }
  EXPECT_EQ(runner->run_due(), 1);
  EXPECT_EQ(seen, Texts{});
  ASSERT_EQ(runner->parked(10).size(), 1u);
  EXPECT_EQ(runner->parked(10)[0].reason,
            "It never came to an end: its process died, or it was lost for too long.");
}

ENGINE_TEST(JobsTest, RenewedLeasesHold) {
  WorkList mine(database(), clock);
  handle_recording();
  const auto counter = metrics::counter("plaza_test_jobs_total", "Test.");
  const auto histogram = metrics::histogram("plaza_test_jobs_seconds", "Test.");
  mine.add(Kind{"test.work",
                {},
                [](const Job&) -> Status { return done(); },
                counter,
                counter,
                counter,
                histogram});
  add("1");
  const auto pieces = mine.claim(5);
  ASSERT_EQ(pieces.size(), 1u);
  for (int i = 0; i < 3; ++i) {
    clock.advance(lease_length / 3 * 2);
    mine.renew();
    EXPECT_EQ(runner->run_due(), 0);
  }
  mine.run(pieces[0]);
  mine.flush();
  EXPECT_EQ(waiting(), 0);
}

ENGINE_TEST(JobsTest, ABusyKindHidesNoOther) {
  runner->handle("test.a", {}, [&](const Job&) -> Status {
    seen.push_back("a");
    return done();
  });
  runner->handle("test.b", {}, [&](const Job&) -> Status {
    seen.push_back("b");
    return done();
  });
  const auto work = [](db::Transaction& tx) -> Status {
    for (int i = 0; i < 1100; ++i) enqueue(tx, {"test.unhandled", "{}"});
    return done();
  };
  (void)database().write_now(work);
  clock.advance(1);
  add("1", {}, "", "test.b");
  EXPECT_EQ(runner->run_due(), 1);
  EXPECT_EQ(seen, (Texts{"b"}));
}

ENGINE_TEST(JobsTest, RunsPeriodicWorkOncePerPeriodInTheWholeCluster) {
  int runs = 0;
  const auto work = [&]() -> Status {
    ++runs;
    return done();
  };
  runner->every("test.tidy", hours(1), work);
  auto second = open_runner(database(), clock);
  second->every("test.tidy", hours(1), work);
  EXPECT_EQ(runner->run_due(), 1);
  EXPECT_EQ(second->run_due(), 0);
  clock.advance(hours(1) - 1);
  EXPECT_EQ(second->run_due(), 0);
  clock.advance(1);
  EXPECT_EQ(second->run_due(), 1);
  EXPECT_EQ(runner->run_due(), 0);
  EXPECT_EQ(runs, 2);
}

ENGINE_TEST(JobsTest, RepeatsFailedPeriodicWorkAfterAMinute) {
  int runs = 0;
  runner->every("test.tidy", hours(1), [&]() -> Status {
    if (++runs == 1) throw std::runtime_error("not now");
    return done();
  });
  EXPECT_EQ(runner->run_due(), 1);
  clock.advance(minutes(1));
  EXPECT_EQ(runner->run_due(), 1);
  clock.advance(minutes(1));
  EXPECT_EQ(runner->run_due(), 0);
}

ENGINE_TEST(JobsTest, ARunningRunnerStartsAJobWithoutBeingAsked) {
  std::promise<std::string> ran;
  runner->handle("test.work", {}, [&](const Job& job) -> Status {
    ran.set_value(job.payload);
    return done();
  });
  runner->start(2);
  add("1");
  EXPECT_EQ(ran.get_future().get(), "1");
  runner->stop();
  EXPECT_EQ(waiting(), 0);
}

ENGINE_TEST(JobsTest, RunsAtMostAsManyOfAKindAsItMay) {
  std::atomic<int> at_once = 0, most = 0, ended = 0;
  std::promise<void> all;
  runner->handle("test.work", {.threads = 2}, [&](const Job&) -> Status {
    const int now = ++at_once;
    for (int before = most; now > before && !most.compare_exchange_weak(before, now);) {
    }
    std::this_thread::yield();
    --at_once;
    if (++ended == 30) all.set_value();
    return done();
  });
  for (int i = 0; i < 30; ++i) add(std::to_string(i));
  runner->start(6);
  all.get_future().wait();
  runner->stop();
  EXPECT_LE(most, 2);
  EXPECT_EQ(waiting(), 0);
}

ENGINE_TEST(JobsTest, TwoRunnersShareTheWorkAndRunEachJobOnce) {
  std::mutex mutex;
  std::multiset<std::string> ran;
  std::promise<void> all;
  const auto handler = [&](const Job& job) -> Status {
    std::lock_guard lock(mutex);
    ran.insert(job.payload);
    if (ran.size() == 40) all.set_value();
    return done();
  };
  auto second = open_runner(database(), clock);
  runner->handle("test.work", {.threads = 4}, handler);
  second->handle("test.work", {.threads = 4}, handler);
  runner->start(4);
  second->start(4);
  for (int i = 0; i < 40; ++i) add(std::to_string(i));
  all.get_future().wait();
  runner->stop();
  second->stop();
  for (int i = 0; i < 40; ++i) EXPECT_EQ(ran.count(std::to_string(i)), 1u);
  EXPECT_EQ(waiting(), 0);
}

ENGINE_TEST(JobsTest, StopWaitsForWhatRuns) {
  std::promise<void> started, may_end;
  runner->handle("test.work", {}, [&](const Job&) -> Status {
    started.set_value();
    may_end.get_future().wait();
    seen.push_back("ended");
    return done();
  });
  add("1");
  runner->start(1);
  started.get_future().wait();
  auto stopping = std::async(std::launch::async, [&] { runner->stop(); });
  may_end.set_value();
  stopping.get();
  EXPECT_EQ(seen, (Texts{"ended"}));
  EXPECT_EQ(waiting(), 0);
}

TEST(RetryPause, DoublesUpToAnHour) {
  const Policy policy{.first_pause = seconds(2)};
  EXPECT_EQ(retry_pause(policy, 1), seconds(2));
  EXPECT_EQ(retry_pause(policy, 2), seconds(4));
  EXPECT_EQ(retry_pause(policy, 11), seconds(2048));
  EXPECT_EQ(retry_pause(policy, 12), hours(1));
  EXPECT_EQ(retry_pause(policy, 1000), hours(1));
}

}  // namespace
}  // namespace plaza::jobs
