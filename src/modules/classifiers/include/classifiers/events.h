// What classifiers announces: for the memory of nodes.
#pragma once

#include "classifiers/classifiers.h"
#include "platform/json/describe.h"

namespace plaza::classifiers {

struct ModelsChanged {
  static constexpr const char* topic = "classifiers.models_changed";
  Trait trait = Trait::toxicity;
  template <class V>
  void describe(V& v) {
    v("trait", trait);
  }
};

}  // namespace plaza::classifiers
