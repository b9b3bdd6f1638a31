// The HTTP routes of identity.
#pragma once

#include "account_service.h"
#include "credentials.h"
#include "session_service.h"
#include "staff_service.h"

namespace plaza::identity {

struct Services {
  Parts& parts;
  AccountService& accounts;
  SessionService& sessions;
  StaffService& staff;
  KeyService& keys;
  Credentials& credentials;
};

void add_session_routes(http::Routes& routes, const Services& services);   // sign-up, sign-in, sessions
void add_me_routes(http::Routes& routes, const Services& services);        // /v1/me
void add_recovery_routes(http::Routes& routes, const Services& services);  // verification and reset
void add_staff_routes(http::Routes& routes, const Services& services);     // staff and keys

Origin origin_of(const http::Call& call);
// Who the caller is; only for routes with Access::signed_in().
AccountId account_of(const http::Call& call);
std::string session_cookie(const Parts& parts, std::string_view token);
std::string cleared_session_cookie(const Parts& parts);

inline constexpr std::size_t small_body = 10'000;

}  // namespace plaza::identity
