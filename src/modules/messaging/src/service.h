// Writing into threads, and the chat with the brand.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/roles.h"
#include "messaging/messages.h"
#include "messaging/module.h"
#include "sockets.h"
#include "store.h"

namespace plaza::messaging {

// Who may look at chats; owners may do everything.
inline constexpr std::uint32_t may_watch = identity::agent | identity::moderator | identity::owner;

Error thread_not_found();
// What is kept of a visitor's key.
std::string digest_of(std::string_view token);

class MessageService final : public Messages {
 public:
  MessageService(const Needs& needs, Sockets& sockets) : needs_(needs), sockets_(sockets) {}

  std::optional<Thread> find(db::Reader& reader, ThreadId id) override;
  std::optional<Thread> chat_of(db::Reader& reader, identity::AccountId account) override;
  OpenedChat open_chat(db::Transaction& tx, const ChatOwner& owner) override;
  Result<Message> send(db::Transaction& tx, const NewMessage& message) override;
  Result<Message> begin(db::Transaction& tx, identity::AccountId from, identity::AccountId to, NewMessage message) override;
  std::optional<Message> message(db::Reader& reader, MessageId id) override;
  std::vector<Message> messages(db::Reader& reader, ThreadId thread, std::int64_t before, int limit) override;
  std::vector<Message> messages_after(db::Reader& reader, ThreadId thread, std::int64_t after, int limit) override;
  void read_by_brand(db::Transaction& tx, ThreadId chat, std::int64_t number) override;
  void tell_changed(db::Transaction& tx, ThreadId chat) override;
  void brand_types(db::Reader& reader, ThreadId chat) override;

  // A visitor's chat becomes the account's; into the account's own chat, if there is one, the messages move.
  void adopt(db::Transaction& tx, ThreadId chat, identity::AccountId account);
  void read_by_customer(db::Transaction& tx, ThreadId chat, std::int64_t number);
  // May the account add pictures to the direct thread now? As of a message with them; asked before the bytes are looked at.
  Status may_show_pictures(const Thread& thread, identity::AccountId account) const;
  void set_email(db::Transaction& tx, ThreadId chat, std::string_view email);
  // To the customer's open pages and to those of the agents who look at it. Whoever answers no more for the shop is let go.
  void tell_pages(db::Reader& reader, ThreadId chat, identity::AccountId account, const std::string& frame);
  // Tells open pages to look at the thread anew.
  static void changed(db::Transaction& tx, ThreadId thread);

 private:
  // A chat that moved into another is there now.
  static ThreadId where(db::Reader& reader, ThreadId id);
  Status may_begin(db::Reader& reader, identity::AccountId from, identity::AccountId to) const;
  Status may_reach(const Thread& thread, identity::AccountId author) const;
  Status may_send(db::Transaction& tx, const StoredThread& thread, const NewMessage& message);
  Result<Message> repeated(const Message& first, const NewMessage& again, const std::string& text) const;

  const Needs& needs_;
  Sockets& sockets_;
};

}  // namespace plaza::messaging
