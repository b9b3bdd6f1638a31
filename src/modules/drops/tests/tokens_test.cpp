#include "tokens.h"

#include <gtest/gtest.h>

namespace plaza::drops {
namespace {

constexpr Time noon{1'772'366'400'000'000};

Drop some_drop() {
  Drop drop;
  drop.id = DropId{5};
  drop.seed = std::string(32, 's');
  drop.secret = std::string(32, 'k');
  drop.work_bits = 6;
  return drop;
}

std::string solve(const std::string& challenge, int bits) {
  for (int i = 0;; ++i) {
    if (work_in(challenge, std::to_string(i)) >= bits) return std::to_string(i);
  }
}
std::string too_little(const std::string& challenge, int bits) {
  for (int i = 0;; ++i) {
    if (work_in(challenge, std::to_string(i)) < bits) return std::to_string(i);
  }
}

std::string code(const Result<std::string>& result) {
  return result.ok() ? "ok" : result.error().code;
}

// By sha256sum: SHA-256("a:0") = 0ed32d…, of "a:5" d9beb4…, of "a:11" 065fb3….
TEST(Work, IsCountedInLeadingZeroBits) {
  EXPECT_EQ(work_in("a", "0"), 4);
  EXPECT_EQ(work_in("a", "5"), 0);
  EXPECT_EQ(work_in("a", "11"), 5);
}

TEST(Work, OfThePersonInTimeIsAccepted) {
  const Drop drop = some_drop();
  const auto challenge = new_challenge(drop, "vis:a", noon);
  const auto answer = solve(challenge, 6);
  const auto nonce = check_work(drop, "vis:a", challenge, answer, noon + minutes(9));
  ASSERT_TRUE(nonce.ok());
  EXPECT_EQ(nonce->size(), 22u);
  EXPECT_EQ(code(check_work(drop, "vis:a", challenge, too_little(challenge, 6), noon)),
            "drops.work_too_little");
  EXPECT_EQ(code(check_work(drop, "vis:a", challenge, answer, noon + minutes(11))),
            "drops.challenge_expired");
}

TEST(Work, OfAnotherPersonOrDropIsWorthNothing) {
  const Drop drop = some_drop();
  const auto challenge = new_challenge(drop, "vis:a", noon);
  const auto answer = solve(challenge, 6);
  EXPECT_EQ(code(check_work(drop, "vis:b", challenge, answer, noon)), "drops.challenge_unknown");
  EXPECT_EQ(code(check_work(drop, "", challenge, answer, noon)), "drops.challenge_unknown");
  Drop other = drop;
  other.id = DropId{6};
  EXPECT_EQ(code(check_work(other, "vis:a", challenge, answer, noon)), "drops.challenge_unknown");
}

TEST(Work, ForgedChallengesAreRefused) {
  const Drop drop = some_drop();
  auto later = new_challenge(drop, "", noon);
  later[9] = later[9] == '9' ? '8' : '9';  // would last longer
  for (const std::string& text : {std::string(), std::string("."), std::string(".."),
                                  std::string("1.2.3"), later, std::string(200, 'x')}) {
    EXPECT_EQ(code(check_work(drop, "", text, "0", noon)), "drops.challenge_unknown") << text;
  }
}

TEST(Challenges, AreNeverTheSame) {
  const Drop drop = some_drop();
  EXPECT_NE(new_challenge(drop, "vis:a", noon), new_challenge(drop, "vis:a", noon));
}

TEST(SignedTickets, AreFoundAmongOthers) {
  const Drop drop = some_drop();
  Drop other = drop;
  other.id = DropId{6};
  other.secret = std::string(32, 'x');
  const auto mine = sign(drop, TicketId{77});
  EXPECT_EQ(find_signed(drop, mine), TicketId{77});
  EXPECT_EQ(find_signed(drop, sign(other, TicketId{78}) + ", " + mine), TicketId{77});
  EXPECT_EQ(find_signed(other, mine), std::nullopt);
}

TEST(SignedTickets, ForgedOnesAreNone) {
  const Drop drop = some_drop();
  const auto mine = sign(drop, TicketId{77});
  const auto signature = mine.substr(mine.find('.'));
  for (const std::string& text :
       {std::string(), std::string(","), to_text(TicketId{77}), to_text(TicketId{78}) + signature,
        mine + "A", mine.substr(0, mine.size() - 1), std::string(5'000, ','), "prd_1." + mine}) {
    EXPECT_EQ(find_signed(drop, text), std::nullopt) << text;
  }
}

TEST(Ranks, FollowFromTheSeedAlone) {
  const Drop drop = some_drop();
  EXPECT_EQ(early_rank(drop.seed, TicketId{1}), early_rank(drop.seed, TicketId{1}));
  EXPECT_NE(early_rank(drop.seed, TicketId{1}), early_rank(drop.seed, TicketId{2}));
  EXPECT_NE(early_rank(drop.seed, TicketId{1}), early_rank(std::string(32, 't'), TicketId{1}));
  EXPECT_GE(early_rank(drop.seed, TicketId{1}), 0);
  EXPECT_EQ(seed_hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// Whoever comes first is not better off: mean place of the first and the last half of those who joined.
TEST(Ranks, DoNotFollowTheOrderOfJoining) {
  const Drop drop = some_drop();
  constexpr int people = 4'000;
  std::vector<std::int64_t> ranks;
  for (int i = 1; i <= people; ++i) ranks.push_back(early_rank(drop.seed, TicketId{i}));
  std::int64_t first_half_wins = 0;
  for (int i = 0; i < people / 2; ++i) {
    first_half_wins += ranks[static_cast<std::size_t>(i)] < ranks[static_cast<std::size_t>(i + people / 2)];
  }
  // 2,000 fair coins: 4.5 standard deviations are 100.
  EXPECT_NEAR(static_cast<double>(first_half_wins), people / 4.0, 100.0);
}

TEST(Persons, AreMembersElseVisitors) {
  EXPECT_EQ(person_of(identity::AccountId{3}, "v"), "acc:" + to_text(identity::AccountId{3}));
  EXPECT_EQ(person_of({}, ""), "");
  EXPECT_EQ(person_of({}, "v"), person_of({}, "v"));
  EXPECT_NE(person_of({}, "v"), person_of({}, "w"));
  EXPECT_EQ(person_of({}, "visitor-1").find("visitor-1"), std::string::npos);
}

}  // namespace
}  // namespace plaza::drops
