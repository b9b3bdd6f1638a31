// The rules of the shop and of all groups, parsed, in memory. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/connection.h"
#include "rules.h"

namespace plaza::moderation {

class RuleBook {
 public:
  RuleBook();
  // Everything that is stored; the shop's are the standard ones when it wrote none.
  void load(db::Reader& reader);
  // Text that was parsed without problems. Nothing for a group that has none.
  void set(const std::string& scope, std::string_view text);
  // The shop's, and the group's if it has some. They live as long as they are held.
  std::vector<std::shared_ptr<const rules::Rules>> of(std::string_view group) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const rules::Rules>, std::less<>> books_;
};

}  // namespace plaza::moderation
