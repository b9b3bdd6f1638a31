#pragma once

#include "platform/base/id.h"

namespace plaza::inventory {

// A place that holds stock.
struct LocationTag {
  static constexpr const char* prefix = "loc";
};
using LocationId = Id<LocationTag>;

// Units held until a time.
struct ReservationTag {
  static constexpr const char* prefix = "rsv";
};
using ReservationId = Id<ReservationTag>;

}  // namespace plaza::inventory
