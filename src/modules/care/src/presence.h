// Who else is looking at a conversation, or typing in it: in this node's memory, gone by itself. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "care/ids.h"
#include "identity/ids.h"
#include "platform/base/time.h"

namespace plaza::care {

inline constexpr Micros presence_lasts = seconds(25);

class Presence {
 public:
  struct Seen {
    identity::AccountId account;
    bool typing = false;
    Time until;
  };
  void here(ConversationId id, identity::AccountId account, bool typing, Time now);
  void gone(ConversationId id, identity::AccountId account);
  std::vector<Seen> others(ConversationId id, identity::AccountId but, Time now);

 private:
  std::mutex mutex_;
  std::map<ConversationId, std::vector<Seen>> seen_;
};

}  // namespace plaza::care
