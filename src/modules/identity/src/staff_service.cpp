#include "staff_service.h"

#include "key_store.h"
#include "platform/base/text.h"
#include "rules.h"

namespace plaza::identity {

void StaffService::remember(db::Transaction& tx, AccountId id, std::uint32_t roles) {
  tell_other_nodes(tx, id.value, AccessChanged{id});
  tx.on_commit([this, id, roles] { parts_.memory.put_roles(id, roles); });
}

Status StaffService::grant(db::Transaction& tx, AccountId id, Role role) {
  const auto roles = store::add_roles(tx, id, bit_of(role), parts_.clock.now());
  if (!roles) return not_found("There is no such account.");
  remember(tx, id, *roles);
  return done();
}

Status StaffService::revoke(db::Transaction& tx, AccountId id, Role role) { return remove(tx, id, bit_of(role)); }

Status StaffService::dismiss(db::Transaction& tx, AccountId id) { return remove(tx, id, any_staff); }

Status StaffService::remove(db::Transaction& tx, AccountId id, std::uint32_t taken) {
  // Asked before the account is read, so that two owners who dismiss each other come one after the other.
  const bool others = (taken & owner) == 0 || store::another_owner_remains(tx, id);
  const auto account = store::find_account(tx, id);
  if (!account) return not_found("There is no such account.");
  if (!others && (account->roles & owner)) return last_owner();
  const auto roles = store::remove_roles(tx, id, taken, parts_.clock.now());
  CHECK(roles.has_value());
  remember(tx, id, *roles);
  return done();
}

Result<AccountId> StaffService::add(db::Transaction& tx, std::string_view email, Role role,
                                    std::string_view password_hash) {
  AccountId id;
  if (const auto known = store::find_account_by_email(tx, email)) {
    id = known->id;
    if (!password_hash.empty()) {
      store::set_password(tx, id, password_hash, parts_.clock.now());
      sessions_.end_all(tx, id);
    }
  } else {
    NewAccount account;
    account.email = email;
    account.display_name = std::string(email.substr(0, email.find('@')));
    account.password_hash = password_hash;
    account.email_verified = true;
    TRY(const Account created, accounts_.create(tx, account));
    id = created.id;
  }
  TRY_DONE(grant(tx, id, role));
  return id;
}

std::optional<KeyKind> KeyService::kind_of(std::string_view key) const {
  if (key.size() > 200) return std::nullopt;
  return parts_.memory.find_key(digest_of(key));
}

Result<ApiKeys::Created> KeyService::create(db::Transaction& tx, KeyKind kind, std::string_view name) {
  const std::string_view shown = trimmed(name);
  if (!is_utf8(shown) || shown.empty() || code_points(shown) > 60) {
    return invalid_field("name", "out_of_range", "must have 1 to 60 characters");
  }
  if (store::count_keys(tx) >= keys_max) {
    return Error{ErrorKind::conflict, "identity.too_many_keys", "There are 100 keys in use: revoke one first."};
  }
  const std::string_view prefix = kind == KeyKind::public_key ? public_key_prefix : secret_key_prefix;
  Created created;
  created.secret = new_secret(prefix);
  created.key = {parts_.ids.make<ApiKeyId>(), kind, std::string(shown),
                 std::string(prefix) + "…" + created.secret.substr(created.secret.size() - 4), parts_.clock.now(), Time{}};
  const Digest digest = digest_of(created.secret);
  store::insert_key(tx, created.key, digest);
  tell_other_nodes(tx, created.key.id.value, KeysChanged{created.key.id});
  tx.on_commit([this, key = LoadedKey{created.key.id, kind, digest}] { parts_.memory.put_key(key); });
  return created;
}

Status KeyService::revoke(db::Transaction& tx, ApiKeyId id) {
  if (!store::has_key(tx, id)) return not_found("There is no such key.");
  store::revoke_key(tx, id, parts_.clock.now());
  tell_other_nodes(tx, id.value, KeysChanged{id});
  tx.on_commit([this, id] { parts_.memory.forget_key(id); });
  return done();
}

std::vector<ApiKey> KeyService::list(db::Reader& reader) { return store::list_keys(reader); }

}  // namespace plaza::identity
