#pragma once

#include "platform/base/id.h"

namespace plaza::media {

// An upload with its renditions.
struct MediaTag {
  static constexpr const char* prefix = "med";
};
using MediaId = Id<MediaTag>;

}  // namespace plaza::media
