// Votes and accepted answers. All in the caller's transaction; thread-safe.
#pragma once

#include "threads.h"

namespace plaza::community {

inline constexpr Micros voter_age_min = days(3);
inline constexpr Micros votes_remembered = days(180);  // of other votes, when likeness is looked for

class Votes {
 public:
  Votes(const Needs& needs, GroupBook& book, Tastes& tastes, Trust& trust, Threads& threads)
      : needs_(needs), book_(book), tastes_(tastes), trust_(trust), threads_(threads) {}

  // Give what the piece's helpful votes come to now.
  Result<double> vote(db::Transaction& tx, const Looker& by, DiscussionId id, int value);
  Result<double> vote(db::Transaction& tx, const Looker& by, ReplyId id, int value);
  // None: takes the mark away.
  Result<Discussion> accept(db::Transaction& tx, const Looker& by, DiscussionId id, ReplyId reply);
  Result<std::vector<std::int64_t>> choose(db::Transaction& tx, const Looker& by, DiscussionId id,
                                           const std::vector<std::int64_t>& options);
  // Weighs the votes of a reply again: voters' trust may have changed.
  double weigh(db::Transaction& tx, const Reply& reply, GroupId group);

 private:
  ml::votes::Outcome weighed(db::Transaction& tx, std::int64_t subject, identity::AccountId author, GroupId group);
  Status may_vote(const Looker& by, GroupId group, identity::AccountId author) const;

  const Needs& needs_;
  GroupBook& book_;
  Tastes& tastes_;
  Trust& trust_;
  Threads& threads_;
};

}  // namespace plaza::community
