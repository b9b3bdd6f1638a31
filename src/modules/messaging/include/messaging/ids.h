#pragma once

#include "platform/base/id.h"

namespace plaza::messaging {

// Two members, or a visitor and the brand.
struct ThreadTag {
  static constexpr const char* prefix = "thr";
};
using ThreadId = Id<ThreadTag>;

struct MessageTag {
  static constexpr const char* prefix = "msg";
};
using MessageId = Id<MessageTag>;

}  // namespace plaza::messaging
