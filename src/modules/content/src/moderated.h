// Posts and comments as moderators see and move them.
#pragma once

#include "moderation/content.h"
#include "service.h"

namespace plaza::content {

class ModeratedPosts final : public moderation::Content {
 public:
  ModeratedPosts(const Needs& needs, Service& service) : needs_(needs), service_(service) {}
  std::optional<moderation::Piece> piece(db::Reader& reader, std::string_view id) override;
  bool visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) override;
  Status stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) override;

 private:
  const Needs& needs_;
  Service& service_;
};

class ModeratedComments final : public moderation::Content {
 public:
  explicit ModeratedComments(Service& service) : service_(service) {}
  std::optional<moderation::Piece> piece(db::Reader& reader, std::string_view id) override;
  bool visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) override;
  Status stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) override;

 private:
  Service& service_;
};

}  // namespace plaza::content
