// Open pages of discussions on this node: told by Server-Sent Events that something is new, never what. A page that may not read the group
// any more is closed. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "community/events.h"
#include "group_book.h"
#include "platform/http/message.h"

namespace plaza::community {

class LivePages {
 public:
  static constexpr std::size_t pages_max = 20'000;
  explicit LivePages(const GroupBook& book) : book_(book) {}

  bool is_full() const;
  void add(GroupId group, DiscussionId discussion, const Looker& looker, std::shared_ptr<http::Stream> stream);
  void tell(const DiscussionChanged& change);
  // Of somebody who left.
  void close(GroupId group, identity::AccountId account);
  void stop();

 private:
  // The lock is held: pages whose people went away.
  void sweep();

  struct Page {
    GroupId group;
    Looker looker;
    std::shared_ptr<http::Stream> stream;
  };
  const GroupBook& book_;
  mutable std::mutex mutex_;
  bool stopped_ = false;
  std::size_t count_ = 0, added_ = 0;
  std::unordered_map<DiscussionId, std::vector<Page>> pages_;
};

}  // namespace plaza::community
