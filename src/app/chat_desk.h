// messaging::Desk by care: what visitors are told about when the brand answers.
#pragma once

#include "care/opening.h"
#include "messaging/desk.h"

namespace plaza::app {

class ChatDesk final : public messaging::Desk {
 public:
  ChatDesk(const care::Opening& opening, const messaging::Presence& presence) : opening_(opening), presence_(presence) {}

  // Open: somebody has the inbox open; or it is the hours of a shop whose figures show that its chats are answered.
  messaging::DeskStatus status() const override {
    const auto now = opening_.status("chat");
    messaging::DeskStatus status;
    status.open = presence_.agents_here() > 0 || (now.within_hours && now.answers_within_minutes.value_or(soon + 1) <= soon);
    status.answers_within_minutes = now.answers_within_minutes;
    if (!status.open) status.opens_at = now.opens_at;
    return status;
  }

 private:
  static constexpr std::int64_t soon = 15;  // minutes that one waits for with the chat open
  const care::Opening& opening_;
  const messaging::Presence& presence_;
};

}  // namespace plaza::app
