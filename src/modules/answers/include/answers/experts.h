// Port: members whom others trust, who are asked about questions that nobody has answered yet. The app plugs in who knows them.
#pragma once

#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "platform/db/connection.h"

namespace plaza::answers {

class TrustedMembers {
 public:
  virtual ~TrustedMembers() = default;
  // The most trusted first, at most `limit`.
  virtual std::vector<identity::AccountId> for_product(db::Reader& reader, catalog::ProductId product, int limit) = 0;
  // One of the two blocks the other.
  virtual bool apart(identity::AccountId one, identity::AccountId other) const = 0;
};

}  // namespace plaza::answers
