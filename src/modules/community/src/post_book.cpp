#include "post_book.h"

#include <algorithm>

#include "group_statements.h"

namespace plaza::community {

void PostBook::load(db::Reader& reader) {
  std::unordered_map<content::PostId, std::vector<GroupId>> all;
  reader.each(sql::all_group_posts, {}, [&](const db::Row& row) { all[row.id<content::PostId>(1)].push_back(row.id<GroupId>(0)); });
  std::lock_guard lock(mutex_);
  groups_ = std::move(all);
}

void PostBook::put(content::PostId post, GroupId group, bool in) {
  std::lock_guard lock(mutex_);
  auto& groups = groups_[post];
  std::erase(groups, group);
  if (in) groups.push_back(group);
  if (groups.empty()) groups_.erase(post);
}

bool PostBook::sees(identity::AccountId viewer, content::PostId post) const {
  std::vector<GroupId> groups;
  {
    std::lock_guard lock(mutex_);
    if (const auto found = groups_.find(post); found != groups_.end()) groups = found->second;
  }
  return std::any_of(groups.begin(), groups.end(), [&](GroupId group) { return book_.reads(group, {viewer, false}); });
}

}  // namespace plaza::community
