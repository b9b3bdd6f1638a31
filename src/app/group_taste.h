// What the shop knows of a member's taste beyond groups, for the personal order inside them: whom they follow, which products they saved.
// From memory.
#pragma once

#include <algorithm>

#include "community/ranker.h"
#include "content/view.h"

namespace plaza::app {

class GroupTaste final : public community::Ranker {
 public:
  explicit GroupTaste(const content::Relations& relations) : relations_(relations) {}

  void affinities(identity::AccountId viewer, std::span<const community::Candidate> candidates,
                  std::span<double> affinity) const override {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const auto& one = candidates[i];
      const bool saved = std::any_of(one.products.begin(), one.products.end(),
                                     [&](catalog::ProductId product) { return relations_.product_saved(viewer, product); });
      affinity[i] = (relations_.follows(viewer, one.author) ? 0.6 : 0.0) + (saved ? 0.4 : 0.0);
    }
  }

 private:
  const content::Relations& relations_;
};

}  // namespace plaza::app
