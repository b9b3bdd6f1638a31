#include "post_book.h"

#include <mutex>

#include "group_statements.h"

namespace plaza::community {

void PostBook::load(db::Reader& reader) {
  std::unordered_map<content::PostId, std::vector<Place>> all;
  reader.each(sql::all_group_posts, {}, [&](const db::Row& row) {
    all[row.id<content::PostId>(1)].push_back({row.id<GroupId>(0), row.integer(2) == 1});
  });
  std::unique_lock lock(mutex_);
  places_ = std::move(all);
  any_ = !places_.empty();
}

void PostBook::put(content::PostId post, GroupId group, bool shown) {
  std::unique_lock lock(mutex_);
  auto& places = places_[post];
  std::erase_if(places, [&](const Place& each) { return each.group == group; });
  places.push_back({group, shown});
  any_ = true;
}

void PostBook::drop(content::PostId post, GroupId group) {
  std::unique_lock lock(mutex_);
  const auto found = places_.find(post);
  if (found == places_.end()) return;
  std::erase_if(found->second, [&](const Place& each) { return each.group == group; });
  if (found->second.empty()) places_.erase(found);
  any_ = !places_.empty();
}

bool PostBook::admits(identity::AccountId viewer, content::PostId post) const {
  std::shared_lock lock(mutex_);
  const auto found = places_.find(post);
  if (found == places_.end()) return true;
  bool is_kept = false;
  for (const auto& [group, shown] : found->second) {
    if (!shown && book_.reads(group, {})) continue;
    if (book_.reads(group, {viewer, false})) return true;
    is_kept = true;
  }
  return !is_kept;
}

}  // namespace plaza::community
