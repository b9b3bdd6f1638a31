#include "links.h"

#include <mutex>

namespace plaza::profiles {

identity::AccountId Links::account_of(std::string_view visitor) const {
  std::shared_lock lock(mutex_);
  const auto found = accounts_.find(visitor);
  return found == accounts_.end() ? identity::AccountId{} : found->second;
}

void Links::link(std::string_view visitor, identity::AccountId account) {
  std::unique_lock lock(mutex_);
  accounts_.insert_or_assign(std::string(visitor), account);
}

void Links::unlink(std::string_view visitor, identity::AccountId account) {
  std::unique_lock lock(mutex_);
  const auto found = accounts_.find(visitor);
  if (found != accounts_.end() && found->second == account) accounts_.erase(found);
}

void Links::clear() {
  std::unique_lock lock(mutex_);
  accounts_.clear();
}

}  // namespace plaza::profiles
