// What promotions announces, in the transaction that made the change. The aggregate is the discount.
#pragma once

#include <cstdint>

#include "platform/json/describe.h"
#include "promotions/ids.h"

namespace plaza::promotions {

// Made, edited, switched off or deleted. Readers take the discount itself by its id.
struct DiscountChanged {
  static constexpr const char* topic = "promotions.discount_changed";
  DiscountId discount_id;
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("discount_id", discount_id);
    v("version", version);
  }
};

}  // namespace plaza::promotions
