// Links that the graph has and the log does not: made before links were written into it.
#include <mutex>

#include "roster.h"

namespace plaza::segments {

std::vector<std::pair<std::string, std::int64_t>> Roster::untold_links(const LinkedTo& linked_to) const {
  std::vector<std::pair<std::string, std::int64_t>> untold;
  const std::shared_lock lock(mutex_);
  for (Index index = 0; index < history_.size(); ++index) {
    const auto& identity = history_.at(index);
    if (identity.visitor.empty() || identity.owner != nobody) continue;
    if (const auto account = linked_to(identity.visitor)) untold.emplace_back(identity.visitor, account);
  }
  return untold;
}

}  // namespace plaza::segments
