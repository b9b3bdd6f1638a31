// One care case and its turns, as the module keeps them. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "care/ids.h"
#include "catalog/ids.h"
#include "identity/ids.h"
#include "media/ids.h"
#include "orders/ids.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"

namespace plaza::care {

// open: the shop's turn. pending: the customer's turn. snoozed: sleeps until a time, or until the customer writes. merged: its messages
// went into another conversation, to which it leads; it stands in no list.
enum class Status { open, pending, snoozed, resolved, merged };
constexpr auto enum_names(Status*) { return std::array<std::string_view, 5>{"open", "pending", "snoozed", "resolved", "merged"}; }

enum class Priority { low, normal, high, urgent };
constexpr auto enum_names(Priority*) { return std::array<std::string_view, 4>{"low", "normal", "high", "urgent"}; }

// How a message feels. unknown: nobody has read it.
enum class Feeling { unknown, negative, neutral, positive };
constexpr auto enum_names(Feeling*) { return std::array<std::string_view, 4>{"unknown", "negative", "neutral", "positive"}; }

// What a message tells of, the graver the later: a thing is not liked, late, does not work; money is gone; somebody was hurt.
enum class Severity { none, taste, late, defect, money, safety };
constexpr auto enum_names(Severity*) { return std::array<std::string_view, 6>{"none", "taste", "late", "defect", "money", "safety"}; }

// in: from the customer. out: an answer. note: for staff alone. event: what was done (see Happened).
enum class Direction { in, out, note, event };
constexpr auto enum_names(Direction*) { return std::array<std::string_view, 4>{"in", "out", "note", "event"}; }

// none: there was nothing to deliver. queued: a job will. failed: the channel refused it for good, or too often. delivered, read: as
// far as the channel tells.
enum class Delivery { none, queued, sent, failed, delivered, read };
constexpr auto enum_names(Delivery*) {
  return std::array<std::string_view, 6>{"none", "queued", "sent", "failed", "delivered", "read"};
}

inline constexpr std::size_t subject_max = 200;      // code points
inline constexpr std::size_t text_max = 20'000;      // of a message
inline constexpr std::size_t name_max = 120;
inline constexpr std::size_t labels_max = 20;        // of one conversation
inline constexpr std::size_t label_max = 40;
inline constexpr std::size_t read_words_max = 8;
inline constexpr std::int64_t messages_max = 5'000;  // of one conversation; then a new one begins

// Who writes to the shop. An address that somebody only typed or that stands in a From line proves nothing: `verified` is true
// for a session, for an address that answered with the conversation's own token, or when the channel itself vouches.
struct Customer {
  identity::AccountId account;  // none: nobody's
  std::string visitor;
  std::string address;  // an e-mail address in lower case, or a handle of the channel
  std::string name;
  std::string locale = "en";
  bool verified = false;
};

// What was read of the customer's messages.
struct Impression {
  Feeling feeling = Feeling::unknown;  // of the latest one with words
  int score = 0;                       // of that one, -100 to 100
  std::string intent;                  // of the latest that wants something, by its name in ml/text; empty: none was likely
  Severity severity = Severity::none;  // the gravest since it was opened, or opened again
  std::vector<std::string> words;      // that decided, at most read_words_max
  bool feeling_corrected = false;      // an agent said so, of the latest message
  bool intent_corrected = false;       // an agent said so: what is read later does not change it
};

struct Conversation {
  ConversationId id;
  std::string channel;      // "form", "chat", "email"
  std::string channel_key;  // the channel's own name of the thread; may be empty
  Customer customer;
  std::string subject;
  Status status = Status::open;
  Priority priority = Priority::normal;
  identity::AccountId assignee;  // none: nobody has it
  std::string team;
  std::vector<std::string> labels;
  Time opened_at, last_at;             // last_at: of the last message, notes included
  Time last_in_at, last_out_at;        // micros 0: never
  Time first_replied_at, resolved_at;  // micros 0: never
  Time reply_due, resolution_due;      // micros 0: no deadline
  Time snoozed_until;                  // micros 0: does not sleep
  bool escalated = false;              // its deadline passed and somebody was told
  std::int64_t late = 0;               // how many deadlines passed
  std::int64_t unread = 0;             // of the customer, since staff looked
  std::int64_t messages = 0;
  std::string excerpt;  // of the last message
  std::string token;    // the customer's key to it: never shown to staff
  std::int64_t rating = 0;  // 1 to 5; 0: not rated
  std::string rating_text;
  Time rated_at;
  std::int64_t version = 1;
  ConversationId merged_into;  // none: it stands for itself
  ConversationId split_from;   // none: it began by itself. Answers leave by the thread of that one
  std::string topic;           // what the customer chose, the channel knew or their words say: "broken"; may be empty
  catalog::ProductId product;  // that it is about; none: unknown
  Impression impression;
  std::int64_t urgency = 0;    // of a complaint that spreads: predicted reach x severity x customer value; 0: nobody computed one
};

// What an event line tells; words are made where it is shown. What is done on the spot: refund, credit, return, edit, cancel, replacement, settled, claim, payment.
struct Happened {
  static constexpr const char* schema_name = "CareHappened";
  std::string kind;                  // status, assigned, priority, raised, labels, feeling, intent, topic, team, product, escalated, woke, rated, refund,
                                     // credit, return, failed, merged, unmerged, split, split_from, asked, approved, declined, withdrawn,
                                     // restored, answered, erased
  std::string value;                 // the new status, an account's id, a label …
  std::optional<Money> amount;
  std::string reference;             // "ord_…", "rtn_…"
  template <class V>
  void describe(V& v) {
    v("kind", kind, json::Length{0, 40});
    v("value", value, json::Optional{}, json::Length{0, 2'000}, json::Multiline{});
    v("amount", amount);
    v("reference", reference, json::Optional{}, json::Length{0, 100});
  }
};

// A product or an order (one of the two) that is shown with a message, as it is when it is looked at.
struct Card {
  static constexpr const char* schema_name = "CareCard";
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
  ConversationId conversation_id;
  Direction direction = Direction::in;
  identity::AccountId author;  // of staff, or the customer's account; none: the customer, or the shop itself
  std::string author_name;     // of a customer, as they gave it
  std::string text;
  std::string html;         // made safe; empty: the text is all there is
  std::string external_id;  // the channel's: a Message-ID, a chat message's id
  Delivery delivery = Delivery::none;
  std::string failure;  // why it could not be delivered
  std::optional<Happened> happened;
  std::vector<identity::AccountId> mentions;  // of a note
  std::vector<media::MediaId> pictures;       // restricted: for who may read the conversation
  std::vector<Card> cards;
  Time at;
};

}  // namespace plaza::care
