#pragma once

#include "platform/base/id.h"

namespace plaza::answers {

// One article of the help centre.
struct ArticleTag {
  static constexpr const char* prefix = "hlp";
};
using ArticleId = Id<ArticleTag>;

}  // namespace plaza::answers
