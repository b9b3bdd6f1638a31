// What profiles announces. Aggregate: the account's id; of a visitor's consent 0.
#pragma once

#include <optional>
#include <string>

#include "identity/ids.h"
#include "platform/json/describe.h"

namespace plaza::profiles {

struct ProfilesMerged {
  static constexpr const char* topic = "profiles.profiles_merged";
  identity::AccountId account_id;
  std::string visitor;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("visitor", visitor);
  }
};

struct ProfilesUnmerged {
  static constexpr const char* topic = "profiles.profiles_unmerged";
  identity::AccountId account_id;
  std::string visitor;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("visitor", visitor);
  }
};

// A choice was made or taken back. One of the two is who chose.
struct ConsentChanged {
  static constexpr const char* topic = "profiles.consent_changed";
  std::optional<identity::AccountId> account_id;
  std::string visitor;
  std::string purpose, channel;
  bool given = false;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("visitor", visitor);
    v("purpose", purpose);
    v("channel", channel);
    v("given", given);
  }
};

// Aggregate: the blocker.
struct BlockChanged {
  static constexpr const char* topic = "profiles.block_changed";
  identity::AccountId blocker_id;
  identity::AccountId blocked_id;
  bool on = false;
  template <class V>
  void describe(V& v) {
    v("blocker_id", blocker_id);
    v("blocked_id", blocked_id);
    v("on", on);
  }
};

}  // namespace plaza::profiles
