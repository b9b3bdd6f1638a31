// What votes come to, and what rings gain by them.
#include "ml/votes/weighing.h"

#include <gtest/gtest.h>

#include <vector>

namespace plaza::ml::votes {
namespace {

TEST(Weighing, NewMembersAndOwnVotesWeighNothing) {
  const std::vector<Ballot> ballots{{1, 1, 0, true}, {2, 1, 4, false}, {7, 1, 4, true}};
  EXPECT_DOUBLE_EQ(weigh(ballots, {}, {}, 7).helpful, 0);
}

TEST(Weighing, ARingOfTwoHundredLiftsAnAnswerLessThanTwoTrustedMembers) {
  std::vector<Ballot> ring;
  std::vector<Elsewhere> deeds;
  for (std::int64_t voter = 100; voter < 300; ++voter) {
    ring.push_back({voter, 1, 1, true});
    for (std::int64_t subject = 0; subject < 5; ++subject) deeds.push_back({voter, subject, 50 + subject});
  }
  const auto lifted = weigh(ring, deeds, {}, 7);
  EXPECT_LE(lifted.helpful, 1.0);
  EXPECT_DOUBLE_EQ(lifted.proven, 0);
  const std::vector<Ballot> honest{{1, 1, 3, true}, {2, 1, 3, true}};
  EXPECT_GT(weigh(honest, {}, {}, 7).score, lifted.score);
}

TEST(Weighing, TrustedAccountsThatAlwaysVoteAlikeAreOne) {
  std::vector<Ballot> ballots;
  std::vector<Elsewhere> alike, apart;
  for (std::int64_t voter = 1; voter <= 10; ++voter) {
    ballots.push_back({voter, 1, 2, true});
    for (std::int64_t n = 0; n < 6; ++n) {
      alike.push_back({voter, n, 100 + n});
      apart.push_back({voter, voter * 100 + n, voter * 100 + n});
    }
  }
  EXPECT_NEAR(weigh(ballots, alike, {}, 77).helpful, 1, 1e-9);
  EXPECT_NEAR(weigh(ballots, apart, {}, 77).helpful, 10, 1e-9);
}

TEST(Weighing, VotingForOneAuthorAgainAndAgainOrBackAndForthCountsLess) {
  const std::vector<Ballot> one{{1, 1, 2, true}};
  const std::vector<Elsewhere> mostly{{1, 1, 7}, {1, 2, 7}, {1, 3, 7}, {1, 4, 8}};
  const std::vector<std::int64_t> back{1};
  EXPECT_DOUBLE_EQ(weigh(one, mostly, {}, 7).helpful, 0.25);
  EXPECT_DOUBLE_EQ(weigh(one, mostly, back, 7).helpful, 0.125);
}

TEST(Weighing, TheScoreIsWilsonsLowerEnd) {
  EXPECT_DOUBLE_EQ(wilson_lower(0, 0), 0);
  EXPECT_NEAR(wilson_lower(10, 10), 0.7225, 1e-3);
  EXPECT_LT(wilson_lower(10, 20), wilson_lower(10, 10));
}

constexpr Limits shop{.least = 1, .share_of_proven = 0, .alike_prior = 3};

TEST(Weighing, WhoBoughtItIsAMemberAndAllOthersTogetherAreOne) {
  std::vector<Ballot> ballots;
  for (std::int64_t buyer = 1; buyer <= 6; ++buyer) ballots.push_back({.voter = buyer, .proven = true});
  EXPECT_DOUBLE_EQ(weigh(ballots, {}, {}, 77, shop).helpful, 6);
  for (std::int64_t stranger = 100; stranger < 300; ++stranger) ballots.push_back({.voter = stranger});
  EXPECT_DOUBLE_EQ(weigh(ballots, {}, {}, 77, shop).helpful, 7);
  EXPECT_DOUBLE_EQ(weigh(ballots, {}, {}, 77, shop).proven, 6);
}

TEST(Weighing, TwoWhoAgreeInAFewPiecesAreStillTwoAndInManyAreOne) {
  const std::vector<Ballot> both{{.voter = 1, .proven = true}, {.voter = 2, .proven = true}};
  std::vector<Elsewhere> deeds;
  for (std::int64_t piece = 1; piece <= 3; ++piece) {
    for (std::int64_t voter = 1; voter <= 2; ++voter) deeds.push_back({voter, piece, 100 + piece});
  }
  EXPECT_DOUBLE_EQ(weigh(both, deeds, {}, 77, shop).helpful, 2);
  for (std::int64_t piece = 4; piece <= 60; ++piece) {
    for (std::int64_t voter = 1; voter <= 2; ++voter) deeds.push_back({voter, piece, 100 + piece});
  }
  EXPECT_NEAR(weigh(both, deeds, {}, 77, shop).helpful, 1.05, 0.01);
}

}  // namespace
}  // namespace plaza::ml::votes
