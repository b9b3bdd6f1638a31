#include "account_service.h"

#include <algorithm>

#include "identity/events.h"
#include "platform/base/text.h"
#include "rules.h"
#include "session_store.h"

namespace plaza::identity {

Error email_taken() {
  return Error{ErrorKind::conflict, "identity.email_taken", "There is an account with this e-mail address already."};
}
Error handle_taken() {
  return Error{ErrorKind::conflict, "identity.handle_taken", "Somebody else has this handle."};
}
Error last_owner() {
  return Error{ErrorKind::conflict, "identity.last_owner", "There must always be an owner: make somebody else one first."};
}

std::optional<Face> AccountService::face_of_handle(std::string_view handle) const {
  if (handle.starts_with('@')) handle.remove_prefix(1);
  return parts_.memory.face_of_handle(lower_ascii(handle));
}

std::vector<Face> AccountService::faces_after(AccountId after, int limit) const {
  return parts_.memory.faces_after(after, static_cast<std::size_t>(std::max(limit, 0)));
}

std::optional<Account> AccountService::find_by_email(db::Reader& reader, std::string_view email) {
  return store::find_account_by_email(reader, email);
}

std::vector<Account> AccountService::list(db::Reader& reader, std::string_view query, AccountId before, int limit) {
  return store::list_accounts(reader, query, before, std::clamp(limit, 1, 100));
}

Status AccountService::check(const NewAccount& account) {
  Error all{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", {}};
  const auto collect = [&](const Result<std::string>& checked) {
    if (checked.ok()) return;
    all.fields.insert(all.fields.end(), checked.error().fields.begin(), checked.error().fields.end());
  };
  collect(valid_email(account.email));
  collect(valid_name(account.display_name));
  if (!account.handle.empty()) collect(valid_handle(account.handle));
  if (!all.fields.empty()) return all;
  return done();
}

Result<Account> AccountService::create(db::Transaction& tx, const NewAccount& wanted) {
  TRY_DONE(check(wanted));
  const Time now = parts_.clock.now();
  store::AccountRow row;
  row.account.id = parts_.ids.make<AccountId>();
  row.account.email = *valid_email(wanted.email);
  row.account.display_name = *valid_name(wanted.display_name);
  row.account.email_verified_at = wanted.email_verified ? now : Time{};
  row.account.created_at = now;
  row.account.bio = wanted.bio;
  row.account.avatar_media_id = wanted.avatar_media_id;
  row.account.locale = wanted.locale == "vi" ? "vi" : "en";
  row.password_hash = wanted.password_hash;
  const std::string handle = wanted.handle.empty() ? std::string() : *valid_handle(wanted.handle);
  TRY(row.account.handle, insert(tx, row, handle, now));

  const Account& account = row.account;
  events::publish(tx, account.id.value,
                  AccountCreated{account.id, wanted.visitor, account.display_name, account.handle});
  tx.on_commit([this, face = face_of(account)] { parts_.memory.put_face(face); });
  return account;
}

// Gives the handle it was stored with.
Result<std::string> AccountService::insert(db::Transaction& tx, store::AccountRow row, const std::string& wanted_handle,
                                           Time now) {
  const bool chosen = !wanted_handle.empty();
  const auto candidates =
      chosen ? std::vector{wanted_handle} : handle_candidates(row.account.display_name, row.account.id);
  for (const auto& handle : candidates) {
    if (!chosen && parts_.memory.face_of_handle(handle)) continue;  // spares a statement; the table decides
    row.account.handle = handle;
    if (store::insert_account(tx, row, now)) return handle;
    if (store::find_account_by_email(tx, row.account.email)) return email_taken();
  }
  return handle_taken();
}

Status AccountService::erase(db::Transaction& tx, AccountId id) {
  const auto account = store::find_account(tx, id);
  if (!account) return not_found("There is no such account.");
  if ((account->roles & owner) && !store::another_owner_remains(tx, id)) return last_owner();
  if (parts_.farewell) parts_.farewell->before_erase(tx, *account);
  store::delete_sessions(tx, id);
  store::delete_tokens(tx, id);
  store::delete_account(tx, id);
  events::publish(tx, id.value, AccountErased{id});
  tx.on_commit([this, id] { parts_.memory.forget_account(id); });
  return done();
}

Result<Account> AccountService::change(db::Transaction& tx, AccountId id, const AccountChange& change) {
  auto account = store::find_account(tx, id);
  if (!account) return not_found("There is no such account.");
  if (change.display_name) {
    TRY(account->display_name, valid_name(*change.display_name));
  }
  if (change.bio) {
    TRY(account->bio, valid_bio(*change.bio));
  }
  if (change.avatar_media_id) account->avatar_media_id = *change.avatar_media_id;
  if (change.handle) {
    TRY(auto handle, valid_handle(*change.handle));
    if (handle != account->handle && !store::set_handle(tx, id, handle)) return handle_taken();
    account->handle = handle;
  }
  store::update_profile(tx, *account, parts_.clock.now());
  events::publish(tx, id.value, AccountUpdated{id, account->display_name, account->handle});
  tx.on_commit([this, face = face_of(*account)] { parts_.memory.put_face(face); });
  return *account;
}

}  // namespace plaza::identity
