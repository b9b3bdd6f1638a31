#include "platform/metrics/metrics.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace plaza::metrics {
namespace {

bool rendered(std::string_view line) {
  return ("\n" + render()).find("\n" + std::string(line) + "\n") != std::string::npos;
}

TEST(Metrics, CountersOnlyGrow) {
  const Counter made = counter("plaza_test_made_total", "Things made.", {{"kind", "cup"}});
  made.add();
  made.add(2);
  EXPECT_EQ(made.value(), 3);
  EXPECT_TRUE(rendered("# HELP plaza_test_made_total Things made."));
  EXPECT_TRUE(rendered("# TYPE plaza_test_made_total counter"));
  EXPECT_TRUE(rendered("plaza_test_made_total{kind=\"cup\"} 3"));
}

TEST(Metrics, TheSameNameAndLabelsAreTheSameMetric) {
  counter("plaza_test_same_total", "Same.", {{"a", "1"}}).add();
  counter("plaza_test_same_total", "Same.", {{"a", "1"}}).add();
  counter("plaza_test_same_total", "Same.", {{"a", "2"}}).add();
  EXPECT_EQ(counter("plaza_test_same_total", "Same.", {{"a", "1"}}).value(), 2);
  EXPECT_EQ(counter("plaza_test_same_total", "Same.", {{"a", "2"}}).value(), 1);
}

TEST(Metrics, GaugesGoUpAndDown) {
  const Gauge open = gauge("plaza_test_open", "Open things.");
  open.set(5);
  open.add(-2);
  EXPECT_EQ(open.value(), 3);
  EXPECT_TRUE(rendered("plaza_test_open 3"));
}

TEST(Metrics, HistogramsCountIntoBuckets) {
  constexpr double buckets[] = {0.1, 1};
  const Histogram took = histogram("plaza_test_took_seconds", "Took.", {}, buckets);
  took.observe(0.05);
  took.observe(0.5);
  took.observe(5);
  EXPECT_TRUE(rendered("plaza_test_took_seconds_bucket{le=\"0.1\"} 1"));
  EXPECT_TRUE(rendered("plaza_test_took_seconds_bucket{le=\"1\"} 2"));
  EXPECT_TRUE(rendered("plaza_test_took_seconds_bucket{le=\"+Inf\"} 3"));
  EXPECT_TRUE(rendered("plaza_test_took_seconds_count 3"));
}

TEST(Metrics, KeepsAtMostAThousandLabelSets) {
  for (int i = 0; i < 1005; ++i) {
    counter("plaza_test_many_total", "Many.", {{"id", std::to_string(i)}}).add();
  }
  EXPECT_EQ(counter("plaza_test_many_total", "Many.", {{"id", "999"}}).value(), 1);
  EXPECT_TRUE(rendered("plaza_test_many_total{id=\"other\"} 5"));
  EXPECT_FALSE(rendered("plaza_test_many_total{id=\"1004\"} 1"));
}

TEST(Metrics, RefreshesBeforeRenderingWhileTheTokenLives) {
  int refreshed = 0;
  auto token = before_render([&] { ++refreshed; });
  (void)render();
  EXPECT_EQ(refreshed, 1);
  token.reset();
  (void)render();
  EXPECT_EQ(refreshed, 1);
}

TEST(Metrics, CountFromManyThreads) {
  const Counter hits = counter("plaza_test_hits_total", "Hits.");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) hits.add();
    });
  }
  (void)render();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(hits.value(), 4000);
}

TEST(MetricsDeathTest, OneNameIsOneKind) {
  counter("plaza_test_kind_total", "Kind.").add();
  EXPECT_DEATH(gauge("plaza_test_kind_total", "Kind."), "CHECK failed");
  EXPECT_DEATH(counter("plaza_test_kind_total", "Other help."), "CHECK failed");
}

}  // namespace
}  // namespace plaza::metrics
