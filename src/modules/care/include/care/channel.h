// Port: a way by which customers write and are answered. One object per channel, named once; the app plugs them in before start().
//
// Coming in: the channel calls Care::receive() with what arrived; the same external id twice is one message. Going out: send() runs in
// a job on a blocking thread, with an idempotency key, and is tried again after any error but those of ErrorKind::invalid and
// unprocessable, which are refusals for good.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "care/conversation.h"
#include "platform/base/result.h"

namespace plaza::care {

class Live;

struct Capabilities {
  bool needs_address = false;     // nothing can go out without one
  std::size_t text_max = care::text_max;  // code points of one message
  std::size_t pictures_max = 0;           // of one answer; 0: answers have words alone
  std::size_t cards_max = 0;              // of one answer; 0: none can be shown
};

// What holds for answers to one conversation. Networks close their door some hours after the customer's last message.
struct Terms {
  std::string rule;           // "whatsapp_24h", "call" …: words are made where it is shown; empty: nothing holds
  Time closes;                // micros 0: the door stays open
  bool answerable = true;     // false: nothing can be sent here at all
  std::size_t text_max = 0;   // code points; 0: as in Capabilities
};

struct Outgoing {
  const Conversation& conversation;
  const Message& message;
  std::string key;                       // the same for every attempt: "cmg_…"
  std::string author_name;               // who answers
  std::vector<std::string> earlier_ids;  // external ids of the messages before it, oldest first, at most 20
};

class Channel {
 public:
  virtual ~Channel() = default;
  virtual std::string_view name() const = 0;
  virtual Capabilities capabilities() const = 0;
  // From memory; thread-safe.
  virtual Terms terms(const Conversation& conversation) const {
    static_cast<void>(conversation);
    return {};
  }
  // What its customers are shown in the same moment; null: nothing.
  virtual Live* live() { return nullptr; }
  // Blocking; thread-safe. Gives the external id that it got (may be empty).
  virtual Result<std::string> send(const Outgoing& outgoing) = 0;
};

// What came in by a channel.
struct Inbound {
  std::string channel;
  std::string channel_key;             // the channel's name of the thread; empty: none
  std::string token;                   // of a conversation, when what came carries one
  std::vector<std::string> answers_to; // external ids that it refers to, the nearest first
  std::string external_id;             // empty: there is none, and the caller knows that it comes once
  Customer customer;
  std::string subject;
  std::string text;
  std::string html = "";  // made safe already
  std::string topic = ""; // of the contact page: decides team and priority; empty: what the words want decides the team
  catalog::ProductId product = {};  // that it is about
  std::vector<media::MediaId> pictures = {};  // restricted uploads
  std::vector<Card> cards = {};               // the channel has checked that the orders are the customer's
};

struct Received {
  ConversationId conversation_id;
  MessageId message_id;
  bool fresh_conversation = false;
  bool known = false;  // had come before: nothing was done
};

}  // namespace plaza::care
