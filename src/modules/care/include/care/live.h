// Port: what a channel shows its customer in the same moment, such as a chat that is open on their page. A channel that has it gives it by
// Channel::live(). Only that somebody types is told, never what; and only to the customer of that very thread. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "care/conversation.h"
#include "platform/db/connection.h"

namespace plaza::care {

struct LiveThread {
  std::string thread;                 // under which an agent's page hears of it: "thr_…"
  std::vector<std::string> read_ids;  // external ids of the shop's that the customer has read, the newest first, at most 20
};

class Live {
 public:
  virtual ~Live() = default;
  // Nothing: the thread is gone.
  virtual std::optional<LiveThread> look(db::Reader& reader, const Conversation& conversation) = 0;
  // An agent writes an answer: shown to the customer for some seconds.
  virtual void answering(db::Reader& reader, const Conversation& conversation) = 0;
  // An agent has seen the messages with these external ids (the oldest first): shown to the customer.
  virtual void seen(db::Transaction& tx, const Conversation& conversation, const std::vector<std::string>& external_ids) = 0;
};

}  // namespace plaza::care
