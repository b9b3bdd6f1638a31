// What identity announces. `visitor` is the anonymous id (cookie plaza_visitor) that signed up or in; it may be empty.
#pragma once

#include <string>

#include "identity/ids.h"
#include "platform/json/describe.h"

namespace plaza::identity {

// Aggregate of all: the account's id.
struct AccountCreated {
  static constexpr const char* topic = "identity.account_created";
  AccountId account_id;
  std::string visitor;
  std::string display_name;
  std::string handle;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("visitor", visitor);
    v("display_name", display_name);
    v("handle", handle);
  }
};

// Name, handle, bio or avatar changed.
struct AccountUpdated {
  static constexpr const char* topic = "identity.account_updated";
  AccountId account_id;
  std::string display_name;
  std::string handle;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("display_name", display_name);
    v("handle", handle);
  }
};

struct SignedIn {
  static constexpr const char* topic = "identity.signed_in";
  AccountId account_id;
  std::string visitor;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("visitor", visitor);
  }
};

struct AccountErased {
  static constexpr const char* topic = "identity.account_erased";
  AccountId account_id;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
  }
};

}  // namespace plaza::identity
