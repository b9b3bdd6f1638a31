// Port: what blocks above know of a viewer's taste, for the personal order inside groups. Without one, what the viewer did in groups
// alone decides. From memory, while a page is made; thread-safe.
#pragma once

#include <span>
#include <string>

#include "catalog/ids.h"
#include "community/ids.h"
#include "identity/ids.h"

namespace plaza::community {

struct Candidate {
  DiscussionId id;
  identity::AccountId author;
  std::span<const std::string> tags;
  std::span<const catalog::ProductId> products;
};

class Ranker {
 public:
  virtual ~Ranker() = default;
  // For each candidate how much it is the viewer's taste: 0 nothing is known or it is not, 1 very much. `affinity` has the candidates' size
  // and holds zeros.
  virtual void affinities(identity::AccountId viewer, std::span<const Candidate> candidates, std::span<double> affinity) const = 0;
};

}  // namespace plaza::community
