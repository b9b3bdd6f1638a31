// What the API shows of conversations.
#pragma once

#include <map>

#include "approvals.h"
#include "media/media.h"
#include "lists.h"
#include "presence.h"

namespace plaza::care {

struct AgentView {
  static constexpr const char* schema_name = "CareColleague";
  identity::AccountId id;
  std::string name;
  bool typing = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name);
    v("typing", typing, json::Optional{});
  }
};

struct CustomerView {
  static constexpr const char* schema_name = "CareCustomer";
  std::optional<identity::AccountId> account_id;
  std::string name, address, locale;
  bool verified = false;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("name", name);
    v("address", address);
    v("locale", locale);
    v("verified", verified, json::Doc{"False: they said who they are and nothing has shown it."});
  }
};

struct ConversationView {
  static constexpr const char* schema_name = "CareConversation";
  ConversationId id;
  std::string channel, subject, team, excerpt;
  CustomerView customer;
  Status status = Status::open;
  Priority priority = Priority::normal;
  std::optional<AgentView> assignee;
  std::vector<std::string> labels;
  Time opened_at, last_at;
  std::optional<Time> reply_due, resolution_due, snoozed_until, first_replied_at, resolved_at;
  bool escalated = false;
  std::int64_t unread = 0, messages = 0;
  std::optional<std::int64_t> rating;
  std::string rating_text;
  std::int64_t version = 0;
  std::optional<ConversationId> merged_into, split_from;
  std::string topic;
  std::optional<catalog::ProductId> product_id;
  Feeling feeling = Feeling::unknown;
  int feeling_score = 0;
  std::string intent;
  Severity severity = Severity::none;
  std::vector<std::string> words;
  bool feeling_corrected = false, intent_corrected = false;
  std::int64_t urgency = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("channel", channel);
    v("subject", subject);
    v("team", team);
    v("excerpt", excerpt);
    v("customer", customer);
    v("status", status);
    v("priority", priority);
    v("assignee", assignee);
    v("labels", labels);
    v("opened_at", opened_at);
    v("last_at", last_at);
    v("reply_due", reply_due);
    v("resolution_due", resolution_due);
    v("snoozed_until", snoozed_until);
    v("first_replied_at", first_replied_at);
    v("resolved_at", resolved_at);
    v("escalated", escalated);
    v("unread", unread);
    v("messages", messages);
    v("rating", rating);
    v("rating_text", rating_text, json::Multiline{});
    v("version", version);
    v("merged_into", merged_into);
    v("split_from", split_from);
    v("topic", topic);
    v("product_id", product_id);
    v("feeling", feeling, json::Doc{"How the customer's latest message feels; unknown: it was not read."});
    v("feeling_score", feeling_score, json::Between{-100, 100});
    v("intent", intent, json::Doc{"What the customer wants, such as refund; empty: nothing is likely."});
    v("severity", severity, json::Doc{"The gravest that the customer told since it was opened."});
    v("words", words, json::Items{0, read_words_max}, json::Doc{"That decided."});
    v("feeling_corrected", feeling_corrected);
    v("intent_corrected", intent_corrected);
    v("urgency", urgency, json::Doc{"Of a complaint that spreads: predicted reach x severity x customer value; otherwise 0."});
  }
};

// As they are now.
struct CardView {
  static constexpr const char* schema_name = "CareCardView";
  std::optional<content::ProductChip> product;
  std::optional<orders::OrderCard> order;
  template <class V>
  void describe(V& v) {
    v("product", product);
    v("order", order, json::Doc{"Neither: what was shown is not sold or not there any more."});
  }
};

