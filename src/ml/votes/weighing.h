// What votes on one answer come to, so that a ring of accounts lifts nothing.
//
// 1. A vote weighs what its voter's trust is: new members nothing, basic ones a half, members 1, regulars 1.5, leaders and the shop 2.
//    Trust from level 2 on is earned by votes of members who have it: it flows from the people the shop trusts, as in Advogato's and
//    EigenTrust's seeds (Levien 2004; Kamvar, Schlosser, Garcia-Molina 2003), so accounts that vote for each other never reach it.
//    Nobody votes for themselves; who blocked, or is blocked by, the author weighs nothing; so do accounts of fewer than three days.
// 2. Voters who vote for nearly the same other pieces are one voter in many accounts: each one's weight is divided by the number of
//    voters who are alike, likeness being the Jaccard index of the other pieces that both voted for above a half (sequence weights by
//    neighbours: Henikoff & Henikoff 1994; Hobohm et al. 1992).
// 3. Who votes again and again for one author counts less: the share of one's other votes that went to this author, from three on,
//    is taken off; votes that are given back and forth between two weigh a half of what is left.
// 4. The unproven, below level 2 or at it with fewer than three other votes, weigh together at most as much as one member or, if that is
//    more, half of what the proven weigh. Who has the thing that a piece is about is proven by that, and weighs as much as a member.
// 5. The score is the lower end of Wilson's interval (Wilson 1927; 95 %) of the share of helpful votes among those weights.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace plaza::ml::votes {

struct Ballot {
  std::int64_t voter = 0;
  int value = 1;       // -1 or 1
  int level = 0;       // of trust, 0..4
  bool counts = true;   // false: apart from the author, banned, a new account
  bool proven = false;  // by more than trust: they bought what the piece is about
};
// A vote of one of the voters for another piece.
struct Elsewhere {
  std::int64_t voter = 0;
  std::int64_t subject = 0;
  std::int64_t author = 0;
};
// What differs from place to place.
struct Limits {
  double least = 0;             // that a vote weighs whatever its voter's trust is
  double share_of_proven = 0.5;  // the unproven weigh at most as much as one member or, if that is more, this share of what the proven weigh
  double alike_prior = 0;       // pieces that two voters are taken to differ in before anything is known: they must agree in more to be alike
};
struct Outcome {
  double helpful = 0;    // weight of those who say it helps
  double unhelpful = 0;  // of those who say it does not
  double proven = 0;     // what proven voters gave, helpful less unhelpful; never below 0
  double score = 0;      // 0..1
};

// `voted_back`: those of the voters whom the author has voted for. At most some hundreds of ballots.
Outcome weigh(std::span<const Ballot> ballots, std::span<const Elsewhere> elsewhere, std::span<const std::int64_t> voted_back,
              std::int64_t author, const Limits& limits = {});
double wilson_lower(double positive, double total);

}  // namespace plaza::ml::votes
