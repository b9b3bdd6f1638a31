// Which posts are in which groups, in memory. Thread-safe.
#pragma once

#include <mutex>
#include <unordered_map>
#include <vector>

#include "community/group_posts.h"
#include "group_book.h"

namespace plaza::community {

class PostBook final : public GroupPosts {
 public:
  explicit PostBook(const GroupBook& book) : book_(book) {}
  void load(db::Reader& reader);
  void put(content::PostId post, GroupId group, bool in);
  bool sees(identity::AccountId viewer, content::PostId post) const override;

 private:
  const GroupBook& book_;
  mutable std::mutex mutex_;
  std::unordered_map<content::PostId, std::vector<GroupId>> groups_;
};

}  // namespace plaza::community
