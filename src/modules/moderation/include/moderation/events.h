// What moderation announces, in the transaction that made the change. The aggregate is the case.
#pragma once

#include <string>

#include "identity/ids.h"
#include "moderation/ids.h"
#include "moderation/subject.h"
#include "platform/json/describe.h"

namespace plaza::moderation {

// A piece is kept from others until somebody has looked at it.
struct ContentHeld {
  static constexpr const char* topic = "moderation.content_held";
  CaseId case_id;
  Kind kind = Kind::post;
  std::string subject_id;
  identity::AccountId author_id;
  template <class V>
  void describe(V& v) {
    v("case_id", case_id);
    v("kind", kind);
    v("subject_id", subject_id);
    v("author_id", author_id);
  }
};

// A held piece may be seen.
struct ContentReleased : ContentHeld {
  static constexpr const char* topic = "moderation.content_released";
};
// A moderator took it away.
struct ContentRemoved : ContentHeld {
  static constexpr const char* topic = "moderation.content_removed";
};
// A removed piece may be seen again (an appeal, or somebody thought better).
struct ContentRestored : ContentHeld {
  static constexpr const char* topic = "moderation.content_restored";
};

// The rules of the shop or of a group are others now: for the memory of nodes.
struct RulesChanged {
  static constexpr const char* topic = "moderation.rules_changed";
  std::string scope;  // empty: the shop's
  template <class V>
  void describe(V& v) {
    v("scope", scope);
  }
};

}  // namespace plaza::moderation
