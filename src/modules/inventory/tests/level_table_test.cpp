#include "level_table.h"

#include <gtest/gtest.h>

#include <thread>

namespace plaza::inventory {
namespace {

using catalog::ProductId;
using catalog::VariantId;

constexpr VariantId vase{7};
constexpr ProductId product{70};

LevelPart part(std::int64_t location, std::int64_t available, std::int64_t version) {
  return {LocationId{location}, available, version};
}

TEST(LevelTable, IsZeroForWhatItNeverSaw) { EXPECT_EQ(LevelTable().available(vase), 0); }

TEST(LevelTable, AddsTheLocations) {
  LevelTable levels;
  levels.apply(vase, product, part(1, 5, 1));
  levels.apply(vase, product, part(2, 3, 1));
  levels.apply(vase, product, part(3, 2, 1));
  EXPECT_EQ(levels.available(vase), 10);
  levels.apply(vase, product, part(2, 0, 2));
  EXPECT_EQ(levels.available(vase), 7);
}

TEST(LevelTable, NeverGoesBackToAnOlderVersion) {
  LevelTable levels;
  levels.apply(vase, product, part(1, 0, 9));
  levels.apply(vase, product, part(1, 4, 8));
  EXPECT_EQ(levels.available(vase), 0);
}

TEST(LevelTable, TellsOfChangesOnly) {
  LevelTable levels;
  std::vector<std::int64_t> heard;
  levels.on_change([&](ProductId p, VariantId v, std::int64_t available) {
    EXPECT_EQ(p, product);
    EXPECT_EQ(v, vase);
    EXPECT_EQ(levels.available(v), available);  // a listener may look
    heard.push_back(available);
  });
  levels.apply(vase, product, part(1, 5, 1));
  levels.apply(vase, product, part(1, 5, 2));
  levels.apply(vase, product, part(1, 5, 2));
  levels.apply(vase, product, part(1, 4, 3));
  EXPECT_EQ(heard, (std::vector<std::int64_t>{5, 4}));
}

TEST(LevelTable, FindsWhatRunsOutInTheOrderOfIds) {
  LevelTable levels;
  for (int i = 1; i <= 200; ++i) levels.apply(VariantId{i}, product, part(1, i % 10, 1));
  EXPECT_EQ(levels.at_most(1, VariantId{}, 3), (std::vector<VariantId>{{1}, {10}, {11}}));
  EXPECT_EQ(levels.at_most(1, VariantId{11}, 2), (std::vector<VariantId>{{20}, {21}}));
  EXPECT_EQ(levels.at_most(0, VariantId{195}, 5), (std::vector<VariantId>{{200}}));
}

TEST(LevelTable, EndsAtTheNewestVersionWhateverTheOrderOfThreads) {
  LevelTable levels;
  std::int64_t last_heard = -1;
  levels.on_change([&](ProductId, VariantId, std::int64_t available) { last_heard = available; });
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 1'000; ++i)
        levels.apply(vase, product, part(1, i * 8 + t, i * 8 + t + 1));
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(levels.available(vase), 7'999);
  EXPECT_EQ(last_heard, 7'999);
}

}  // namespace
}  // namespace plaza::inventory
