#include "ml/recommend/factors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace plaza::ml::recommend {
namespace {

// 40 people: those with even numbers choose among items 0..9, the others among 10..19.
SparseRows two_tastes() {
  std::mt19937_64 random(3);
  std::vector<Triple> triples;
  for (std::uint32_t person = 0; person < 40; ++person) {
    for (std::uint32_t item = 0; item < 20; ++item) {
      if ((item < 10) == (person % 2 == 0) && random() % 2 == 0) triples.push_back({person, item, 1});
    }
  }
  return SparseRows(40, 20, std::move(triples));
}

std::vector<Pull> pulls(const std::vector<float>& items, std::size_t rank, std::initializer_list<std::size_t> of) {
  std::vector<Pull> made;
  for (const auto item : of) made.push_back({items.data() + item * rank, 1});
  return made;
}

double product(const std::vector<float>& a, const float* b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

TEST(Factors, SayWhatTheModelOfTheEvaluationSays) {
  const auto chosen = two_tastes();
  const IalsOptions options{.rank = 6, .unobserved = 0.1, .l2 = 0.01, .rounds = 10};
  const auto items = fit_factors(chosen, options);
  ASSERT_TRUE(items.has_value());
  const FoldIn fold(*items, options);
  std::vector<float> person(6);
  fold.solve(pulls(*items, 6, {1, 4}), person);
  const auto model = fit_ials(chosen, options);
  std::vector<float> scores(20, 0);
  model->score(std::vector<Entry>{{1, 1}, {4, 1}}, scores);
  for (std::size_t item = 0; item < 20; ++item) EXPECT_NEAR(product(person, items->data() + item * 6), static_cast<double>(scores[item]), 2e-3);
}

TEST(Factors, TwoChoicesOfATasteLeadToTheRestOfIt) {
  const IalsOptions options{.rank = 4, .unobserved = 0.05, .l2 = 0.2, .rounds = 8};
  const auto items = fit_factors(two_tastes(), options);
  const FoldIn fold(*items, options);
  std::vector<float> person(4);
  fold.solve(pulls(*items, 4, {12, 17}), person);
  double own = 1e9, other = -1e9;
  for (std::size_t item = 0; item < 20; ++item) {
    const double score = product(person, items->data() + item * 4);
    if (item < 10) other = std::max(other, score);
    else own = std::min(own, score);
  }
  EXPECT_GT(own, other + 0.05);
}

TEST(Factors, WhoDidNothingIsNowhere) {
  const IalsOptions options{.rank = 4};
  const FoldIn fold(std::vector<float>(8, 1.0F), options);
  std::vector<float> person(4, 7);
  fold.solve({}, person);
  EXPECT_EQ(person, std::vector<float>(4, 0));
}

TEST(Factors, StopWhenTheyAreTold) {
  int asked = 0;
  EXPECT_FALSE(fit_factors(two_tastes(), {.rank = 4}, [&] { return ++asked < 3; }).has_value());
  EXPECT_EQ(asked, 3);
}

TEST(KindVectors, DrawANewItemFromTheBroadestToTheNarrowest) {
  KindVectors kinds(2);
  std::vector<float> into(2, 9);
  EXPECT_EQ(kinds.place(std::vector<std::uint64_t>{1}, into), 0u);
  EXPECT_EQ(into, (std::vector<float>{0, 0}));
  for (int i = 0; i < 3; ++i) kinds.add(std::vector<std::uint64_t>{1, 2}, std::vector<float>{1, 0});
  for (int i = 0; i < 9; ++i) kinds.add(std::vector<std::uint64_t>{1}, std::vector<float>{0, 1});
  EXPECT_EQ(kinds.place({}, into), 0u);
  EXPECT_EQ(into, (std::vector<float>{0.25F, 0.75F}));
  EXPECT_EQ(kinds.place(std::vector<std::uint64_t>{2, 99}, into), 1u);
  EXPECT_EQ(into, (std::vector<float>{(3 + 0.75F) / 6, 3 * 0.75F / 6}));
  std::vector<std::uint64_t> mixed{2, 99, 1};
  kinds.broadest_first(mixed);
  EXPECT_EQ(mixed, (std::vector<std::uint64_t>{1, 2}));
}

}  // namespace
}  // namespace plaza::ml::recommend
