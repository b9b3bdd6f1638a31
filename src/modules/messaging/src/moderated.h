// What moderators see of a direct message that one of the two reported: that message, and nothing around it.
#pragma once

#include "messaging/module.h"

namespace plaza::messaging {

class ReportedMessages final : public moderation::Content {
 public:
  explicit ReportedMessages(const Needs& needs) : needs_(needs) {}
  std::optional<moderation::Piece> piece(db::Reader& reader, std::string_view id) override;
  bool visible_to(db::Reader& reader, std::string_view id, identity::AccountId viewer) override;
  Status stand(db::Transaction& tx, std::string_view id, moderation::Standing standing) override;

 private:
  const Needs& needs_;
};

}  // namespace plaza::messaging
