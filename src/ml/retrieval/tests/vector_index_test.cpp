#include "ml/retrieval/vector_index.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "ml/retrieval/dot.h"

namespace plaza::ml::retrieval {
namespace {

constexpr std::size_t dimensions = 16;

std::vector<float> drawn(std::mt19937_64& random, float length = 1) {
  std::normal_distribution<float> gauss(0, length);
  std::vector<float> vector(dimensions);
  for (float& number : vector) number = gauss(random);
  return vector;
}

// Vectors in clusters and of different lengths, as learnt ones are.
struct Many {
  std::mt19937_64 random{11};
  std::vector<std::vector<float>> vectors;
  explicit Many(std::size_t count) {
    std::vector<std::vector<float>> centres;
    for (int i = 0; i < 20; ++i) centres.push_back(drawn(random));
    for (std::size_t i = 0; i < count; ++i) {
      auto vector = drawn(random, 0.4F);
      add_scaled(vector.data(), centres[i % centres.size()].data(), 0.3F + static_cast<float>(i % 7) * 0.2F, dimensions);
      vectors.push_back(std::move(vector));
    }
  }
  IndexOptions options(Search search, Join join) const {
    IndexOptions made;
    made.join = join;
    made.dimensions = dimensions;
    made.search = search;
    made.expected = vectors.size() / 2;  // it grows on the way
    return made;
  }
  std::unique_ptr<VectorIndex> index(Search search, Join join = Join::distance) const {
    auto made = std::make_unique<VectorIndex>(options(search, join));
    for (std::size_t i = 0; i < vectors.size(); ++i) EXPECT_TRUE(made->put(static_cast<std::uint32_t>(i), vectors[i]));
    return made;
  }
};

double recall(const VectorIndex& index, std::mt19937_64& random, std::size_t count, int questions) {
  std::size_t found = 0, wanted = 0;
  for (int i = 0; i < questions; ++i) {
    const auto question = drawn(random);
    const auto exact = index.nearest_exactly(question, count);
    const auto near = index.nearest(question, count);
    wanted += exact.size();
    for (const auto& each : exact) found += std::find(near.begin(), near.end(), each) != near.end() ? 1u : 0u;
  }
  return static_cast<double>(found) / static_cast<double>(wanted);
}

TEST(Dot, IsTheSumOfTheProducts) {
  for (const std::size_t count : {0u, 1u, 3u, 7u, 8u, 15u, 16u, 17u, 31u, 64u}) {
    std::vector<float> a(count), b(count);
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
      a[i] = static_cast<float>(i) + 0.5F;
      b[i] = 2.0F - static_cast<float>(i) / 4;
      sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    EXPECT_NEAR(static_cast<double>(dot(a.data(), b.data(), count)), sum, std::abs(sum) * 1e-5);
    add_scaled(a.data(), b.data(), 2, count);
    if (count > 1) {
      EXPECT_FLOAT_EQ(a[1], 1.5F + 2 * 1.75F);
    }
  }
}

TEST(VectorIndex, ExactlyTheBestOnesInOrder) {
  Many many(500);
  const auto index = many.index(Search::exact);
  const auto question = drawn(many.random);
  const auto found = index->nearest(question, 10);
  ASSERT_EQ(found.size(), 10u);
  std::vector<Found> all;
  for (std::uint32_t i = 0; i < 500; ++i) all.push_back({i, dot(question.data(), many.vectors[i].data(), dimensions)});
  std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.score > b.score; });
  all.resize(10);
  EXPECT_EQ(found, all);
}

