#pragma once

#include "community/module.h"
#include "community/readable.h"
#include "group_book.h"
#include "thread_index.h"

namespace plaza::community {

class ReadableDiscussions final : public Readable {
 public:
  ReadableDiscussions(const Needs& needs, const GroupBook& book, const ThreadIndex& index) : needs_(needs), book_(book), index_(index) {}
  bool reads(const Looker& looker, DiscussionId id) const override;
  std::optional<Brief> brief(const Looker& looker, DiscussionId id) const override;
  std::vector<Discussion> published(db::Reader& reader, DiscussionId after, int limit) override;
  std::optional<Discussion> published(db::Reader& reader, DiscussionId id) override;

 private:
  const Needs& needs_;
  const GroupBook& book_;
  const ThreadIndex& index_;
};

}  // namespace plaza::community
