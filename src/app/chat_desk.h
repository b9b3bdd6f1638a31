// messaging::Desk by care: what visitors are told about when the brand answers, and how they say the help was.
#pragma once

#include "care/care.h"
#include "care/opening.h"
#include "messaging/desk.h"

namespace plaza::app {

class ChatDesk final : public messaging::Desk {
 public:
  ChatDesk(const care::Opening& opening, const messaging::Presence& presence, care::Care& care)
      : opening_(opening), presence_(presence), care_(care) {}

  // Open: somebody has the inbox open; or it is the hours of a shop whose figures show that its chats are answered.
  messaging::DeskStatus status() const override {
    const auto now = opening_.status("chat");
    messaging::DeskStatus status;
    status.open = presence_.agents_here() > 0 || (now.within_hours && now.answers_within_minutes.value_or(soon + 1) <= soon);
    status.answers_within_minutes = now.answers_within_minutes;
    if (!status.open) status.opens_at = now.opens_at;
    return status;
  }

  std::optional<messaging::ChatRating> rating(db::Reader& reader, const messaging::Thread& chat) const override {
    const auto found = care_.rating_of(reader, "chat", to_text(chat.id));
    return found ? std::optional(messaging::ChatRating{found->asked, found->open, found->rating, found->text}) : std::nullopt;
  }
  Result<messaging::ChatRating> rate(db::Transaction& tx, const messaging::Thread& chat, std::int64_t rating,
                                     std::string_view text) const override {
    TRY(const auto rated, care_.rate(tx, "chat", to_text(chat.id), rating, text));
    return messaging::ChatRating{rated.asked, rated.open, rated.rating, rated.text};
  }

 private:
  static constexpr std::int64_t soon = 15;  // minutes that one waits for with the chat open
  const care::Opening& opening_;
  const messaging::Presence& presence_;
  care::Care& care_;
};

}  // namespace plaza::app
