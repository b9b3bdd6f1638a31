// What messaging announces. The aggregate is the thread.
#pragma once

#include <optional>
#include <string>

#include "identity/ids.h"
#include "messaging/messages.h"
#include "platform/json/describe.h"

namespace plaza::messaging {

// A message was written. Not the words: who needs them reads the message.
struct MessageSent {
  static constexpr const char* topic = "messaging.message_sent";
  MessageId message_id;
  ThreadId thread_id;
  std::int64_t number = 0;
  ThreadKind kind = ThreadKind::direct;
  AuthorKind author_kind = AuthorKind::account;
  std::optional<identity::AccountId> author_id;
  template <class V>
  void describe(V& v) {
    v("message_id", message_id);
    v("thread_id", thread_id);
    v("number", number);
    v("kind", kind);
    v("author_kind", author_kind);
    v("author_id", author_id);
  }
};

// Read marks, an accepted or declined request, a chat's e-mail address: what open pages show anew.
struct ThreadChanged {
  static constexpr const char* topic = "messaging.thread_changed";
  ThreadId thread_id;
  template <class V>
  void describe(V& v) {
    v("thread_id", thread_id);
  }
};

// A visitor with a chat signed in. Into a member's own chat the messages move with new numbers at its end, and the id `from` leads there
// (find(), and what the brand sends); otherwise both are the same thread, which now belongs to the account.
struct ChatAdopted {
  static constexpr const char* topic = "messaging.chat_adopted";
  ThreadId from;
  ThreadId into;
  identity::AccountId account_id;
  template <class V>
  void describe(V& v) {
    v("from", from);
    v("into", into);
    v("account_id", account_id);
  }
};

}  // namespace plaza::messaging
