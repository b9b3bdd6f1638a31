#pragma once

#include "community/module.h"
#include "community/public_pages.h"
#include "group_book.h"
#include "thread_index.h"

namespace plaza::community {

class PublicReading final : public PublicPages {
 public:
  PublicReading(const Needs& needs, const GroupBook& book, const ThreadIndex& index) : needs_(needs), book_(book), index_(index) {}
  Door door(std::string_view slug) const override;
  std::optional<PublicGroup> group(db::Reader& reader, std::string_view slug) override;
  std::optional<PublicDiscussion> discussion(db::Reader& reader, std::string_view slug, DiscussionId id) override;
  std::vector<PublicGroup> groups(int limit) const override;
  std::vector<std::string> addresses(int limit) const override;

 private:
  PublicAuthor author(identity::AccountId id) const;
  PublicReply reply(const Reply& reply, ReplyId accepted) const;
  PublicGroup head(const Group& group) const;

  const Needs& needs_;
  const GroupBook& book_;
  const ThreadIndex& index_;
};

}  // namespace plaza::community
