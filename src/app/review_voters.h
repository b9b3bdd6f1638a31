// reviews::Voters: how much the community trusts who finds a review or an answer helpful, and who keeps apart from whom.
#pragma once

#include <unordered_set>

#include "community/groups.h"
#include "identity/staff.h"
#include "profiles/blocks.h"
#include "reviews/voters.h"

namespace plaza::app {

class ReviewVoters final : public reviews::Voters {
 public:
  ReviewVoters(community::Groups& groups, identity::Staff& staff, profiles::Blocks& blocks) : groups_(groups), staff_(staff), blocks_(blocks) {}
  std::vector<int> levels(db::Reader& reader, std::span<const identity::AccountId> accounts) const override {
    std::unordered_set<std::int64_t> staff;
    for (const auto& each : staff_.list(reader)) staff.insert(each.id.value);
    std::vector<int> found;
    for (const auto id : accounts) found.push_back(groups_.level({id, staff.contains(id.value)}));
    return found;
  }
  bool apart(identity::AccountId one, identity::AccountId other) const override { return blocks_.apart(one, other); }

 private:
  community::Groups& groups_;
  identity::Staff& staff_;
  profiles::Blocks& blocks_;
};

}  // namespace plaza::app
