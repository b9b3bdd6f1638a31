// Accounts: making, changing, erasing and finding them.
#pragma once

#include <optional>
#include <string>

#include "account_store.h"
#include "parts.h"

namespace plaza::identity {

// What a member changes of itself; absent: stays.
struct AccountChange {
  std::optional<std::string> display_name;
  std::optional<std::string> bio;
  std::optional<std::string> handle;
  std::optional<std::int64_t> avatar_media_id;  // 0: none
};

class AccountService final : public Accounts {
 public:
  explicit AccountService(Parts& parts) : parts_(parts) {}

  std::optional<Face> face(AccountId id) const override { return parts_.memory.face(id); }
  std::optional<Face> face_of_handle(std::string_view handle) const override;
  std::vector<Face> faces_after(AccountId after, int limit) const override;
  std::int64_t count() const override { return static_cast<std::int64_t>(parts_.memory.count()); }
  std::optional<Account> find(db::Reader& reader, AccountId id) override { return store::find_account(reader, id); }
  std::optional<Account> find_by_email(db::Reader& reader, std::string_view email) override;
  std::vector<Account> list(db::Reader& reader, std::string_view query, AccountId before, int limit) override;
  Result<Account> create(db::Transaction& tx, const NewAccount& account) override;
  Status erase(db::Transaction& tx, AccountId id) override;

  // Errors: identity.not_found, identity.handle_taken, request.invalid.
  Result<Account> change(db::Transaction& tx, AccountId id, const AccountChange& change);
  // All field errors of a sign-up at once.
  static Status check(const NewAccount& account);

 private:
  Result<std::string> insert(db::Transaction& tx, store::AccountRow row, const std::string& wanted_handle, Time now);
  Parts& parts_;
};

Error email_taken();
Error handle_taken();
Error last_owner();

}  // namespace plaza::identity
