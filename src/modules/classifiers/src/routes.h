#pragma once

#include "classifiers/module.h"
#include "store.h"

namespace plaza::classifiers {

struct LearnJob {
  static constexpr const char* kind = "classifiers.learn";
};

void add_routes(http::Routes& routes, const Needs& needs);

}  // namespace plaza::classifiers
