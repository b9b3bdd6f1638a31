#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "ml/recommend/item_model.h"
#include "ml/recommend/transitions.h"

namespace plaza::ml::recommend {
namespace {

// Two groups of ten items; each person chooses five of one group.
SparseRows two_groups(std::uint64_t seed, std::uint32_t people = 200) {
  std::mt19937_64 random(seed);
  std::vector<Triple> triples;
  for (std::uint32_t person = 0; person < people; ++person) {
    for (int i = 0; i < 5; ++i) triples.push_back({person, static_cast<std::uint32_t>(person % 2 * 10 + random() % 10), 1});
  }
  for (Triple& triple : triples) triple.value = 1;
  return SparseRows(people, 20, std::move(triples));
}

double share_of_own_group(const ItemModel& model) {
  double own = 0;
  for (std::uint32_t item = 0; item < 20; ++item) {
    std::vector<float> scores(20, 0);
    const Entry history[] = {{item, 1}};
    model.score(history, scores);
    scores[item] = -1e9F;
    std::uint32_t best = 0;
    for (std::uint32_t i = 0; i < 20; ++i) {
      if (scores[i] > scores[best]) best = i;
    }
    own += best / 10 == item / 10 ? 0.05 : 0;
  }
  return own;
}

TEST(SparseRows, SumsEqualPlacesAndTurnsAround) {
  const SparseRows rows(2, 3, {{1, 2, 1}, {0, 1, 2}, {1, 2, 3}, {1, 0, 5}});
  EXPECT_EQ(rows.size(), 3u);
  ASSERT_EQ(rows.row(1).size(), 2u);
  EXPECT_EQ(rows.row(1)[0].index, 0u);
  EXPECT_EQ(rows.row(1)[1].value, 4);
  const SparseRows turned = rows.transposed();
  EXPECT_EQ(turned.rows(), 3u);
  EXPECT_EQ(turned.row(2)[0].index, 1u);
  EXPECT_EQ(turned.row(2)[0].value, 4);
  EXPECT_TRUE(SparseRows(2, 3, {}).row(1).empty());
}

TEST(Ease, AgreesWithTheClosedFormForTwoItems) {
  // X'X + 1 = [[4, 1], [1, 3]]; its inverse is [[3, -1], [-1, 4]] / 11; B_ij = -P_ij / P_jj.
  const SparseRows rows(4, 2, {{0, 0, 1}, {1, 0, 1}, {2, 0, 1}, {2, 1, 1}, {3, 1, 1}});
  const auto model = fit_ease(rows, {.l2 = 1});
  std::vector<float> scores(2, 0);
  const Entry first[] = {{0, 1}};
  model->score(first, scores);
  EXPECT_FLOAT_EQ(scores[0], 0);
  EXPECT_NEAR(scores[1], 1.0 / 4, 1e-6);
  const Entry second[] = {{1, 2}};
  std::fill(scores.begin(), scores.end(), 0.0F);
  model->score(second, scores);
  EXPECT_NEAR(scores[0], 2.0 / 3, 1e-6);
}

TEST(Ease, KeepsToTheMostFrequentItemsWhenThereAreTooMany) {
  const SparseRows rows(3, 4, {{0, 1, 1}, {0, 3, 1}, {1, 1, 1}, {1, 3, 1}, {2, 0, 1}, {2, 1, 1}});
  const auto model = fit_ease(rows, {.l2 = 1, .items_max = 2});
  std::vector<float> scores(4, 0);
  const Entry history[] = {{1, 1}, {0, 1}};
  model->score(history, scores);
  EXPECT_GT(scores[3], 0);
  EXPECT_EQ(scores[0], 0);
  EXPECT_EQ(scores[2], 0);
}

TEST(Ease, WhatIsKnownOfItemsBringsThoseThatNobodyChose) {
  // Items 0 and 1 are chosen together; item 2 looks like item 1, item 3 like item 0; nobody has chosen 2 or 3.
  const SparseRows rows(3, 4, {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}, {2, 0, 1}});
  const std::vector<float> looks = {1, 0, 0, 1, 0.1F, 0.9F, 0.9F, 0.1F};
  const Description description[] = {{looks, 2}};
  const auto model = fit_ease(rows, {.l2 = 1, .description_weight = 1}, description);
  std::vector<float> scores(4, 0);
  const Entry history[] = {{1, 1}};
  model->score(history, scores);
  EXPECT_GT(scores[2], scores[3]);
}

TEST(Paths, WeighByTheDegreesOnTheWay) {
  const SparseRows rows(2, 3, {{0, 0, 1}, {0, 1, 1}, {1, 1, 1}, {1, 2, 1}});
  const auto paths = path_neighbours(rows, {.from = 1, .through = 1, .to = 0.5, .keep = 10});
  ASSERT_EQ(paths.row(1).size(), 2u);
  EXPECT_FLOAT_EQ(paths.row(1)[0].value, 0.5F * 0.5F);
  EXPECT_EQ(paths.row(0).size(), 1u);
  EXPECT_NEAR(paths.row(0)[0].value, 0.5 / std::sqrt(2), 1e-6);
  EXPECT_EQ(path_neighbours(rows, {.keep = 1}).row(1).size(), 1u);
}

TEST(Cosine, FindsTheNearestAndLeavesOutItselfAndNothing) {
  const std::vector<float> vectors = {1, 0, 0.9F, 0.1F, 0, 1, 0, 0};
  const auto nearest = nearest_by_cosine(vectors, 2, 1);
  ASSERT_EQ(nearest.row(0).size(), 1u);
  EXPECT_EQ(nearest.row(0)[0].index, 1u);
  EXPECT_TRUE(nearest.row(3).empty());
}

TEST(Spectral, TwoDirectionsTellTwoGroupsApart) {
  const auto model = fit_spectral(two_groups(1), {.rank = 2});
  EXPECT_DOUBLE_EQ(share_of_own_group(*model), 1);
}

TEST(Spectral, AllDirectionsGiveTheHistoryBack) {
  const auto model = fit_spectral(two_groups(2), {.rank = 20, .iterations = 30});
  std::vector<float> scores(20, 0);
  const Entry history[] = {{4, 1}};
  model->score(history, scores);
  for (std::uint32_t i = 0; i < 20; ++i) EXPECT_NEAR(scores[i], i == 4 ? 1 : 0, 0.02) << i;
}

TEST(Ials, FoldsAHistoryIn) {
  const auto model = fit_ials(two_groups(3), {.rank = 4, .rounds = 10});
  EXPECT_DOUBLE_EQ(share_of_own_group(*model), 1);
  std::vector<float> scores(20, 0);
  model->score({}, scores);
  EXPECT_EQ(*std::max_element(scores.begin(), scores.end()), 0);
}

TEST(Ials, TheSameSeedGivesTheSameModel) {
  std::vector<float> first(20, 0), second(20, 0);
  const Entry history[] = {{3, 1}};
  fit_ials(two_groups(3), {.rank = 4})->score(history, first);
  fit_ials(two_groups(3), {.rank = 4})->score(history, second);
  EXPECT_EQ(first, second);
}

TEST(Ials, ItemsThatNobodyChoseStandWithTheirKind) {
  // Items 0 to 9 are of the first group, 10 to 19 of the second (as two_groups); 20 and 21 are new and of one kind with each.
  std::vector<Triple> triples;
  const auto groups = two_groups(3);
  for (std::uint32_t person = 0; person < groups.rows(); ++person) {
    for (const Entry& entry : groups.row(person)) triples.push_back({person, entry.index, 1});
  }
  std::vector<std::vector<std::uint32_t>> kinds(1, std::vector<std::uint32_t>(22, 0));
  for (std::size_t i = 10; i < 20; ++i) kinds[0][i] = 1;
  kinds[0][21] = 1;
  const auto model = fit_ials(SparseRows(groups.rows(), 22, triples), {.rank = 4, .rounds = 10}, kinds);
  std::vector<float> scores(22, 0);
  const Entry history[] = {{groups.row(0)[0].index, 1}};
  model->score(history, scores);
  EXPECT_GT(scores[history[0].index < 10 ? 20 : 21], scores[history[0].index < 10 ? 21 : 20] + 0.1F);
}

TEST(Constant, SaysTheSameToEverybody) {
  const auto model = constant_model({1, 2});
  std::vector<float> scores = {10, 10};
  model->score({}, scores);
  EXPECT_EQ(scores, (std::vector<float>{11, 12}));
}

TEST(Transitions, WeighNearStepsMoreAndOnlyForwards) {
  const auto rows = transitions({{0, 1, 2}, {0, 1}}, 3, {.steps_max = 2, .discount = 0});
  EXPECT_FLOAT_EQ(rows.row(0)[0].value, 2);
  EXPECT_FLOAT_EQ(rows.row(0)[1].value, 0.5);
  EXPECT_TRUE(rows.row(2).empty());
}

}  // namespace
}  // namespace plaza::ml::recommend
