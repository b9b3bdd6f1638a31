// Which posts are in which groups, in memory, and so who may see them elsewhere: readers of any of these groups. One that a moderator
// took out of a public group's feed is there no more; out of a closed group's feed it stays for its members. Thread-safe.
#pragma once

#include <atomic>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "content/visibility.h"
#include "group_book.h"

namespace plaza::community {

class PostBook final : public content::Visibility {
 public:
  explicit PostBook(const GroupBook& book) : book_(book) {}
  void load(db::Reader& reader);
  void put(content::PostId post, GroupId group, bool shown);
  void drop(content::PostId post, GroupId group);

  bool is_any_kept() const override { return any_.load(std::memory_order_relaxed); }
  bool admits(identity::AccountId viewer, content::PostId post) const override;

 private:
  struct Place {
    GroupId group;
    bool shown;
  };

  const GroupBook& book_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<content::PostId, std::vector<Place>> places_;
  std::atomic<bool> any_ = false;  // a post is in a group, whichever
};

}  // namespace plaza::community
