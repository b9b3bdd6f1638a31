#pragma once

#include "platform/base/id.h"

namespace plaza::promotions {

// A discount: a code, or a rule that applies by itself.
struct DiscountTag {
  static constexpr const char* prefix = "dsc";
};
using DiscountId = Id<DiscountTag>;

}  // namespace plaza::promotions
