// comparison::Evidence: what buyers say, as rows of a comparison: the rating, then aspects that at least two of the products have.
#pragma once

#include "comparison/evidence.h"
#include "reviews/module.h"
#include "reviews/ratings.h"

namespace plaza::reviews {

class ReviewEvidence final : public comparison::Evidence {
 public:
  explicit ReviewEvidence(const Ratings& ratings) : ratings_(ratings) {}
  std::string section() const override { return "reviews"; }
  std::vector<comparison::Topic> about(db::Reader& reader, std::span<const catalog::ProductId> products,
                                       std::string_view locale) const override;

 private:
  const Ratings& ratings_;
};

}  // namespace plaza::reviews
