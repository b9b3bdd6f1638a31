// care::Channel over messaging: what a visitor writes in the chat opens or goes on with a conversation, and the agent's answer stands in the chat.
#pragma once

#include "care/care.h"
#include "care/channel.h"
#include "identity/accounts.h"
#include "messaging/messages.h"
#include "platform/db/database.h"
#include "platform/events/outbox.h"

namespace plaza::app {

class ChatChannel final : public care::Channel {
 public:
  ChatChannel(db::Database& database, messaging::Messages& messages) : database_(database), messages_(messages) {}
  std::string_view name() const override { return "chat"; }
  care::Capabilities capabilities() const override { return {false, messaging::text_max, messaging::attachments_max}; }
  Result<std::string> send(const care::Outgoing& outgoing) override;

 private:
  db::Database& database_;
  messaging::Messages& messages_;
};

struct ChatHearers {
  messaging::Messages& messages;
  care::Care& care;
  identity::Accounts& accounts;
};
void subscribe_chat(events::Dispatcher& dispatcher, const ChatHearers& hearers);

}  // namespace plaza::app
