#include "routes.h"
#include "views.h"

namespace plaza::identity {
namespace {

constexpr const char* tag = "Staff";
const http::Access owners_only = http::Access::any_of(owner);

StaffView staff_view(const Account& account) {
  return {account.id, account.email, account.handle, account.display_name, role_names(account.roles)};
}

ApiKeyView key_view(const ApiKey& key) {
  return {key.id, key.kind, key.name, key.hint, key.created_at,
          key.revoked_at.micros ? std::optional(key.revoked_at) : std::nullopt};
}

Result<StaffList> list_staff(const Services& services, db::Reader& reader) {
  StaffList list;
  for (const auto& account : services.staff.list(reader)) list.items.push_back(staff_view(account));
  return list;
}

Result<StaffView> add_staff(const Services& services, db::Transaction& tx, const AddStaff& request) {
  const auto account = services.accounts.find_by_email(tx, request.email);
  if (!account) return not_found("There is no account with this e-mail address.");
  TRY_DONE(services.staff.grant(tx, account->id, request.role));
  return staff_view(*services.accounts.find(tx, account->id));
}

Result<http::None> remove_staff(const Services& services, db::Transaction& tx, const RemoveStaff& request) {
  TRY_DONE(request.role ? services.staff.revoke(tx, request.id, *request.role) : services.staff.dismiss(tx, request.id));
  return http::None{};
}

Result<ApiKeyList> list_keys(const Services& services, db::Reader& reader) {
  ApiKeyList list;
  for (const auto& key : services.keys.list(reader)) list.items.push_back(key_view(key));
  return list;
}

void add_key_routes(http::Routes& routes, const Services& services) {
  db::Database& database = services.parts.database;
  routes.add(http::get<http::None, ApiKeyList>("/v1/admin/api_keys", "listApiKeys")
                 .summary("API keys, revoked ones too.")
                 .tag(tag)
                 .access(owners_only)
                 .read(database, [services](http::Call&, db::Reader& reader, const http::None&) {
                   return list_keys(services, reader);
                 }));
  routes.add(
      http::post<CreateApiKey, CreatedApiKey>("/v1/admin/api_keys", "createApiKey")
          .summary("Makes an API key. The answer is the only time it is shown.")
          .tag(tag)
          .access(owners_only)
          .status(201)
          .idempotent()
          .body_max(small_body)
          .error("identity.too_many_keys", ErrorKind::conflict, "There are 100 keys in use.")
          .write(database,
                 [services](http::Call&, db::Transaction& tx, const CreateApiKey& request) -> Result<CreatedApiKey> {
                   TRY(auto created, services.keys.create(tx, request.kind, request.name));
                   return CreatedApiKey{key_view(created.key), std::move(created.secret)};
                 }));
  routes.add(http::del<OneApiKey, http::None>("/v1/admin/api_keys/{id}", "revokeApiKey")
                 .summary("Revokes an API key, at once.")
                 .tag(tag)
                 .access(owners_only)
                 .error("identity.not_found", ErrorKind::not_found, "There is no such key.")
                 .write(database,
                        [services](http::Call&, db::Transaction& tx, const OneApiKey& request) -> Result<http::None> {
                          TRY_DONE(services.keys.revoke(tx, request.id));
                          return http::None{};
                        }));
}

}  // namespace

void add_staff_routes(http::Routes& routes, const Services& services) {
  db::Database& database = services.parts.database;
  routes.add(http::get<http::None, StaffList>("/v1/admin/staff", "listStaff")
                 .summary("Accounts that have a staff role.")
                 .tag(tag)
                 .access(owners_only)
                 .read(database, [services](http::Call&, db::Reader& reader, const http::None&) {
                   return list_staff(services, reader);
                 }));
  routes.add(http::post<AddStaff, StaffView>("/v1/admin/staff", "addStaff")
                 .summary("Gives an account a staff role.")
                 .tag(tag)
                 .access(owners_only)
                 .status(201)
                 .idempotent()
                 .body_max(small_body)
                 .error("identity.not_found", ErrorKind::not_found, "There is no account with this address.")
                 .write(database, [services](http::Call&, db::Transaction& tx, const AddStaff& request) {
                   return add_staff(services, tx, request);
                 }));
  routes.add(http::del<RemoveStaff, http::None>("/v1/admin/staff/{id}", "removeStaff")
                 .summary("Takes a staff role away, or all.")
                 .tag(tag)
                 .access(owners_only)
                 .error("identity.not_found", ErrorKind::not_found, "There is no such account.")
                 .error("identity.last_owner", ErrorKind::conflict, "There must always be an owner.")
                 .write(database, [services](http::Call&, db::Transaction& tx, const RemoveStaff& request) {
                   return remove_staff(services, tx, request);
                 }));
  add_key_routes(routes, services);
}

}  // namespace plaza::identity