struct MessageView {
  static constexpr const char* schema_name = "CareMessage";
  MessageId id;
  Direction direction = Direction::in;
  std::optional<identity::AccountId> author_id;
  std::string author_name;
  std::string text, html;
  Delivery delivery = Delivery::none;
  std::string failure;
  std::optional<Happened> happened;
  std::vector<identity::AccountId> mentions;
  std::vector<media::MediaView> attachments;
  std::vector<CardView> cards;
  Time at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("direction", direction);
    v("author_id", author_id);
    v("author_name", author_name);
    v("text", text, json::Multiline{}, json::Length{0, 20'000});
    v("html", html, json::Multiline{}, json::Length{0, 400'000});
    v("delivery", delivery);
    v("failure", failure);
    v("happened", happened);
    v("mentions", mentions);
    v("attachments", attachments, json::Doc{"Pictures; their addresses end within two hours."});
    v("cards", cards, json::Doc{"Products and orders that it shows."});
    v("at", at);
  }
};

struct RoomView {
  static constexpr const char* schema_name = "CareRoom";
  bool may_give = false;
  std::optional<std::int64_t> refund_max, credit_max, day_left;
  template <class V>
  void describe(V& v) {
    v("may_give", may_give);
    v("refund_max", refund_max);
    v("credit_max", credit_max);
    v("day_left", day_left);
  }
};

// What holds for an answer here and now.
struct TermsView {
  static constexpr const char* schema_name = "CareTerms";
  std::string rule;
  std::optional<Time> closes_at;
  bool open = true;
  std::int64_t text_max = 0;
  std::int64_t pictures_max = 0;
  std::int64_t cards_max = 0;
  template <class V>
  void describe(V& v) {
    v("rule", rule, json::Doc{"Why it may be closed, such as whatsapp_24h; empty: nothing holds."});
    v("closes_at", closes_at);
    v("open", open, json::Doc{"False: an answer would be refused with care.closed."});
    v("text_max", text_max, json::Doc{"Code points that one answer may have."});
    v("pictures_max", pictures_max, json::Doc{"Pictures that one answer may have; 0: this channel takes none."});
    v("cards_max", cards_max, json::Doc{"Products and orders that one answer may show; 0: none."});
  }
};

struct ApprovalView {
  static constexpr const char* schema_name = "CareApproval";
  std::string id;
  Decision status = Decision::pending;
  GiftKind kind = GiftKind::refund;
  std::optional<ConversationId> conversation_id;
  std::string reference, order_number;
  Money amount;
  std::string reason;
  AgentView asker;
  std::optional<AgentView> decided_by;
  std::string answer;
  Time at;
  std::optional<Time> decided_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status);
    v("kind", kind);
    v("conversation_id", conversation_id);
    v("reference", reference, json::Doc{"The order's id, or the account's."});
    v("order_number", order_number);
    v("amount", amount);
    v("reason", reason, json::Multiline{});
    v("asker", asker);
    v("decided_by", decided_by);
    v("answer", answer, json::Multiline{});
    v("at", at);
    v("decided_at", decided_at);
  }
};

// Of a channel that its customer sits in front of.
struct LiveView {
  static constexpr const char* schema_name = "CareLive";
  std::string thread_id;
  std::optional<MessageId> read_message_id;
  template <class V>
  void describe(V& v) {
    v("thread_id", thread_id, json::Doc{"To be watched at the socket of the messages: who types, and what was read."});
    v("read_message_id", read_message_id, json::Doc{"The newest of the shop's that the customer has read; null: none."});
  }
};

struct DetailView {
  static constexpr const char* schema_name = "CareDetail";
  ConversationView conversation;
  std::vector<MessageView> messages;  // oldest first
  std::optional<std::string> earlier_cursor;
  std::vector<AgentView> others;
  std::vector<ConversationView> earlier, same_address;
  std::vector<ConversationView> merged;   // into it
  std::vector<ApprovalView> approvals;    // that wait
  RoomView room;
  TermsView terms;
  std::optional<LiveView> live;
  template <class V>
  void describe(V& v) {
    v("conversation", conversation);
    v("messages", messages);
    v("earlier_cursor", earlier_cursor);
    v("others", others);
    v("merged", merged);
    v("approvals", approvals);
    v("earlier", earlier, json::Doc{"Others of the same account. Without an account there are none: an address proves nothing."});
    v("same_address", same_address, json::Doc{"Where somebody else, or the same customer, gave the same address: nobody has shown that it is one person."});
    v("room", room);
    v("terms", terms);
    v("live", live);
  }
};

// The customer's own view: no notes, no deadlines, no names of staff but of who answered.
struct OwnMessage {
  static constexpr const char* schema_name = "HelpMessage";
  MessageId id;
  bool mine = false;
  std::string author_name, text;
  std::vector<media::MediaView> attachments;
  std::vector<CardView> cards;
  Time at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("mine", mine);
    v("author_name", author_name);
    v("text", text, json::Multiline{}, json::Length{0, 20'000});
    v("attachments", attachments, json::Doc{"Pictures; their addresses end within two hours."});
    v("cards", cards, json::Doc{"Products and orders that it shows."});
    v("at", at);
  }
};
struct OwnConversation {
  static constexpr const char* schema_name = "HelpConversation";
  ConversationId id;
  std::string channel, subject;
  bool resolved = false, ask_rating = false, rating_open = false;
  std::optional<std::int64_t> rating;
  std::string rating_text;
  Time opened_at, last_at;
  std::vector<OwnMessage> messages;
  std::optional<std::string> access_token;  // only in the answer to who opened it
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("channel", channel);
    v("subject", subject);
    v("resolved", resolved);
    v("ask_rating", ask_rating, json::Doc{"It is resolved and was not rated since."});
    v("rating_open", rating_open, json::Doc{"A rating may be given, or changed: for a week after it was given."});
    v("rating", rating);
    v("rating_text", rating_text, json::Multiline{});
    v("opened_at", opened_at);
    v("last_at", last_at);
    v("messages", messages, json::Items{0, 500});
    v("access_token", access_token);
  }
};

class Views {
 public:
  explicit Views(const Needs& needs) : needs_(needs) {}
  ConversationView of(const Conversation& each) const;
  MessageView of(db::Reader& reader, const Message& message) const;
  ApprovalView of(db::Reader& reader, const Approval& each) const;
  AgentView colleague(identity::AccountId id) const;
  std::string name_of(identity::AccountId id) const;
  std::vector<media::MediaView> pictures(const Message& message) const;
  std::vector<CardView> cards(db::Reader& reader, const Message& message) const;
  void plug(const content::ProductChips& chips) { chips_ = &chips; }
  OwnConversation own(db::Reader& reader, const Conversation& each) const;

 private:
  const Needs needs_;
  const content::ProductChips* chips_ = nullptr;
};

}  // namespace plaza::care
