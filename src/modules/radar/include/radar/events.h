// What radar announces, in the transaction that made the change.
#pragma once

#include <cstdint>

#include "catalog/ids.h"
#include "content/ids.h"
#include "platform/json/describe.h"
#include "radar/ids.h"

namespace plaza::radar {

// A negative post about a product is likely to spread. Once a post, and again when its forecast has doubled. The aggregate is the post.
struct ComplaintAlert {
  static constexpr const char* topic = "radar.complaint_alert";
  AlertId alert_id;
  content::PostId post_id;
  std::int64_t reach = 0;     // who saw it so far
  std::int64_t expected = 0;  // who will have seen it
  std::int64_t times = 1;     // 1: the first time
  template <class V>
  void describe(V& v) {
    v("alert_id", alert_id);
    v("post_id", post_id);
    v("reach", reach);
    v("expected", expected);
    v("times", times);
  }
};

// The aggregate is the product.
struct PromotionChanged {
  static constexpr const char* topic = "radar.promotion_changed";
  catalog::ProductId product_id;
  bool paused = false;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("paused", paused);
  }
};

}  // namespace plaza::radar
