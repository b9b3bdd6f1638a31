#include "presence.h"

#include <algorithm>

namespace plaza::care {

void Presence::here(ConversationId id, identity::AccountId account, bool typing, Time now) {
  const std::lock_guard lock(mutex_);
  if (seen_.size() > 10'000) {  // nobody looks at so many: they left without a word
    std::erase_if(seen_, [&](const auto& each) { return std::all_of(each.second.begin(), each.second.end(), [&](const Seen& one) { return one.until < now; }); });
  }
  auto& all = seen_[id];
  std::erase_if(all, [&](const Seen& each) { return each.account == account || each.until < now; });
  all.push_back({account, typing, now + presence_lasts});
}

void Presence::gone(ConversationId id, identity::AccountId account) {
  const std::lock_guard lock(mutex_);
  const auto found = seen_.find(id);
  if (found == seen_.end()) return;
  std::erase_if(found->second, [&](const Seen& each) { return each.account == account; });
  if (found->second.empty()) seen_.erase(found);
}

std::vector<Presence::Seen> Presence::others(ConversationId id, identity::AccountId but, Time now) {
  const std::lock_guard lock(mutex_);
  std::vector<Seen> others;
  const auto found = seen_.find(id);
  if (found == seen_.end()) return others;
  for (const auto& each : found->second) {
    if (each.account != but && each.until >= now) others.push_back(each);
  }
  return others;
}

}  // namespace plaza::care
