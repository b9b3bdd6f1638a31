#pragma once

#include "platform/base/background.h"

namespace plaza::jobs {

// Shared by enqueuers and runners of this process.
Background& background();

}  // namespace plaza::jobs
