#pragma once

#include "platform/base/id.h"

namespace plaza::segments {

struct SegmentTag {
  static constexpr const char* prefix = "seg";
};
using SegmentId = Id<SegmentTag>;

}  // namespace plaza::segments
