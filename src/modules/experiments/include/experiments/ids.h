#pragma once

#include "platform/base/id.h"

namespace plaza::experiments {

struct ExperimentTag {
  static constexpr const char* prefix = "exp";
};
using ExperimentId = Id<ExperimentTag>;

}  // namespace plaza::experiments
