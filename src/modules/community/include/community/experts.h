// Who in the community knows a product, or what a discussion is about: for whoever looks for somebody to ask. Thread-safe.
#pragma once

#include <vector>

#include "catalog/ids.h"
#include "community/ids.h"
#include "identity/ids.h"
#include "platform/db/connection.h"

namespace plaza::community {

class Experts {
 public:
  virtual ~Experts() = default;
  // From groups that everybody may read, and there from the discussions that name the product or stand in a group about it: endorsed experts
  // first, then whose answers were accepted, then members of level 3 or 4 who replied. The most trusted first, at most `limit`.
  virtual std::vector<identity::AccountId> for_product(db::Reader& reader, catalog::ProductId product, int limit) = 0;
  // The same among the group's own members, from its discussions that share a tag or a product with this one, or else from all of them:
  // whoever they name may read it, did not open it, and is not blocked by, nor blocks, who did.
  virtual std::vector<identity::AccountId> for_discussion(db::Reader& reader, DiscussionId id, int limit) = 0;
};

}  // namespace plaza::community
