#include "reranker.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "posts.h"

namespace plaza::feed {
namespace {

struct Shelf {
  Graph graph;
  ViewerState viewer;
  std::vector<Candidate> candidates;

  void add(std::int64_t id, std::int64_t author, double score, Time at = noon - days(2)) {
    candidates.push_back({graph.put(post_of(id, author, {}, {}, at)), Reason::popular, none, 0, score});
  }
  std::vector<Placed> page(const RerankTerms& terms, std::uint64_t seed = 1) const {
    auto copy = candidates;
    Random random(seed);
    return rerank({graph, viewer, noon}, copy, terms, random);
  }
  std::int64_t id(const Placed& placed) const { return graph.post(placed.candidate.post).id.value; }
};

// Of every place, given what stands before it: the chances of all posts that may stand there are 1 together.
TEST(Reranker, ThePropensitiesOfAPlaceSumToOne) {
  for (std::uint64_t world = 1; world <= 6; ++world) {
    Random random(world);
    Shelf shelf;
    for (std::int64_t id = 1; id <= 12; ++id) {
      const bool is_new = random() % 2 == 0;
      shelf.add(id, 100 + id, static_cast<double>(random() % 1'000) / 100, is_new ? noon - hours(1) : noon - days(60));
      if (random() % 3 == 0) {
        for (int times = 0; times < 40; ++times) shelf.graph.serve(shelf.candidates.back().post);
      }
    }
    RerankTerms terms{3, {}, true, {}};
    terms.tuning.exploration_percent = 40;
    std::map<std::vector<std::int64_t>, std::map<std::int64_t, double>> by_prefix;
    for (std::uint64_t seed = 0; seed < 6'000; ++seed) {
      std::vector<std::int64_t> before;
      for (const auto& placed : shelf.page(terms, seed * 7'919 + world)) {
        by_prefix[before][shelf.id(placed)] = placed.propensity;
        EXPECT_LE(placed.explore, placed.propensity + 1e-12);
        before.push_back(shelf.id(placed));
      }
    }
    double sum = 0;
    for (const auto& [id, propensity] : by_prefix[{}]) sum += propensity;
    EXPECT_NEAR(sum, 1, 1e-9) << "world " << world;
  }
}

TEST(Reranker, WhatIsDrawnIsDrawnAsOftenAsItSays) {
  Shelf shelf;
  for (std::int64_t id = 1; id <= 5; ++id) shelf.add(id, 100 + id, static_cast<double>(id), noon - hours(1));
  RerankTerms terms{1, {}, true, {}};
  terms.tuning.exploration_percent = 50;
  std::map<std::int64_t, int> times;
  std::map<std::int64_t, double> says;
  constexpr int draws = 20'000;
  for (int i = 0; i < draws; ++i) {
    const auto page = shelf.page(terms, static_cast<std::uint64_t>(i) * 104'729 + 3);
    ++times[shelf.id(page[0])];
    says[shelf.id(page[0])] = page[0].propensity;
  }
  double sum = 0;
  for (int id = 1; id <= 5; ++id) sum += std::exp(id / 0.7);
  EXPECT_NEAR(says[5], 0.5 + 0.5 * (0.1 / 5 + 0.9 * std::exp(5 / 0.7) / sum), 1e-12);  // the best, by either way
  EXPECT_NEAR(says[1], 0.5 * (0.1 / 5 + 0.9 * std::exp(1 / 0.7) / sum), 1e-12);
  for (const auto& [id, count] : times) EXPECT_NEAR(count / double{draws}, says[id], 0.015) << id;
}

// The chance of a post at the only place of a page, as exploration gives it.
std::map<std::int64_t, double> explored(const Shelf& shelf) {
  RerankTerms terms{1, {}, true, {}};
  terms.tuning.exploration_percent = 50;
  std::map<std::int64_t, double> chances;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    const auto page = shelf.page(terms, seed * 104'729 + 3);
    chances[shelf.id(page[0])] = page[0].explore;
  }
  return chances;
}

TEST(Reranker, OfTwoThatSuitAlikeTheOneThatFewWereShownIsTriedFirst) {
  Shelf shelf;
  for (std::int64_t id = 1; id <= 3; ++id) shelf.add(id, 100 + id, 1, noon - hours(1));
  for (int times = 0; times < 24; ++times) shelf.graph.serve(shelf.candidates[0].post);
  const auto chances = explored(shelf);
  const double tried = std::exp(1 / 0.7), untried = std::exp(2 / 0.7);  // after 24 impressions half of what may be better is left
  EXPECT_NEAR(chances.at(1), 0.5 * (0.1 / 3 + 0.9 * tried / (tried + 2 * untried)), 1e-12);
  EXPECT_NEAR(chances.at(2), 0.5 * (0.1 / 3 + 0.9 * untried / (tried + 2 * untried)), 1e-12);
  EXPECT_NEAR(chances.at(1) + chances.at(2) + chances.at(3), 0.5, 1e-12);
}

TEST(Reranker, WhatRulesAddDoesNotMoveExploration) {
  Shelf shelf;
  for (std::int64_t id = 1; id <= 3; ++id) shelf.add(id, 100 + id, static_cast<double>(id), noon - hours(1));
  const auto without = explored(shelf);
  shelf.candidates[0].score += 4;  // boosted: now the best
  shelf.candidates[0].shift = 4;
  const auto with = explored(shelf);
  for (const auto& [id, chance] : without) EXPECT_NEAR(with.at(id), chance, 1e-12) << id;
}

TEST(Reranker, OneCreatorHasNoMoreThanTheirShare) {
  Shelf shelf;
  for (std::int64_t id = 1; id <= 20; ++id) shelf.add(id, 1, 50 + static_cast<double>(id));
  for (std::int64_t id = 21; id <= 40; ++id) shelf.add(id, 100 + id, 0);
  const auto page = shelf.page({10, {}, false, {}});
  std::size_t of_one = 0;
  for (const auto& placed : page) of_one += shelf.id(placed) <= 20 ? 1 : 0;
  EXPECT_EQ(page.size(), 10u);
  EXPECT_EQ(of_one, 3u);
}

TEST(Reranker, WhenThereIsNobodyElseTheShareIsNoLimit) {
  Shelf shelf;
  for (std::int64_t id = 1; id <= 8; ++id) shelf.add(id, 1, static_cast<double>(id));
  EXPECT_EQ(shelf.page({10, {}, false, {}}).size(), 8u);
}

TEST(Reranker, CreatorsWhoAreShownLittleGetTheirPlaces) {
  Shelf shelf;
  for (std::int64_t id = 1; id <= 20; ++id) {
    shelf.add(id, 1'000 + id, 5);
    for (int times = 0; times < 50; ++times) shelf.graph.serve(shelf.candidates.back().post);
  }
  shelf.add(99, 7, 4);  // one below the others, and nobody has seen anything of this creator
  RerankTerms terms{10, {}, false, {}};
  const auto with = shelf.page(terms);
  EXPECT_EQ(std::count_if(with.begin(), with.end(), [&](const Placed& placed) { return shelf.id(placed) == 99; }), 1);
  terms.tuning.small_creator_percent = 0;
  const auto without = shelf.page(terms);
  EXPECT_EQ(std::count_if(without.begin(), without.end(), [&](const Placed& placed) { return shelf.id(placed) == 99; }), 0);
}

TEST(Reranker, APinStandsAtItsPlaceForCertain) {
  Shelf shelf;
  for (std::int64_t id = 1; id <= 30; ++id) shelf.add(id, 100 + id, static_cast<double>(id));
  const auto page = shelf.page({10, {}, true, {{2, shelf.candidates[0].post}}});
  EXPECT_EQ(shelf.id(page[2]), 1);
  EXPECT_TRUE(page[2].pinned);
  EXPECT_EQ(page[2].propensity, 1);
  EXPECT_EQ(std::count_if(page.begin(), page.end(), [&](const Placed& placed) { return shelf.id(placed) == 1; }), 1);
}

TEST(Reranker, ANewPostPassesFromItsFirstAudienceToWhatItEarns) {
  Graph graph;
  const Index post = graph.put(post_of(1, 10, {}, {}, noon - hours(1)));
  Tuning tuning;
  tuning.first_audience = 10;
  EXPECT_EQ(stage_of(graph, post, tuning, noon), Stage::first_audience);
  for (int i = 0; i < 10; ++i) graph.serve(post);
  for (int i = 0; i < 200; ++i) graph.view(post);
  EXPECT_EQ(stage_of(graph, post, tuning, noon), Stage::known);  // seen by 200, liked by nobody
  graph.engage(post, 60, noon);
  EXPECT_EQ(stage_of(graph, post, tuning, noon), Stage::earning);
  for (int i = 0; i < 70; ++i) graph.serve(post);
  EXPECT_EQ(stage_of(graph, post, tuning, noon), Stage::known);  // eight times its first audience: it stands by itself
}

}  // namespace
}  // namespace plaza::feed
