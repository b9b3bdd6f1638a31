// Port: what care tells visitors about when the brand answers. Without one: agents are there while a page of the studio that
// watches chats is open on this node, and no time is promised. Answers from memory; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "messaging/messages.h"
#include "platform/base/time.h"

namespace plaza::messaging {

struct DeskStatus {
  bool open = false;    // within business hours, and somebody answers
  std::optional<std::int64_t> answers_within_minutes = {};  // what is true of the last weeks; nothing: promise nothing
  std::optional<Time> opens_at = {};                        // when closed
};

// How the help in a chat was: asked once it is resolved.
struct ChatRating {
  bool asked = false;       // it is resolved and was not rated since
  bool open = false;        // it may be given, or changed
  std::int64_t rating = 0;  // 1 to 5; 0: not given
  std::string text;
};

class Desk {
 public:
  virtual ~Desk() = default;
  virtual DeskStatus status() const = 0;
  // True: care itself mails an answer to a customer who is away (as a thread that can be answered). False: messaging mails it.
  virtual bool mails_answers() const { return false; }
  // Nothing: nobody asks. The caller has checked that the chat is theirs.
  virtual std::optional<ChatRating> rating(db::Reader& reader, const Thread& chat) const {
    static_cast<void>(reader), static_cast<void>(chat);
    return std::nullopt;
  }
  // Errors: those of whoever keeps ratings; messaging.not_found (404) without one.
  virtual Result<ChatRating> rate(db::Transaction& tx, const Thread& chat, std::int64_t rating, std::string_view text) const {
    static_cast<void>(tx), static_cast<void>(chat), static_cast<void>(rating), static_cast<void>(text);
    return Error{ErrorKind::not_found, "messaging.not_found", "There is nothing to rate."};
  }
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
