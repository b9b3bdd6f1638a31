#pragma once

#include "platform/base/id.h"

namespace plaza::identity {

// A login of a profile.
struct AccountTag {
  static constexpr const char* prefix = "acc";
};
using AccountId = Id<AccountTag>;

// A signed-in browser or app.
struct SessionTag {
  static constexpr const char* prefix = "ses";
};
using SessionId = Id<SessionTag>;

// A key for programs.
struct ApiKeyTag {
  static constexpr const char* prefix = "key";
};
using ApiKeyId = Id<ApiKeyTag>;

}  // namespace plaza::identity
