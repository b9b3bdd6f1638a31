// What feed announces, in the transaction that made the change. Readers take the thing itself from the database.
#pragma once

#include <cstdint>

#include "feed/rules.h"

namespace plaza::feed {

// The aggregate is 1: there is one set of settings.
struct SettingsChanged {
  static constexpr const char* topic = "feed.settings_changed";
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("version", version);
  }
};

// Made, edited or deleted.
struct RuleChanged {
  static constexpr const char* topic = "feed.rule_changed";
  RuleId rule_id;
  template <class V>
  void describe(V& v) {
    v("rule_id", rule_id);
  }
};

}  // namespace plaza::feed
