// Staff roles and API keys.
#pragma once

#include "identity/api_keys.h"
#include "identity/staff.h"
#include "account_service.h"
#include "session_service.h"
#include "parts.h"

namespace plaza::identity {

class StaffService final : public Staff {
 public:
  StaffService(Parts& parts, AccountService& accounts, SessionService& sessions)
      : parts_(parts), accounts_(accounts), sessions_(sessions) {}
  std::vector<Account> list(db::Reader& reader) override { return store::list_staff(reader); }
  Status grant(db::Transaction& tx, AccountId id, Role role) override;
  Status revoke(db::Transaction& tx, AccountId id, Role role) override;
  Result<AccountId> add(db::Transaction& tx, std::string_view email, Role role, std::string_view password_hash) override;
  // All roles. Errors as revoke().
  Status dismiss(db::Transaction& tx, AccountId id);

 private:
  Status remove(db::Transaction& tx, AccountId id, std::uint32_t roles);
  void remember(db::Transaction& tx, AccountId id, std::uint32_t roles);
  Parts& parts_;
  AccountService& accounts_;
  SessionService& sessions_;
};

class KeyService final : public ApiKeys {
 public:
  explicit KeyService(Parts& parts) : parts_(parts) {}
  std::optional<KeyKind> kind_of(std::string_view key) const override;
  Result<Created> create(db::Transaction& tx, KeyKind kind, std::string_view name) override;
  Status revoke(db::Transaction& tx, ApiKeyId id) override;
  std::vector<ApiKey> list(db::Reader& reader) override;

 private:
  Parts& parts_;
};

}  // namespace plaza::identity
