#pragma once

#include "platform/base/id.h"

namespace plaza::drops {

// One sale of a product as a drop.
struct DropTag {
  static constexpr const char* prefix = "drp";
};
using DropId = Id<DropTag>;

// One person's place in a drop's line.
struct TicketTag {
  static constexpr const char* prefix = "tkt";
};
using TicketId = Id<TicketTag>;

}  // namespace plaza::drops
