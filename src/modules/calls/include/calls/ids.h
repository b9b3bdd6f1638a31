#pragma once

#include "platform/base/id.h"

namespace plaza::calls {

// One telephone call.
struct CallTag {
  static constexpr const char* prefix = "cal";
};
using CallId = Id<CallTag>;

}  // namespace plaza::calls
