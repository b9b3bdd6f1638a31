#pragma once

#include "platform/base/id.h"

namespace plaza::interchange {

// One file that was taken in.
struct RunTag {
  static constexpr const char* prefix = "run";
};
using RunId = Id<RunTag>;

}  // namespace plaza::interchange
