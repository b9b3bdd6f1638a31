#include "account_store.h"

#include "platform/base/text.h"
#include "platform/db/database.h"
#include "rules.h"
#include "statements.h"

namespace plaza::identity::store {
namespace {

Account account_from(const db::Row& row) {
  Account account;
  account.id = row.id<AccountId>(0);
  account.email = row.string(1);
  account.handle = row.string(2);
  account.display_name = row.string(3);
  account.bio = row.string(4);
  account.avatar_media_id = row.integer(5);
  account.email_verified_at = row.time(6);
  account.created_at = row.time(7);
  account.roles = static_cast<std::uint32_t>(row.integer(8));
  account.locale = row.string(9);
  return account;
}

std::uint32_t roles_from(const db::Row& row) { return static_cast<std::uint32_t>(row.integer(0)); }

}  // namespace

bool insert_account(db::Transaction& tx, const AccountRow& row, Time now) {
  const Account& account = row.account;
  const std::string key = email_key(account.email);
  const std::string name_key = folded(account.display_name);
  return tx.one(sql::insert_account,
                {account.id, account.email, key, account.handle, account.display_name, name_key, row.password_hash,
                 account.email_verified_at, account.locale, now, account.bio, account.avatar_media_id},
                [](const db::Row&) { return true; })
      .has_value();
}

std::optional<Account> find_account(db::Reader& reader, AccountId id) {
  return reader.one(sql::find_account, {id}, account_from);
}

std::optional<Account> find_account_by_email(db::Reader& reader, std::string_view email) {
  return reader.one(sql::find_account_by_email, {email_key(email)}, account_from);
}

std::vector<Account> list_accounts(db::Reader& reader, std::string_view query, AccountId before, int limit) {
  const std::string text = starts_with_pattern(email_key(query));
  const std::string name = starts_with_pattern(folded(trimmed(query)));
  const AccountId end = before ? before : AccountId{std::numeric_limits<std::int64_t>::max()};
  return reader.all(sql::list_accounts, {end, text, name, limit}, account_from);
}

std::vector<Account> list_staff(db::Reader& reader) { return reader.all(sql::list_staff, {}, account_from); }

void load_accounts(db::Reader& reader, const std::function<void(Face, std::uint32_t)>& each) {
  AccountId last;
  for (bool more = true; more;) {
    more = false;
    reader.each(sql::load_faces, {last}, [&](const db::Row& row) {
      more = true;
      last = row.id<AccountId>(0);
      each(Face{last, row.string(1), row.string(2), row.string(3), row.integer(4)},
           static_cast<std::uint32_t>(row.integer(5)));
    });
  }
}

std::optional<Password> find_password(db::Reader& reader, std::string_view email) {
  return reader.one(sql::find_password, {email_key(email)},
                    [](const db::Row& row) { return Password{row.id<AccountId>(0), row.string(1)}; });
}

std::optional<std::string> find_password_of(db::Reader& reader, AccountId id) {
  return reader.one(sql::find_password_of, {id}, [](const db::Row& row) { return row.string(0); });
}

void set_password(db::Transaction& tx, AccountId id, std::string_view hash, Time now) {
  tx.execute(sql::set_password, {id, hash, now});
}

bool replace_password(db::Transaction& tx, AccountId id, std::string_view old_hash, std::string_view new_hash) {
  return tx.execute(sql::replace_password, {id, old_hash, new_hash}) == 1;
}

void set_verified(db::Transaction& tx, AccountId id, std::string_view key, Time now) {
  tx.execute(sql::set_verified, {id, key, now});
}

void update_profile(db::Transaction& tx, const Account& account, Time now) {
  const std::string name_key = folded(account.display_name);
  tx.execute(sql::update_profile,
             {account.id, account.display_name, name_key, account.bio, account.avatar_media_id, now});
}

bool set_handle(db::Transaction& tx, AccountId id, std::string_view handle) {
  bool set = false;
  try {
    tx.nested([&] {
      set = tx.execute(sql::set_handle, {id, handle}) == 1;
      return set;
    });
  } catch (const db::DatabaseError& error) {
    // Somebody took it between the look and the write.
    if (error.kind() != db::DatabaseError::Kind::constraint) throw;
    set = false;
  }
  return set;
}

void delete_account(db::Transaction& tx, AccountId id) { tx.execute(sql::delete_account, {id}); }

std::optional<std::uint32_t> add_roles(db::Transaction& tx, AccountId id, std::uint32_t roles, Time now) {
  return tx.one(sql::add_roles, {id, std::int64_t{roles}, now}, roles_from);
}

std::optional<std::uint32_t> remove_roles(db::Transaction& tx, AccountId id, std::uint32_t roles, Time now) {
  return tx.one(sql::remove_roles, {id, std::int64_t{roles}, now}, roles_from);
}

bool another_owner_remains(db::Transaction& tx, AccountId id) {
  tx.execute(sql::lock_owners, {});
  return tx.one(sql::other_owner, {id}, [](const db::Row&) { return true; }).has_value();
}

}  // namespace plaza::identity::store
