// Who finds a review, a question or an answer helpful, and what that comes to: the weight of buyers of the product and of members whom the
// community trusts, all others together at most one, found and weighed as ml/votes/weighing.h says. The sum, rounded, is what is shown and
// what lists are ordered by. In the caller's transaction; thread-safe.
#pragma once

#include <cstdint>

#include "reviews/module.h"
#include "reviews/voters.h"

namespace plaza::reviews {

class Votes {
 public:
  explicit Votes(const Needs& needs) : needs_(needs) {}
  // Borrowed, before anything runs; null: nobody is trusted by the community.
  void plug(const Voters* voters) { voters_ = voters; }

  struct Piece {
    std::int64_t id = 0;         // of a review, a question or an answer
    identity::AccountId author;  // none: the shop, or nobody
    catalog::ProductId product;
  };
  // What it comes to now.
  std::int64_t vote(db::Transaction& tx, const Piece& piece, identity::AccountId account, bool helpful) const;
  bool has(db::Reader& reader, std::int64_t piece, identity::AccountId account) const;
  // They bought it, or gave it back: their votes on what is said of it weigh more, or less.
  void follow(db::Transaction& tx, identity::AccountId account, catalog::ProductId product) const;
  // Of somebody who is erased.
  void take_back(db::Transaction& tx, identity::AccountId account) const;
  // Weighs some of what waits for it; how many.
  int weigh_waiting(db::Transaction& tx, int limit) const;
  void add_jobs(jobs::Runner& runner) const;

 private:
  std::int64_t weigh(db::Transaction& tx, std::int64_t piece) const;

  const Needs& needs_;
  const Voters* voters_ = nullptr;
};

}  // namespace plaza::reviews
