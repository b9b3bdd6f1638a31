// What identity's services share.
#pragma once

#include <atomic>

#include "identity/account_mail.h"
#include "identity/module.h"
#include "identity/surroundings.h"
#include "memory.h"
#include "platform/json/describe.h"

namespace plaza::identity {

struct Parts {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  crypto::PasswordHasher& passwords;
  bool secure_cookie = false;
  Limits limits;
  Memory memory = {};
  AccountMail* mail = nullptr;            // plugged in before the first request
  Surroundings* surroundings = nullptr;
  Farewell* farewell = nullptr;
};

// For the other nodes: what they hold of this account is old. Not sent on SQLite, where there is one process.
struct AccessChanged {
  static constexpr const char* topic = "identity.access_changed";
  AccountId account_id;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
  }
};
struct KeysChanged {
  static constexpr const char* topic = "identity.keys_changed";
  ApiKeyId key_id;
  template <class V>
  void describe(V& v) {
    v("key_id", key_id);
  }
};

template <class E>
void tell_other_nodes(db::Transaction& tx, std::int64_t aggregate, const E& event) {
  if (tx.engine() == db::Engine::postgres) events::publish(tx, aggregate, event);
}

inline Error not_found(std::string detail) {
  return Error{ErrorKind::not_found, "identity.not_found", std::move(detail)};
}

}  // namespace plaza::identity