TEST(VectorIndex, TheGraphFindsNearlyAllOfThem) {
  Many many(4'000);
  for (const auto join : {Join::distance, Join::direction}) {
    const auto index = many.index(Search::graph, join);
    EXPECT_EQ(index->size(), 4'000u);
    EXPECT_GT(recall(*index, many.random, 20, 50), 0.85);
  }
}

TEST(VectorIndex, TheSameCallsAnswerTheSame) {
  Many many(1'000);
  const auto one = many.index(Search::graph), other = many.index(Search::graph);
  for (int i = 0; i < 20; ++i) {
    const auto question = drawn(many.random);
    EXPECT_EQ(one->nearest(question, 30), other->nearest(question, 30));
  }
}

TEST(VectorIndex, WhatIsHiddenIsNotFoundAndTheRestIs) {
  for (const auto search : {Search::exact, Search::graph}) {
    Many many(1'000);
    const auto index = many.index(search);
    for (std::uint32_t key = 0; key < 1'000; ++key) {
      if (key % 2 == 0) index->hide(key);
    }
    index->hide(77'777);  // was never there
    EXPECT_EQ(index->size(), 500u);
    EXPECT_TRUE(index->vector(4).empty());
    const auto found = index->nearest(drawn(many.random), 40);
    EXPECT_EQ(found.size(), 40u);
    for (const auto& each : found) EXPECT_EQ(each.key % 2, 1u);
    EXPECT_GT(recall(*index, many.random, 20, 20), 0.8);
  }
}

TEST(VectorIndex, ANewVectorIsFoundAtOnceAndTakesThePlaceOfTheOld) {
  for (const auto search : {Search::exact, Search::graph}) {
    Many many(600);
    const auto index = many.index(search);
    const auto question = drawn(many.random);
    auto far = question;
    for (float& number : far) number *= 3;
    ASSERT_TRUE(index->put(5'000, far));
    EXPECT_EQ(index->nearest(question, 1).at(0).key, 5'000u);
    for (float& number : far) number = -number;
    ASSERT_TRUE(index->put(5'000, far));
    EXPECT_EQ(index->size(), 601u);
    EXPECT_NE(index->nearest(question, 1).at(0).key, 5'000u);
    EXPECT_FLOAT_EQ(index->vector(5'000)[0], far[0]);
  }
}

TEST(VectorIndex, NoneAndOne) {
  for (const auto search : {Search::exact, Search::graph}) {
    IndexOptions options;
    options.dimensions = 2;
    options.search = search;
    VectorIndex index(options);
    const std::vector<float> question{1, 0};
    EXPECT_TRUE(index.nearest(question, 5).empty());
    index.hide(0);
    ASSERT_TRUE(index.put(9, std::vector<float>{0.5F, 0.5F}));
    EXPECT_EQ(index.nearest(question, 5), (std::vector<Found>{{9, 0.5F}}));
    EXPECT_TRUE(index.nearest(question, 0).empty());
    index.hide(9);
    EXPECT_TRUE(index.nearest(question, 5).empty());
    EXPECT_EQ(index.size(), 0u);
    ASSERT_TRUE(index.put(9, std::vector<float>{1, 0}));
    EXPECT_EQ(index.nearest(question, 5).size(), 1u);
  }
}

TEST(VectorIndex, WhatIsNotANumberIsRefused) {
  for (const auto search : {Search::exact, Search::graph}) {
    IndexOptions options;
    options.dimensions = 2;
    options.search = search;
    VectorIndex index(options);
    constexpr float nan = std::numeric_limits<float>::quiet_NaN(), endless = std::numeric_limits<float>::infinity();
    ASSERT_TRUE(index.put(1, std::vector<float>{1, 1}));
    EXPECT_FALSE(index.put(1, std::vector<float>{nan, 1}));
    EXPECT_FALSE(index.put(2, std::vector<float>{1, endless}));
    EXPECT_FALSE(index.put(2, std::vector<float>{3e38F, 3e38F}));
    EXPECT_FALSE(index.put(2, std::vector<float>{1}));
    EXPECT_FALSE(index.put(~std::uint32_t{0}, std::vector<float>{1, 1}));
    EXPECT_EQ(index.size(), 1u);
    EXPECT_EQ(index.vector(1)[1], 1);
    EXPECT_TRUE(index.nearest(std::vector<float>{nan, 1}, 1).empty());
    EXPECT_TRUE(index.nearest(std::vector<float>{1}, 1).empty());
  }
}

TEST(VectorIndex, ManyEqualVectorsAreAllFound) {
  for (const auto search : {Search::exact, Search::graph}) {
    IndexOptions options;
    options.dimensions = 4;
    options.search = search;
    VectorIndex index(options);
    for (std::uint32_t key = 0; key < 40; ++key) ASSERT_TRUE(index.put(key, std::vector<float>{1, 0, 0, 0}));
    const auto found = index.nearest(std::vector<float>{1, 0, 0, 0}, 40);
    ASSERT_EQ(found.size(), 40u);
    EXPECT_EQ(found.front().key, 0u);
    EXPECT_EQ(found.back().key, 39u);
  }
}

}  // namespace
}  // namespace plaza::ml::retrieval
