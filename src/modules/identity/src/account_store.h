// Rows of accounts and roles.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/accounts.h"
#include "platform/db/connection.h"

namespace plaza::identity::store {

struct AccountRow {
  Account account;
  std::string password_hash;
};

// False when the e-mail address or the handle is taken.
bool insert_account(db::Transaction& tx, const AccountRow& row, Time now);
std::optional<Account> find_account(db::Reader& reader, AccountId id);
std::optional<Account> find_account_by_email(db::Reader& reader, std::string_view email);
std::vector<Account> list_accounts(db::Reader& reader, std::string_view query, AccountId before, int limit);
std::vector<Account> list_staff(db::Reader& reader);
void load_accounts(db::Reader& reader, const std::function<void(Face, std::uint32_t roles)>& each);

struct Password {
  AccountId id;
  std::string hash;
};
std::optional<Password> find_password(db::Reader& reader, std::string_view email);
std::optional<std::string> find_password_of(db::Reader& reader, AccountId id);
void set_password(db::Transaction& tx, AccountId id, std::string_view hash, Time now);
// False when it is another by now.
bool replace_password(db::Transaction& tx, AccountId id, std::string_view old_hash, std::string_view new_hash);
// Only if the account still has this address.
void set_verified(db::Transaction& tx, AccountId id, std::string_view email_key, Time now);
void update_profile(db::Transaction& tx, const Account& account, Time now);
// False when it is taken.
bool set_handle(db::Transaction& tx, AccountId id, std::string_view handle);
void delete_account(db::Transaction& tx, AccountId id);

// The roles after the change; nothing when there is no such account.
std::optional<std::uint32_t> add_roles(db::Transaction& tx, AccountId id, std::uint32_t roles, Time now);
std::optional<std::uint32_t> remove_roles(db::Transaction& tx, AccountId id, std::uint32_t roles, Time now);
// Waits for others who take owners away; then says whether there is an owner besides `id`.
bool another_owner_remains(db::Transaction& tx, AccountId id);

}  // namespace plaza::identity::store
