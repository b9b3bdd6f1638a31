// Port: what care tells visitors about when the brand answers. Without one: agents are there while a page of the studio that
// watches chats is open on this node, and no time is promised. Answers from memory; thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "messaging/messages.h"
#include "platform/base/time.h"

namespace plaza::messaging {

struct DeskStatus {
  bool open = false;    // within business hours, and somebody answers
  std::optional<std::int64_t> answers_within_minutes = {};  // what is true of the last weeks; nothing: promise nothing
  std::optional<Time> opens_at = {};                        // when closed
};

class Desk {
 public:
  virtual ~Desk() = default;
  virtual DeskStatus status() const = 0;
  // True: care itself mails an answer to a customer who is away (as a thread that can be answered). False: messaging mails it.
  virtual bool mails_answers() const { return false; }
};

// Who of the brand has a page open that takes chats, on this node. For care's own Desk.
class Presence {
 public:
  virtual ~Presence() = default;
  virtual std::int64_t agents_here() const = 0;
  // Whether the customer of this chat has a page open here: else the answer goes by mail.
  virtual bool customer_here(const Thread& chat) const = 0;
};

}  // namespace plaza::messaging
