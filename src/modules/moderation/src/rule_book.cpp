#include "rule_book.h"

#include "store.h"

namespace plaza::moderation {

RuleBook::RuleBook() { set("", rules::standard_text()); }

void RuleBook::load(db::Reader& reader) {
  for (const auto& [scope, text] : store::all_rules(reader)) set(scope, text);
}

void RuleBook::set(const std::string& scope, std::string_view text) {
  auto parsed = std::make_shared<const rules::Rules>(rules::parse(text).rules);
  const std::lock_guard lock(mutex_);
  books_[scope] = std::move(parsed);
}

std::vector<std::shared_ptr<const rules::Rules>> RuleBook::of(std::string_view group) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<const rules::Rules>> found{books_.find("")->second};
  if (group.empty()) return found;
  if (const auto own = books_.find(group); own != books_.end()) found.push_back(own->second);
  return found;
}

}  // namespace plaza::moderation
