// Discussions and replies as moderators see and move them.
#pragma once

#include "moderation/content.h"
#include "threads.h"

namespace plaza::community {

class ModeratedDiscussions final : public moderation::Content {
 public:
  ModeratedDiscussions(const Needs& needs, const GroupBook& book, Threads& threads) : needs_(needs), book_(book), threads_(threads) {}
  std::optional<moderation::Piece> piece(db::Reader& reader, std::string_view id) override;
  bool visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) override;
  Status stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) override;

 private:
  const Needs& needs_;
  const GroupBook& book_;
  Threads& threads_;
};

class ModeratedReplies final : public moderation::Content {
 public:
  ModeratedReplies(const Needs& needs, const GroupBook& book, Threads& threads) : needs_(needs), book_(book), threads_(threads) {}
  std::optional<moderation::Piece> piece(db::Reader& reader, std::string_view id) override;
  bool visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) override;
  Status stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) override;

 private:
  const Needs& needs_;
  const GroupBook& book_;
  Threads& threads_;
};

}  // namespace plaza::community
