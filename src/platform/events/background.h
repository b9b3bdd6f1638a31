#pragma once

#include "platform/base/background.h"

namespace plaza::events {

// Shared by publishers and dispatchers of this process.
Background& background();

}  // namespace plaza::events
