// What predictions announces.
#pragma once

#include "platform/base/time.h"
#include "platform/json/describe.h"

namespace plaza::predictions {

// New models and numbers stand in the tables. The aggregate is 1.
struct Trained {
  static constexpr const char* topic = "predictions.trained";
  Time at;
  template <class V>
  void describe(V& v) {
    v("at", at);
  }
};

}  // namespace plaza::predictions
