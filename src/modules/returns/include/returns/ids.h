#pragma once

#include "platform/base/id.h"

namespace plaza::returns {

// Goods of one order that come back together.
struct ReturnTag {
  static constexpr const char* prefix = "rtn";
};
using ReturnId = Id<ReturnTag>;

// One unit that is promised to work until a day.
struct WarrantyTag {
  static constexpr const char* prefix = "wty";
};
using WarrantyId = Id<WarrantyTag>;

// What somebody says is wrong with it.
struct ClaimTag {
  static constexpr const char* prefix = "clm";
};
using ClaimId = Id<ClaimTag>;

}  // namespace plaza::returns
