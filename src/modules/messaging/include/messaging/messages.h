// Threads and their messages: `direct` between two members, `chat` between a visitor (or a member) and the brand. Each message of a
// thread has the next number of that thread, without gaps: who has seen number 7 asks for what comes after 7 and misses nothing.
// Writes are in the caller's transaction; message_sent is published with them, and open pages get it after the commit. Thread-safe.
//
// Codes: messaging.not_found (404: also what is not yours), request.invalid with fields (400), messaging.key_reused (422: the same
// client_id with other words).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "media/ids.h"
#include "messaging/ids.h"
#include "orders/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::messaging {

// Stored by number: new ones go to the end.
enum class ThreadKind { direct, chat };
constexpr auto enum_names(ThreadKind*) { return std::array<std::string_view, 2>{"direct", "chat"}; }

// Who wrote. `brand`: a member of staff (author) in the brand's name, or the brand itself (author none).
enum class AuthorKind { account, visitor, brand };
constexpr auto enum_names(AuthorKind*) { return std::array<std::string_view, 3>{"account", "visitor", "brand"}; }

// Of direct threads. A chat is always accepted.
enum class ThreadState { requested, accepted, declined };
constexpr auto enum_names(ThreadState*) {
  return std::array<std::string_view, 3>{"requested", "accepted", "declined"};
}

inline constexpr std::size_t text_max = 4'000;      // code points
inline constexpr std::size_t attachments_max = 6;   // pictures of a message
inline constexpr std::size_t cards_max = 4;         // of a message

struct Thread {
  ThreadId id;
  ThreadKind kind = ThreadKind::direct;
  ThreadState state = ThreadState::accepted;
  // Of a direct thread: who asked and who was asked. Of a chat: the member it belongs to (none: a visitor's), and none.
  identity::AccountId account, other;
  std::string visitor;         // of a chat: the anonymous id that began it; grants nothing
  std::string email;           // of a visitor's chat: where answers go when they are away; may be empty
  std::string locale;          // of a chat: "en" or "vi", as the customer last wrote
  std::int64_t last = 0;       // the number of the newest message; 0: none yet
  std::int64_t customer_read = 0;  // of a chat: how far the customer has read
  std::int64_t brand_read = 0;     // of a chat: how far the brand has read
  Time last_at;
  Time created_at;
};

// A product or an order (one of the two) that is shown with a message.
struct Card {
  std::optional<catalog::ProductId> product_id;
  std::optional<orders::OrderId> order_id;
  friend bool operator==(const Card&, const Card&) = default;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("order_id", order_id);
  }
};

struct Message {
  MessageId id;
  ThreadId thread;
  std::int64_t number = 0;  // 1, 2, 3, … in its thread
  AuthorKind author_kind = AuthorKind::account;
  identity::AccountId author;  // none: a visitor, or the brand without a person
  std::string client_id;
  std::string text;            // empty when only pictures or cards, or erased
  std::vector<media::MediaId> attachments;
  std::vector<Card> cards;
  bool erased = false;   // its person was erased: the words are gone, its place stays
  bool removed = false;  // by a moderator: shown to nobody but them
  Time at;
};

struct NewMessage {
  ThreadId thread;
  AuthorKind author_kind = AuthorKind::account;
  identity::AccountId author;
  // The sender's own name of the message, 1 to 64 characters: sent again under it, the first message is given back. Empty: none.
  std::string client_id;
  std::string text;
  std::vector<media::MediaId> attachments;
  std::vector<Card> cards;
};

// Whose chat: a member's account, or else the visitor with that token.
struct ChatOwner {
  identity::AccountId account;
  std::string visitor;  // the anonymous id; may be empty
  std::string locale = "en";
};

struct OpenedChat {
  Thread thread;
  std::string token;  // of a visitor's new chat: the only key to it (its hash is kept); else empty
};

class Messages {
 public:
  virtual ~Messages() = default;

  virtual std::optional<Thread> find(db::Reader& reader, ThreadId id) = 0;
  // The member's chat with the brand.
  virtual std::optional<Thread> chat_of(db::Reader& reader, identity::AccountId account) = 0;
  // The member's chat, opened if there is none; for a visitor always a new one.
  virtual OpenedChat open_chat(db::Transaction& tx, const ChatOwner& owner) = 0;

  // Writes into a thread. It asks who may do so only of a direct thread's members: the caller knows who speaks for the brand.
  // The second message with the same client_id is the first one, and tells nobody again.
  virtual Result<Message> send(db::Transaction& tx, const NewMessage& message) = 0;

  // The first message of a member to another: a request. When the two have a thread already, it goes there. Codes: messaging.own_thread
  // (409), messaging.not_reachable (403: blocked, or takes none), messaging.too_many_requests (429), messaging.request_pending (409).
  virtual Result<Message> begin(db::Transaction& tx, identity::AccountId from, identity::AccountId to, NewMessage message) = 0;

  virtual std::optional<Message> message(db::Reader& reader, MessageId id) = 0;
  // Newest first, with numbers below `before` (0: from the newest); at most `limit` (1 to 200).
  virtual std::vector<Message> messages(db::Reader& reader, ThreadId thread, std::int64_t before, int limit) = 0;
  // Oldest first, with numbers above `after`.
  virtual std::vector<Message> messages_after(db::Reader& reader, ThreadId thread, std::int64_t after, int limit) = 0;

  // The brand has read the chat up to that number; the customer's page shows it. A smaller number changes nothing.
  virtual void read_by_brand(db::Transaction& tx, ThreadId chat, std::int64_t number) = 0;
  // Something beside its messages is different (it was resolved): the customer's open pages look at the chat anew.
  virtual void tell_changed(db::Transaction& tx, ThreadId chat) = 0;
  // Somebody of the brand is typing in that chat: shown on the customer's open pages of this node for some seconds.
  virtual void brand_types(db::Reader& reader, ThreadId chat) = 0;
};

}  // namespace plaza::messaging
