// care::Channel over messaging: what a visitor writes in the chat opens or goes on with a conversation, and the agent's answer stands in the chat.
// Both see of each other who types and how far was read (care::Live).
#pragma once

#include "care/care.h"
#include "care/channel.h"
#include "care/live.h"
#include "content/view.h"
#include "identity/accounts.h"
#include "messaging/messages.h"
#include "orders/orders.h"
#include "platform/db/database.h"
#include "platform/events/outbox.h"

namespace plaza::app {

class ChatChannel final : public care::Channel, public care::Live {
 public:
  ChatChannel(db::Database& database, messaging::Messages& messages) : database_(database), messages_(messages) {}
  std::string_view name() const override { return "chat"; }
  care::Capabilities capabilities() const override { return {false, messaging::text_max, messaging::attachments_max, messaging::cards_max}; }
  care::Live* live() override { return this; }
  Result<std::string> send(const care::Outgoing& outgoing) override;

  std::optional<care::LiveThread> look(db::Reader& reader, const care::Conversation& conversation) override;
  void answering(db::Reader& reader, const care::Conversation& conversation) override;
  void seen(db::Transaction& tx, const care::Conversation& conversation, const std::vector<std::string>& external_ids) override;

 private:
  // The newest of them that stands in the chat is how far the brand has read.
  void read_to(db::Transaction& tx, const messaging::Thread& chat, const std::vector<std::string>& message_ids);

  db::Database& database_;
  messaging::Messages& messages_;
};

struct ChatHearers {
  messaging::Messages& messages;
  care::Care& care;
  identity::Accounts& accounts;
  orders::Orders& orders;
  const content::ProductChips& chips;
};
void subscribe_chat(events::Dispatcher& dispatcher, const ChatHearers& hearers);

}  // namespace plaza::app
