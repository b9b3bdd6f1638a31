#pragma once

#include "platform/base/id.h"

namespace plaza::notifications {

// One line of the bell.
struct NotificationTag {
  static constexpr const char* prefix = "ntf";
};
using NotificationId = Id<NotificationTag>;

}  // namespace plaza::notifications
