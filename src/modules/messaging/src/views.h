// What the API shows of threads and messages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "content/view.h"
#include "media/media.h"
#include "messaging/desk.h"
#include "messaging/messages.h"
#include "orders/views.h"
#include "platform/json/describe.h"
#include "store.h"

namespace plaza::messaging {

struct PersonView {
  static constexpr const char* schema_name = "MessagePersonView";
  identity::AccountId id;
  std::string handle, name;
  std::optional<std::string> avatar_url;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("name", name);
    v("avatar_url", avatar_url);
  }
};

struct MessageAuthorView {
  AuthorKind kind = AuthorKind::account;
  std::optional<PersonView> person;
  std::string name;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("person", person, json::Doc{"The member; never of a visitor, nor who of the brand wrote."});
    v("name", name, json::Doc{"The member's, or the brand's. Empty of a visitor and of who is gone."});
  }
};

struct MessageCardView {
  std::optional<content::ProductChip> product;
  std::optional<orders::OrderCard> order;
  template <class V>
  void describe(V& v) {
    v("product", product);
    v("order", order);
  }
};

struct MessageView {
  MessageId id;
  ThreadId thread_id;
  std::int64_t number = 0;
  MessageAuthorView author;
  std::string client_id, text;
  std::vector<media::MediaView> attachments;
  std::vector<MessageCardView> cards;
  bool erased = false, removed = false;
  Time at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("thread_id", thread_id);
    v("number", number, json::Doc{"1, 2, 3, … in its thread: ask for what comes after the last one you have."});
    v("author", author);
    v("client_id", client_id);
    v("text", text, json::Multiline{});
    v("attachments", attachments);
    v("cards", cards);
    v("erased", erased, json::Doc{"Its person was erased: the words are gone."});
    v("removed", removed, json::Doc{"A moderator took it away after a report."});
    v("at", at);
  }
};

struct MessageList {
  std::vector<MessageView> items;
  bool more = false;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 200});
    v("more", more, json::Doc{"There are more in that direction."});
  }
};

struct DeskView {
  bool open = false;
  std::optional<std::int64_t> answers_within_minutes;
  std::optional<Time> opens_at;
  template <class V>
  void describe(V& v) {
    v("open", open);
    v("answers_within_minutes", answers_within_minutes);
    v("opens_at", opens_at);
  }
};

struct ChatThreadView {
  ThreadId id;
  std::int64_t last = 0, read = 0, brand_read = 0;
  std::string email;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("last", last);
    v("read", read, json::Doc{"How far the customer has read."});
    v("brand_read", brand_read);
    v("email", email, json::Doc{"Where answers go when the visitor is away; may be empty."});
  }
};

struct ChatRatingView {
  bool asked = false, open = false;
  std::optional<std::int64_t> rating;
  std::string text;
  template <class V>
  void describe(V& v) {
    v("asked", asked, json::Doc{"The chat is resolved and was not rated since."});
    v("open", open, json::Doc{"A rating may be given, or changed: for a week after it was given."});
    v("rating", rating, json::Doc{"1 to 5."});
    v("text", text, json::Multiline{});
  }
};

struct ChatView {
  std::string brand;
  DeskView desk;
  std::optional<ChatThreadView> thread;
  std::vector<MessageView> messages;
  bool more = false;
  std::optional<ChatRatingView> rating;
  template <class V>
  void describe(V& v) {
    v("brand", brand);
    v("desk", desk);
    v("thread", thread);
    v("messages", messages, json::Doc{"The newest 30, oldest first."});
    v("more", more);
    v("rating", rating, json::Doc{"How the help was; null while there is nothing to rate."});
  }
};

struct DirectThreadView {
  ThreadId id;
  ThreadState state = ThreadState::requested;
  bool asked_by_me = false;
  PersonView with;
  std::string opening;  // of the last message
  bool last_is_mine = false;
  std::int64_t last = 0, seen = 0, other_seen = 0;
  bool muted = false, blocked = false;
  Time last_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("state", state);
    v("asked_by_me", asked_by_me);
    v("with", with);
    v("opening", opening);
    v("last_is_mine", last_is_mine);
    v("last", last);
    v("seen", seen, json::Doc{"The reader's mark: last - seen are unread."});
    v("other_seen", other_seen, json::Doc{"How far the other has read; 0 until the request is accepted."});
    v("muted", muted);
    v("blocked", blocked, json::Doc{"By the reader."});
    v("last_at", last_at);
  }
};

// What an open page is told of a thread that is as before but for its marks.
struct ReadMark {
  identity::AccountId account_id;
  std::int64_t number = 0;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("number", number);
  }
};
struct ThreadNews {
  ThreadId thread_id;
  ThreadKind kind = ThreadKind::direct;
  ThreadState state = ThreadState::accepted;
  std::int64_t last = 0, customer_read = 0, brand_read = 0;
  std::vector<ReadMark> reads;
  template <class V>
  void describe(V& v) {
    v("thread_id", thread_id);
    v("kind", kind);
    v("state", state);
    v("last", last);
    v("customer_read", customer_read);
    v("brand_read", brand_read);
    v("reads", reads);
  }
};

}  // namespace plaza::messaging
