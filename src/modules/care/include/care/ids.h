#pragma once

#include "platform/base/id.h"

namespace plaza::care {

// One care case on any channel.
struct ConversationTag {
  static constexpr const char* prefix = "cnv";
};
using ConversationId = Id<ConversationTag>;

// One turn in it.
struct MessageTag {
  static constexpr const char* prefix = "cmg";
};
using MessageId = Id<MessageTag>;

// Words that agents use again and again.
struct SavedReplyTag {
  static constexpr const char* prefix = "srp";
};
using SavedReplyId = Id<SavedReplyTag>;

}  // namespace plaza::care
