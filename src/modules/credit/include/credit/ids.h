#pragma once

#include "platform/base/id.h"

namespace plaza::credit {

struct GiftCardTag {
  static constexpr const char* prefix = "gft";
};
using GiftCardId = Id<GiftCardTag>;

// One movement of the ledger: postings that sum to zero.
struct MovementTag {
  static constexpr const char* prefix = "mov";
};
using MovementId = Id<MovementTag>;

}  // namespace plaza::credit
