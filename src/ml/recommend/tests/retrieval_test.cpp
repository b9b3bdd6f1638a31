#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ml/recommend/blend.h"
#include "ml/recommend/retrieval.h"
#include "ml/recommend/sessions.h"

namespace plaza::ml::recommend {
namespace {

std::shared_ptr<const ItemModel> fixed(std::vector<Triple> weights, std::size_t items) {
  return sparse_model(SparseRows(items, items, std::move(weights)));
}

TEST(Highest, OrdersByScoreThenIndexAndLeavesOut) {
  const std::vector<float> scores = {1, 3, 3, 2};
  EXPECT_EQ(highest(scores, 3), (std::vector<std::uint32_t>{1, 2, 3}));
  const std::vector<std::uint8_t> left_out = {0, 1, 0, 0};
  EXPECT_EQ(highest(scores, 2, left_out), (std::vector<std::uint32_t>{2, 3}));
  EXPECT_TRUE(highest(scores, 0).empty());
  EXPECT_EQ(highest(scores, 9).size(), 4u);
}

TEST(Quality, IsThatOfTheTextbook) {
  const std::vector<std::uint32_t> ranking = {7, 3, 9}, wanted = {3, 8};
  const auto quality = quality_of(ranking, wanted, 3);
  EXPECT_DOUBLE_EQ(quality.recall, 0.5);
  EXPECT_DOUBLE_EQ(quality.hit, 1);
  EXPECT_DOUBLE_EQ(quality.reciprocal_rank, 0.5);
  EXPECT_NEAR(quality.ndcg, (1 / std::log2(3.0)) / (1 + 1 / std::log2(3.0)), 1e-12);
  EXPECT_DOUBLE_EQ(quality_of(ranking, wanted, 1).hit, 0);
}

TEST(Blend, ChoosesThePartThatAnswers) {
  // The first part says "next number", the second nonsense.
  std::vector<Triple> next, other;
  for (std::uint32_t i = 0; i + 1 < 10; ++i) {
    next.push_back({i, i + 1, 1});
    other.push_back({i, (i * 7 + 3) % 10, 1});
  }
  std::vector<Question> questions;
  for (std::uint32_t i = 0; i + 1 < 10; ++i) questions.push_back({{{i, 1}}, {i + 1}});
  const auto parts = choose_weights({{"other", fixed(other, 10)}, {"next", fixed(next, 10)}}, questions, 1, Repeats::left_out);
  EXPECT_GT(parts[1].weight, 0);
  EXPECT_GT(parts[1].weight / parts[1].scale, parts[0].weight / parts[0].scale);
}

TEST(Blend, LaterItemsWeighMore) {
  const Blend blend({{"next", fixed({{0, 2, 1}, {1, 3, 1}}, 4), 1, 1, 1}});
  std::vector<float> scores(4, 0);
  const Entry history[] = {{0, 1}, {1, 1}};
  blend.score(history, scores);
  EXPECT_FLOAT_EQ(scores[3], 1);
  EXPECT_FLOAT_EQ(scores[2], 0.5);
}

// People follow one of five rings of items, in order.
Evidence rings(Order order) {
  Evidence evidence;
  evidence.items = 50;
  evidence.order = order;
  std::mt19937_64 random(9);
  for (int person = 0; person < 300; ++person) {
    const auto ring = static_cast<std::uint32_t>(random() % 5), start = static_cast<std::uint32_t>(random() % 10);
    std::vector<std::uint32_t> history;
    for (std::uint32_t i = 0; i < 6; ++i) history.push_back(ring * 10 + (start + i) % 10);
    evidence.histories.push_back(std::move(history));
  }
  return evidence;
}

TEST(Retrieval, FindsTheGroupOfAHistory) {
  const Blend blend = fit_retrieval(rings(Order::unknown), {.top = 5});
  std::vector<float> scores(50, 0);
  const std::vector<std::uint32_t> history = {21, 22, 23};
  blend.score(as_history(history), scores);
  for (const auto item : history) scores[item] = -1e9F;
  for (const auto item : highest(scores, 5)) EXPECT_EQ(item / 10, 2u);
}

TEST(Retrieval, KnowsWhatComesNextWhenTheOrderIsKnown) {
  const Blend blend = fit_retrieval(rings(Order::by_time), {.top = 3});
  std::vector<float> scores(50, 0);
  const std::vector<std::uint32_t> history = {21, 22, 23};
  blend.score(as_history(history), scores);
  for (const auto item : history) scores[item] = -1e9F;
  EXPECT_EQ(highest(scores, 1).front(), 24u);
}

TEST(Retrieval, TheSameSeedGivesTheSameScores) {
  const std::vector<std::uint32_t> history = {1, 2};
  std::vector<float> first(50, 0), second(50, 0);
  fit_retrieval(rings(Order::unknown), {.seed = 4}).score(as_history(history), first);
  fit_retrieval(rings(Order::unknown), {.seed = 4}).score(as_history(history), second);
  EXPECT_EQ(first, second);
}

TEST(Retrieval, WhatWasChosenLaterDecidesWhatCounts) {
  // The histories say rings; later everybody chose item 49, which only "now" can know of.
  Evidence evidence = rings(Order::by_time);
  const std::uint32_t last = static_cast<std::uint32_t>(evidence.items);
  evidence.items += 1;
  for (std::size_t person = 0; person < evidence.histories.size(); person += 2) evidence.histories[person].push_back(last);
  evidence.later.resize(evidence.histories.size());
  for (std::size_t person = 1; person < evidence.histories.size(); person += 2) evidence.later[person] = {last};
  const Blend blend = fit_retrieval(evidence, {.top = 5});
  std::vector<float> scores(evidence.items, 0);
  blend.score(as_history(evidence.histories[1]), scores);
  EXPECT_EQ(highest(scores, 1).front(), last);
}

TEST(Sessions, OfferWhatLikeVisitsWentOnTo) {
  const std::vector<Session> sessions = {{{0, 1, 2}, 1}, {{0, 1, 3}, 2}, {{4, 5}, 3}};
  const SessionModel model(sessions, 6, {});
  const std::vector<std::uint32_t> so_far = {0, 1};
  const auto next = model.next(so_far, 10);
  ASSERT_GE(next.size(), 4u);
  for (const Scored& scored : next) EXPECT_LT(scored.item, 4u);
  EXPECT_TRUE(model.next({}, 5).empty());
}

TEST(Sessions, OnlyTheLatestOfTheSampleAreLookedAt) {
  const std::vector<Session> sessions = {{{0, 1}, 1}, {{0, 2}, 2}};
  const SessionModel model(sessions, 3, {.neighbours = 10, .sample = 1, .rules = 0});
  const std::vector<std::uint32_t> so_far = {0};
  for (const Scored& scored : model.next(so_far, 10)) EXPECT_NE(scored.item, 1u);
}

TEST(Sessions, ChooseRulesWhereTheOrderTells) {
  std::vector<Session> sessions;
  for (int i = 0; i < 200; ++i) {
    const auto start = static_cast<std::uint32_t>(i % 20);
    sessions.push_back({{start, (start + 1) % 20, (start + 2) % 20}, static_cast<double>(i)});
  }
  EXPECT_GT(choose_session_options(sessions, 20).rules, 0);
}

}  // namespace
}  // namespace plaza::ml::recommend
