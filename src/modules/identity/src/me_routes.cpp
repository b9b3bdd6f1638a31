#include "platform/crypto/crypto.h"
#include "routes.h"
#include "views.h"

namespace plaza::identity {
namespace {

constexpr const char* tag = "Accounts";

// Everybody has a visitor's id from the first look on; pages use it as Segment's anonymousId, so scripts may read it.
std::string visitor_of(const Parts& parts, http::Call& call) {
  if (!call.caller.visitor.empty()) return call.caller.visitor;
  const std::string visitor = crypto::random_token();
  call.reply_headers.emplace_back("set-cookie", "plaza_visitor=" + visitor + "; Path=/; SameSite=Lax; Max-Age=31536000" +
                                                    (parts.secure_cookie ? "; Secure" : ""));
  return visitor;
}

// The cookie slides with the session.
void renew_cookie(const Parts& parts, http::Call& call) {
  const std::string_view token = call.request.cookie("plaza_session");
  if (token.empty() || !call.request.header("authorization").empty()) return;
  call.reply_headers.emplace_back("set-cookie", call.caller.session ? session_cookie(parts, token)
                                                                    : cleared_session_cookie(parts));
}

Result<MeView> me(const Services& services, http::Call& call, db::Reader& reader) {
  Parts& parts = services.parts;
  MeView view;
  view.visitor = visitor_of(parts, call);
  view.locale = call.caller.locale;
  view.roles = role_names(call.caller.roles);
  if (call.caller.subject) {
    const AccountId id{call.caller.subject};
    if (const auto account = services.accounts.find(reader, id)) view.account = own_view(parts, *account);
    if (parts.surroundings) view.unread = parts.surroundings->unread(reader, id);
  }
  renew_cookie(parts, call);
  return view;
}

Result<AccountView> change_me(const Services& services, http::Call& call, db::Transaction& tx, const ChangeMe& request) {
  const AccountId id = account_of(call);
  AccountChange change{request.display_name, request.bio, request.handle, std::nullopt};
  if (request.avatar_media_id) {
    const auto media = request.avatar_media_id->empty() ? std::optional<std::int64_t>(0)
                                                        : parse_id("med", *request.avatar_media_id);
    Surroundings* const around = services.parts.surroundings;
    if (!media || (*media != 0 && (!around || !around->may_show(tx, id, *media)))) {
      return invalid_field("avatar_media_id", "not_found", "is not a picture that you uploaded");
    }
    change.avatar_media_id = media;
  }
  TRY(const Account account, services.accounts.change(tx, id, change));
  return own_view(services.parts, account);
}

void add_password_routes(http::Routes& routes, const Services& services) {
  routes.add(
      http::post<ChangePassword, Accepted>("/v1/me/password", "changePassword")
          .summary("Changes the password and signs out everywhere else.")
          .tag(tag)
          .access(http::Access::signed_in())
          .body_max(small_body)
          .error("identity.bad_credentials", ErrorKind::unauthenticated, "The current password is wrong.")
          .error("identity.too_many_attempts", ErrorKind::too_many, "Too many attempts.")
          .error("crypto.busy", ErrorKind::unavailable, "Too many passwords are being checked.")
          .task([services](http::Call& call, const ChangePassword& request) -> Task<Result<Accepted>> {
            std::string current = request.current_password;
            std::string password = request.password;
            Origin origin = origin_of(call);
            CO_TRY([[maybe_unused]] const Done changed,
                   co_await services.credentials.change_password(account_of(call), std::move(current),
                                                                 std::move(password), std::move(origin)));
            co_return Accepted{};
          }));
  routes.add(http::post<EraseMe, http::None>("/v1/me/erasure", "eraseMe")
                 .summary("Erases the person everywhere. It cannot be taken back. The header Plaza-Erasure-Receipt names the receipt.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .body_max(small_body)
                 .error("identity.bad_credentials", ErrorKind::unauthenticated, "The password is wrong.")
                 .error("identity.last_owner", ErrorKind::conflict, "There must always be an owner.")
                 .error("identity.too_many_attempts", ErrorKind::too_many, "Too many attempts.")
                 .error("crypto.busy", ErrorKind::unavailable, "Too many passwords are being checked.")
                 .task([services](http::Call& call, const EraseMe& request) -> Task<Result<http::None>> {
                   std::string password = request.password;
                   Origin origin = origin_of(call);
                   CO_TRY(std::string receipt,
                          co_await services.credentials.erase(account_of(call), std::move(password), std::move(origin)));
                   call.reply_headers.emplace_back("set-cookie", cleared_session_cookie(services.parts));
                   if (!receipt.empty()) call.reply_headers.emplace_back("plaza-erasure-receipt", std::move(receipt));
                   co_return http::None{};
                 }));
}

}  // namespace

AccountView own_view(Parts& parts, const Account& account) {
  AccountView view;
  view.id = account.id;
  view.handle = account.handle;
  view.display_name = account.display_name;
  view.bio = account.bio;
  view.is_me = true;
  view.roles = role_names(account.roles);
  view.email = account.email;
  view.email_verified = account.email_verified_at.micros != 0;
  if (parts.surroundings) {
    if (account.avatar_media_id) view.avatar = parts.surroundings->picture(account.avatar_media_id);
    const Counts counts = parts.surroundings->counts(account.id);
    view.followers = counts.followers;
    view.following = counts.following;
    view.posts = counts.posts;
  }
  return view;
}

void add_me_routes(http::Routes& routes, const Services& services) {
  routes.add(http::get<http::None, MeView>("/v1/me", "getMe")
                 .summary("Who is asking: the account, if signed in, and the visitor.")
                 .tag(tag)
                 .read(services.parts.database,
                       [services](http::Call& call, db::Reader& reader, const http::None&) -> Result<MeView> {
                         return me(services, call, reader);
                       }));
  routes.add(
      http::patch<ChangeMe, AccountView>("/v1/me", "changeMe")
          .summary("Changes what others see of one.")
          .tag(tag)
          .access(http::Access::signed_in())
          .body_max(small_body)
          .error("identity.handle_taken", ErrorKind::conflict, "Somebody else has this handle.")
          .write(services.parts.database,
                 [services](http::Call& call, db::Transaction& tx, const ChangeMe& request) -> Result<AccountView> {
                   return change_me(services, call, tx, request);
                 }));
  add_password_routes(routes, services);
}

}  // namespace plaza::identity
