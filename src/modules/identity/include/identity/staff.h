// Staff: accounts with roles. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "identity/accounts.h"
#include "identity/roles.h"

namespace plaza::identity {

class Staff {
 public:
  virtual ~Staff() = default;
  virtual std::vector<Account> list(db::Reader& reader) = 0;  // at most 1,000
  // Gives an existing account a role. Errors: identity.not_found.
  virtual Status grant(db::Transaction& tx, AccountId id, Role role) = 0;
  // Takes a role away. Errors: identity.not_found, identity.last_owner (there must always be one).
  virtual Status revoke(db::Transaction& tx, AccountId id, Role role) = 0;
  // For the command line: makes the account when there is none (e-mail taken as verified), gives it the role, and sets the
  // password when `password_hash` is not empty (which signs out everywhere).
  virtual Result<AccountId> add(db::Transaction& tx, std::string_view email, Role role,
                                std::string_view password_hash) = 0;
};

}  // namespace plaza::identity
