#include "routes.h"
#include "views.h"

namespace plaza::identity {
namespace {

constexpr const char* tag = "Accounts";

void add_verification_routes(http::Routes& routes, const Services& services) {
  routes.add(http::post<http::None, Accepted>("/v1/email_verifications", "askVerification")
                 .summary("Sends the mail with the verification link again.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .status(202)
                 .error("identity.too_many_attempts", ErrorKind::too_many, "Too many mails.")
                 .write(services.parts.database,
                        [services](http::Call& call, db::Transaction& tx, const http::None&) -> Result<Accepted> {
                          TRY_DONE(services.credentials.request_verification(tx, account_of(call)));
                          return Accepted{};
                        }));
  routes.add(
      http::post<ConfirmVerification, Accepted>("/v1/email_verifications/confirm", "confirmVerification")
          .summary("Verifies the e-mail address by the mailed token.")
          .tag(tag)
          .body_max(small_body)
          .error("identity.token_invalid", ErrorKind::invalid, "The link is unknown, over or replaced by a newer one.")
          .write(services.parts.database,
                 [services](http::Call&, db::Transaction& tx, const ConfirmVerification& request) -> Result<Accepted> {
                   TRY_DONE(services.credentials.verify(tx, request.token));
                   return Accepted{};
                 }));
}

}  // namespace

void add_recovery_routes(http::Routes& routes, const Services& services) {
  add_verification_routes(routes, services);
  routes.add(http::post<AskReset, Accepted>("/v1/password_resets", "askReset")
                 .summary("Mails a link for a new password, if there is such an account; the answer does not tell.")
                 .tag(tag)
                 .status(202)
                 .body_max(small_body)
                 .error("identity.too_many_attempts", ErrorKind::too_many, "Too many requests from one address.")
                 .write(services.parts.database,
                        [services](http::Call& call, db::Transaction& tx, const AskReset& request) -> Result<Accepted> {
                          TRY_DONE(services.credentials.request_reset(tx, request.email, origin_of(call)));
                          return Accepted{};
                        }));
  routes.add(http::post<ConfirmReset, Accepted>("/v1/password_resets/confirm", "confirmReset")
                 .summary("Sets a new password by the mailed token and signs out everywhere.")
                 .tag(tag)
                 .body_max(small_body)
                 .error("identity.token_invalid", ErrorKind::invalid, "The link is unknown, used or over.")
                 .error("identity.too_many_attempts", ErrorKind::too_many, "Too many attempts.")
                 .error("crypto.busy", ErrorKind::unavailable, "Too many passwords are being hashed.")
                 .task([services](http::Call& call, const ConfirmReset& request) -> Task<Result<Accepted>> {
                   std::string token = request.token;
                   std::string password = request.password;
                   Origin origin = origin_of(call);
                   CO_TRY([[maybe_unused]] const Done changed,
                          co_await services.credentials.confirm_reset(std::move(token), std::move(password),
                                                                      std::move(origin)));
                   co_return Accepted{};
                 }));
}

}  // namespace plaza::identity
