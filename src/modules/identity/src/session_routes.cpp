#include "platform/http/idempotency.h"
#include "routes.h"
#include "rules.h"
#include "views.h"

namespace plaza::identity {
namespace {

constexpr const char* tag = "Accounts";

SignedInView signed_in_view(Parts& parts, http::Call& call, SignedInAccount signed_in) {
  call.reply_headers.emplace_back("set-cookie", session_cookie(parts, signed_in.token));
  return {own_view(parts, signed_in.account), std::move(signed_in.token)};
}

Replay replay_of(const Services& services, http::Call& call) {
  Replay replay;
  replay.answered = [&call](db::Transaction& tx) -> Result<bool> {
    TRY(call.reply_instead, http::claim(call, tx));
    return call.reply_instead.has_value();
  };
  replay.keep = [&call, services](db::Transaction& tx, const SignedInAccount& signed_in) {
    auto answer = http::json_response(201, SignedInView{own_view(services.parts, signed_in.account), signed_in.token});
    answer.header("set-cookie", session_cookie(services.parts, signed_in.token));
    return http::complete(call, tx, answer);
  };
  return replay;
}

auto sign_up_handler(const Services& services) {
  return [services](http::Call& call, const SignUp& request) -> Task<Result<SignedInView>> {
    NewAccount wanted;
    wanted.email = request.email;
    wanted.display_name = request.display_name;
    wanted.handle = request.handle.value_or("");
    Origin origin = origin_of(call);
    std::string password = request.password;
    std::optional<Replay> replay;
    if (!call.request.header("idempotency-key").empty()) replay = replay_of(services, call);
    CO_TRY(auto signed_in, co_await services.credentials.sign_up(std::move(wanted), std::move(password),
                                                                 std::move(origin), std::move(replay)));
    if (!signed_in) co_return SignedInView{};  // call.reply_instead goes out
    co_return signed_in_view(services.parts, call, std::move(*signed_in));
  };
}

auto sign_in_handler(const Services& services) {
  return [services](http::Call& call, const SignIn& request) -> Task<Result<SignedInView>> {
    Origin origin = origin_of(call);
    std::string email = request.email;
    std::string password = request.password;
    CO_TRY(auto signed_in,
           co_await services.credentials.sign_in(std::move(email), std::move(password), std::move(origin)));
    co_return signed_in_view(services.parts, call, std::move(signed_in));
  };
}

SessionList session_list(const http::Call& call, const std::vector<Session>& sessions) {
  SessionList list;
  for (const auto& session : sessions) {
    list.items.push_back({session.id, session.created_at, session.last_seen_at, session.user_agent,
                          session.id.value == call.caller.session});
  }
  return list;
}

void add_sign_in_routes(http::Routes& routes, const Services& services) {
  routes.add(http::post<SignUp, SignedInView>("/v1/accounts", "signUp")
                 .summary("Makes an account and signs in.")
                 .tag(tag)
                 .status(201)
                 .idempotent()
                 .body_max(small_body)
                 .error("identity.email_taken", ErrorKind::conflict, "There is an account with this address.")
                 .error("identity.handle_taken", ErrorKind::conflict, "Somebody else has this handle.")
                 .error("identity.too_many_attempts", ErrorKind::too_many, "Too many accounts from one address.")
                 .error("crypto.busy", ErrorKind::unavailable, "Too many passwords are being hashed.")
                 .task(sign_up_handler(services)));
  routes.add(http::post<SignIn, SignedInView>("/v1/sessions", "signIn")
                 .summary("Signs in. The answer does not tell whether there is such an account.")
                 .tag(tag)
                 .status(201)
                 .body_max(small_body)
                 .error("identity.bad_credentials", ErrorKind::unauthenticated, "Address or password is wrong.")
                 .error("identity.too_many_attempts", ErrorKind::too_many, "Too many attempts.")
                 .error("crypto.busy", ErrorKind::unavailable, "Too many passwords are being checked.")
                 .task(sign_in_handler(services)));
}

}  // namespace

Origin origin_of(const http::Call& call) {
  return {call.request.remote_address,
          call.caller.visitor,
          std::string(call.request.header("user-agent")),
          call.caller.locale,
          AccountId{call.caller.subject},
          SessionId{call.caller.session}};
}

AccountId account_of(const http::Call& call) {
  CHECK(call.caller.subject != 0);
  return AccountId{call.caller.subject};
}

std::string session_cookie(const Parts& parts, std::string_view token) {
  std::string cookie = "plaza_session=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" +
                       std::to_string(session_length / seconds(1));
  return parts.secure_cookie ? cookie + "; Secure" : cookie;
}

std::string cleared_session_cookie(const Parts& parts) {
  return std::string("plaza_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0") + (parts.secure_cookie ? "; Secure" : "");
}

void add_session_routes(http::Routes& routes, const Services& services) {
  add_sign_in_routes(routes, services);
  routes.add(http::get<http::None, SessionList>("/v1/sessions", "listSessions")
                 .summary("Where one is signed in.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .read(services.parts.database,
                       [services](http::Call& call, db::Reader& reader, const http::None&) -> Result<SessionList> {
                         return session_list(call, services.sessions.list(reader, account_of(call)));
                       }));
  routes.add(http::del<http::None, http::None>("/v1/sessions/current", "signOut")
                 .summary("Signs out here. Fine when one is not signed in.")
                 .tag(tag)
                 .write(services.parts.database,
                        [services](http::Call& call, db::Transaction& tx, const http::None&) -> Result<http::None> {
                          const Origin origin = origin_of(call);
                          if (origin.session) static_cast<void>(services.sessions.end(tx, origin.account, origin.session));
                          call.reply_headers.emplace_back("set-cookie", cleared_session_cookie(services.parts));
                          return http::None{};
                        }));
  routes.add(http::del<http::None, http::None>("/v1/sessions", "signOutEverywhere")
                 .summary("Ends all sessions of the account, at once.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .write(services.parts.database,
                        [services](http::Call& call, db::Transaction& tx, const http::None&) -> Result<http::None> {
                          services.sessions.end_all(tx, account_of(call));
                          call.reply_headers.emplace_back("set-cookie", cleared_session_cookie(services.parts));
                          return http::None{};
                        }));
}

}  // namespace plaza::identity
