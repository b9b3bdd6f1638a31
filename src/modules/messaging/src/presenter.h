// Messages and threads as their readers see them.
#pragma once

#include <optional>
#include <vector>

#include "messaging/module.h"
#include "sockets.h"
#include "views.h"

namespace plaza::messaging {

// Thread-safe. Ports are plugged in before the first request.
class Presenter {
 public:
  Presenter(const Needs& needs, const Sockets& sockets) : needs_(needs), sockets_(sockets) {}
  void plug(const Desk& desk) { desk_ = &desk; }
  void plug(const content::ProductChips& chips) { chips_ = &chips; }

  MessageView view(db::Reader& reader, const Message& message) const;
  std::vector<MessageView> views(db::Reader& reader, const std::vector<Message>& messages) const;
  DeskView desk() const;
  bool care_mails() const { return desk_ && desk_->mails_answers(); }
  std::optional<ChatRatingView> rating(db::Reader& reader, const Thread& chat) const;
  Result<ChatRatingView> rate(db::Transaction& tx, const Thread& chat, std::int64_t rating, std::string_view text) const;
  PersonView person(identity::AccountId id) const;
  DirectThreadView view(db::Reader& reader, const Thread& thread, const Member& reading) const;
  static ChatThreadView view(const Thread& chat);
  ThreadNews news(db::Reader& reader, const Thread& thread) const;
  std::optional<content::ProductChip> chip(catalog::ProductId id) const;

 private:
  MessageAuthorView author(const Message& message) const;

  const Needs& needs_;
  const Sockets& sockets_;
  const Desk* desk_ = nullptr;
  const content::ProductChips* chips_ = nullptr;
};

}  // namespace plaza::messaging
