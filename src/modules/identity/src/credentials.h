// Signing up, in, verifying an address, a forgotten password. Passwords are hashed on the hasher's threads, between a read and
// a write; nothing in the answers or their times tells who has an account, except sign-up's identity.email_taken.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "account_service.h"
#include "attempts.h"
#include "parts.h"
#include "platform/base/task.h"
#include "session_service.h"
#include "session_store.h"

namespace plaza::identity {

// Where an attempt comes from.
struct Origin {
  std::string remote_address;
  std::string visitor;
  std::string user_agent;
  std::string locale;
  AccountId account;  // of the session that the caller has now, which a new one replaces; may be none
  SessionId session;
};

struct SignedInAccount {
  Account account;
  std::string token;
};

// A request that may come again (Idempotency-Key): both run in the sign-up's own write.
struct Replay {
  // True: it was answered before, do nothing.
  std::function<Result<bool>(db::Transaction&)> answered;
  std::function<Status(db::Transaction&, const SignedInAccount&)> keep;
};

class Credentials {
 public:
  Credentials(Parts& parts, AccountService& accounts, SessionService& sessions);

  // Without `replay` an address that is taken is refused before its password is hashed. Nothing in it when it was answered before.
  // Errors: those of Accounts::create, identity.too_many_attempts, crypto.busy.
  Task<Result<std::optional<SignedInAccount>>> sign_up(NewAccount wanted, std::string password, Origin origin,
                                                       std::optional<Replay> replay = {});
  // Errors: identity.bad_credentials, identity.too_many_attempts, crypto.busy.
  Task<Result<SignedInAccount>> sign_in(std::string email, std::string password, Origin origin);

  // Sends the mail again; does nothing when the address is verified. Errors: identity.too_many_attempts, identity.not_found.
  Status request_verification(db::Transaction& tx, AccountId id);
  // The same click twice is fine. Errors: identity.token_invalid.
  Status verify(db::Transaction& tx, std::string_view token);

  // Enqueues a job for any address, so that known and unknown ones take the same path. Says nothing, ever, but
  // identity.too_many_attempts for an address that asks too often.
  Status request_reset(db::Transaction& tx, std::string_view email, const Origin& origin);
  // The job: makes a token and its mail when there is such an account.
  Status begin_reset(db::Transaction& tx, std::string_view email);
  // Signs out everywhere. Errors: identity.token_invalid, identity.too_many_attempts, crypto.busy.
  Task<Result<Done>> confirm_reset(std::string token, std::string password, Origin origin);

  // Errors: identity.bad_credentials (the current password), identity.too_many_attempts, crypto.busy.
  Task<Result<Done>> change_password(AccountId id, std::string current, std::string password, Origin origin);
  Task<Result<std::string>> erase(AccountId id, std::string password, Origin origin);

 private:
  struct Checked {
    AccountId id;
    std::string hash;
  };
  Task<Result<Checked>> check_password(std::string key, std::optional<store::Password> known, std::string password,
                                       std::string address);
  Task<Result<Checked>> check_own_password(AccountId id, std::string password, std::string address);
  Result<SignedInAccount> open_session(db::Transaction& tx, const Account& account, const Origin& origin);
  void store_new_password(db::Transaction& tx, const Account& account, std::string_view hash);
  void send_verification(db::Transaction& tx, const Account& account);

  Parts& parts_;
  AccountService& accounts_;
  SessionService& sessions_;
  Attempts sign_ups_;
  Attempts sign_ins_;
  Attempts failures_here_;
  Attempts failures_;
  Attempts mails_;
  Attempts mails_from_;
};

inline constexpr const char* begin_reset_job = "identity.begin_reset";

}  // namespace plaza::identity
