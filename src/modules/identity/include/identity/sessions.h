// Sessions of signed-in people, answered from memory. The token is 256 random bits; only its hash is kept, here and in the
// database. The cookie is plaza_session; programs send the token as `Authorization: Bearer`. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/http/caller.h"

namespace plaza::identity {

struct Session {
  SessionId id;
  AccountId account_id;
  Time created_at;
  Time last_seen_at;  // written at most once an hour
  Time expires_at;    // 30 days after the last use
  std::string user_agent;
};

// A session that is over is refused with 401 identity.signed_out, an unknown key with 401 identity.bad_key. With an Authorization
// header the cookie is not looked at; basic authentication with another user name than a key says nothing (Segment clients).
class Sessions : public http::Authenticator {
 public:
  struct Opened {
    Session session;
    std::string token;
  };
  // For demo data and tests; sign-in through HTTP uses it too. An account keeps its 50 newest sessions.
  virtual Result<Opened> open(db::Transaction& tx, AccountId account, std::string_view user_agent) = 0;
  // Ends one session of this account, or all of them. Takes effect with the commit. Errors: identity.not_found.
  virtual Status end(db::Transaction& tx, AccountId account, SessionId session) = 0;
  virtual void end_all(db::Transaction& tx, AccountId account) = 0;
  virtual std::vector<Session> list(db::Reader& reader, AccountId account) = 0;
  // From memory: for streams that outlive the request they came with.
  virtual bool is_open(AccountId account, SessionId session) const = 0;
};

}  // namespace plaza::identity
