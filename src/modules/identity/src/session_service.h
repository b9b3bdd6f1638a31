// Sessions: opened at sign-in, looked up at every request, ended at once.
#pragma once

#include "parts.h"
#include "identity/sessions.h"

namespace plaza::identity {

class SessionService final : public Sessions {
 public:
  explicit SessionService(Parts& parts) : parts_(parts) {}

  Status authenticate(const http::Request& request, http::Caller& caller) override;
  Result<Opened> open(db::Transaction& tx, AccountId account, std::string_view user_agent) override;
  Status end(db::Transaction& tx, AccountId account, SessionId session) override;
  void end_all(db::Transaction& tx, AccountId account) override;
  std::vector<Session> list(db::Reader& reader, AccountId account) override;
  bool is_open(AccountId account, SessionId session) const override {
    return parts_.memory.has_session(account, session, parts_.clock.now());
  }

 private:
  Status authenticate_session(std::string_view token, http::Caller& caller);
  Status authenticate_key(std::string_view key, http::Caller& caller);
  void write_touch(SessionId session, AccountId account, Time now);
  Parts& parts_;
};

}  // namespace plaza::identity
