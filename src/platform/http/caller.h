// Who is asking, as far as the platform needs to know it. The app plugs in an Authenticator that fills it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "platform/base/result.h"
#include "platform/http/message.h"

namespace plaza::http {

struct Caller {
  std::int64_t subject = 0;       // the account's id; 0: not signed in
  std::int64_t session = 0;       // the session's id; 0: none (or an API key)
  std::uint32_t roles = 0;        // bits that Access asks for; what a bit means is not the platform's business
  std::string visitor;            // the anonymous id (cookie plaza_visitor or Plaza-Anonymous-Id); may be empty
  std::string access_tokens;      // Plaza-Access-Token header as sent
  std::string key_kind;           // "secret" or "public" when an API key was used
  std::string locale = "en";      // "en" or "vi": ?lang=, the cookie plaza_lang, then Accept-Language
};

// Fills subject, session, roles and key_kind from cookie or Authorization. Called for every routed request on its I/O
// thread: it must answer from memory. An error (401) is given only when credentials were sent and are not valid.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  virtual Status authenticate(const Request& request, Caller& caller) = 0;
};

// Who may call a route; declared with it and written into the OpenAPI document.
struct Access {
  enum class Level { anyone, signed_in, roles } level = Level::anyone;
  std::uint32_t roles = 0;  // any one of these bits

  static Access anyone() { return {}; }
  static Access signed_in() { return {Level::signed_in, 0}; }
  static Access any_of(std::uint32_t roles) { return {Level::roles, roles}; }
};

}  // namespace plaza::http
