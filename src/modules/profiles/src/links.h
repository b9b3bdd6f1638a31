// Which account each linked visitor belongs to now, in memory. Thread-safe.
#pragma once

#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "identity/ids.h"

namespace plaza::profiles {

class Links {
 public:
  identity::AccountId account_of(std::string_view visitor) const;
  void link(std::string_view visitor, identity::AccountId account);
  // Only if it is linked to this account: a newer link stays.
  void unlink(std::string_view visitor, identity::AccountId account);
  void clear();

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
  };
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, identity::AccountId, Hash, std::equal_to<>> accounts_;
};

}  // namespace plaza::profiles
