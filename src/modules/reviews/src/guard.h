// Looks at what stands around a review: who else said the same, from where, and at what pace. Only what lies within its bounds is
// read, whatever the size of the shop.
#pragma once

#include <string>
#include <vector>

#include "reviews/module.h"
#include "reviews/reviews.h"
#include "rules.h"

namespace plaza::reviews {

class Guard {
 public:
  explicit Guard(const Needs& needs) : needs_(needs) {}

  struct Finding {
    Verdict verdict;
    std::vector<ReviewId> like;  // that say the same
  };
  // `review` is not stored yet, or stored as it was.
  Finding look(db::Transaction& tx, const Review& review, const std::string& address) const;
  // What later ones are compared with. After the review is stored.
  void remember(db::Transaction& tx, const Review& review, const std::string& address) const;
  // The others of the same ring, not looked at by a person, which are not suspected yet.
  std::vector<Review> ring(db::Transaction& tx, const Review& review, const Finding& finding) const;
  void forget_old(db::Transaction& tx) const;

 private:
  std::int64_t digest_of(db::Transaction& tx, const std::string& address) const;
  std::vector<ReviewId> like_texts(db::Reader& reader, const Review& review) const;
  const Needs& needs_;
};

// Addresses that say nothing of who somebody is: this machine, a private network (a proxy that does not forward).
bool tells_nothing(std::string_view address);

}  // namespace plaza::reviews
