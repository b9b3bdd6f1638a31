#pragma once

#include "platform/base/id.h"

namespace plaza::radar {

struct AlertTag {
  static constexpr const char* prefix = "alr";
};
using AlertId = Id<AlertTag>;

}  // namespace plaza::radar
