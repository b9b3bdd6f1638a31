#include "credentials.h"

#include "identity/events.h"
#include "reset_job.h"
#include "rules.h"

namespace plaza::identity {
namespace {

Error too_many_attempts() {
  return Error{ErrorKind::too_many, "identity.too_many_attempts", "That was tried too often. Wait a little."};
}
Error bad_credentials() {
  return Error{ErrorKind::unauthenticated, "identity.bad_credentials", "E-mail address or password is wrong."};
}
Error token_invalid() {
  return Error{ErrorKind::invalid, "identity.token_invalid", "This link is not valid any more. Ask for a new one."};
}

MailRecipient recipient_of(const Account& account) {
  return {account.id, account.email, account.display_name, account.locale};
}

}  // namespace

Credentials::Credentials(Parts& parts, AccountService& accounts, SessionService& sessions)
    : parts_(parts),
      accounts_(accounts),
      sessions_(sessions),
      sign_ups_(parts.limits.sign_ups_per_address_per_hour, hours(1)),
      sign_ins_(parts.limits.sign_ins_per_address_per_minute, minutes(1)),
      failures_here_(parts.limits.failures_per_account_and_address, minutes(15)),
      failures_(parts.limits.failures_per_account, minutes(15)),
      mails_(parts.limits.mails_per_account_per_hour, hours(1)),
      mails_from_(parts.limits.mails_per_address_per_hour, hours(1)) {}

Task<Result<std::optional<SignedInAccount>>> Credentials::sign_up(NewAccount wanted, std::string password,
                                                                  Origin origin, std::optional<Replay> replay) {
  using Outcome = std::optional<SignedInAccount>;
  if (auto checked = AccountService::check(wanted); !checked.ok()) co_return checked.error();
  if (!sign_ups_.take(address_key(origin.remote_address), parts_.clock.now())) co_return too_many_attempts();
  if (!replay) {
    auto look = [&](db::Reader& reader) { return store::find_account_by_email(reader, wanted.email).has_value(); };
    const bool taken = co_await parts_.database.read(look);
    if (taken) co_return email_taken();
  }
  CO_TRY(wanted.password_hash, co_await parts_.passwords.hash(std::move(password)));

  wanted.visitor = origin.visitor;
  wanted.locale = origin.locale;
  auto work = [&](db::Transaction& tx) -> Result<Outcome> {
    if (replay) {
      TRY(const bool answered, replay->answered(tx));
      if (answered) return Outcome();
    }
    TRY(const Account account, accounts_.create(tx, wanted));
    send_verification(tx, account);
    TRY(auto opened, open_session(tx, account, origin));
    if (replay) TRY_DONE(replay->keep(tx, opened));
    return Outcome(std::move(opened));
  };
  co_return co_await parts_.database.write(work);
}

Task<Result<SignedInAccount>> Credentials::sign_in(std::string email, std::string password, Origin origin) {
  if (!sign_ins_.take(address_key(origin.remote_address), parts_.clock.now())) co_return too_many_attempts();
  const std::string key = email_key(email);
  auto look = [&](db::Reader& reader) { return store::find_password(reader, key); };
  auto known = co_await parts_.database.read(look);
  CO_TRY(const Checked checked, co_await check_password(key, std::move(known), password, origin.remote_address));

  std::string newer;
  if (parts_.passwords.is_outdated(checked.hash)) {
    CO_TRY(newer, co_await parts_.passwords.hash(std::move(password)));
  }
  auto work = [&](db::Transaction& tx) -> Result<SignedInAccount> {
    // A reset that was committed while we hashed has signed everybody out: the old password opens nothing any more.
    // Guarded and written even when it stays the same: a reset at this moment waits for the session, and then ends it.
    const std::string& kept = newer.empty() ? checked.hash : newer;
    if (!store::replace_password(tx, checked.id, checked.hash, kept)) return bad_credentials();
    const auto account = store::find_account(tx, checked.id);
    CHECK(account.has_value());
    TRY(auto opened, open_session(tx, *account, origin));
    events::publish(tx, account->id.value, SignedIn{account->id, origin.visitor});
    return opened;
  };
  co_return co_await parts_.database.write(work);
}

// One hash is computed whether there is an account or not. The attempt is paid before and given back when it was right, so
// that a thousand guesses at once do not all pass the check.
Task<Result<Credentials::Checked>> Credentials::check_password(std::string key, std::optional<store::Password> known,
                                                               std::string password, std::string address) {
  const Time now = parts_.clock.now();
  const std::string here = key + "\n" + address_key(address);
  if (!failures_here_.take(here, now)) co_return too_many_attempts();
  if (!failures_.take(key, now)) co_return too_many_attempts();
  const bool can_sign_in = known && !known->hash.empty();
  std::string hash = can_sign_in ? known->hash : parts_.passwords.decoy();
  auto verified = co_await parts_.passwords.verify(std::move(password), hash);
  if (!verified.ok()) {
    failures_here_.give_back(here, now);
    failures_.give_back(key, now);
    co_return std::move(verified).error();
  }
  if (!*verified || !can_sign_in) co_return bad_credentials();
  failures_here_.give_back(here, now);
  failures_.give_back(key, now);
  co_return Checked{known->id, std::move(hash)};
}

Task<Result<Credentials::Checked>> Credentials::check_own_password(AccountId id, std::string password,
                                                                   std::string address) {
  auto look = [&](db::Reader& reader) { return store::find_account(reader, id); };
  const auto account = co_await parts_.database.read(look);
  if (!account) co_return bad_credentials();
  auto look_hash = [&](db::Reader& reader) { return store::find_password_of(reader, id); };
  const auto hash = co_await parts_.database.read(look_hash);
  std::optional<store::Password> known;
  if (hash) known = store::Password{id, *hash};
  co_return co_await check_password(email_key(account->email), std::move(known), std::move(password), std::move(address));
}

// A new session always gets a new token, and replaces the one the browser had: nobody can plant a session and wait.
Result<SignedInAccount> Credentials::open_session(db::Transaction& tx, const Account& account, const Origin& origin) {
  if (origin.session) static_cast<void>(sessions_.end(tx, origin.account, origin.session));
  TRY(auto opened, sessions_.open(tx, account.id, origin.user_agent));
  return SignedInAccount{account, std::move(opened.token)};
}

void Credentials::send_verification(db::Transaction& tx, const Account& account) {
  store::delete_tokens(tx, account.id, store::Purpose::verify_email);
  const std::string token = new_secret("");
  store::insert_token(tx, digest_of(token), store::Purpose::verify_email,
                      store::Token{account.id, email_key(account.email)}, parts_.clock.now() + verification_length);
  if (parts_.mail) parts_.mail->send_verification(tx, recipient_of(account), token);
}

Status Credentials::request_verification(db::Transaction& tx, AccountId id) {
  const auto account = store::find_account(tx, id);
  if (!account) return not_found("There is no such account.");
  if (account->email_verified_at.micros != 0) return done();
  if (!mails_.take(email_key(account->email), parts_.clock.now())) return too_many_attempts();
  send_verification(tx, *account);
  return done();
}

Status Credentials::verify(db::Transaction& tx, std::string_view secret) {
  const Time now = parts_.clock.now();
  const Digest digest = digest_of(secret);
  auto token = store::use_token(tx, digest, store::Purpose::verify_email, now);
  if (!token) token = store::find_token(tx, digest, store::Purpose::verify_email, now);  // used: the second click
  if (!token) return token_invalid();
  store::set_verified(tx, token->account, token->email_key, now);
  const auto account = store::find_account(tx, token->account);
  if (!account || account->email_verified_at.micros == 0) return token_invalid();
  return done();
}

Status Credentials::request_reset(db::Transaction& tx, std::string_view email, const Origin& origin) {
  const Time now = parts_.clock.now();
  if (!mails_from_.take(address_key(origin.remote_address), now)) return too_many_attempts();
  const std::string key = email_key(email);
  // Too many to one address are dropped without a word: a refusal would be a way to watch somebody.
  if (!mails_.take(key, now)) return done();
  jobs::enqueue(tx, {.kind = begin_reset_job, .payload = json::encode(BeginReset{key})});
  return done();
}

Status Credentials::begin_reset(db::Transaction& tx, std::string_view email) {
  const auto account = store::find_account_by_email(tx, email);
  if (!account) return done();
  store::delete_tokens(tx, account->id, store::Purpose::reset_password);
  const std::string token = new_secret("");
  store::insert_token(tx, digest_of(token), store::Purpose::reset_password,
                      store::Token{account->id, email_key(account->email)}, parts_.clock.now() + reset_length);
  if (parts_.mail) parts_.mail->send_reset(tx, recipient_of(*account), token);
  return done();
}

Task<Result<Done>> Credentials::confirm_reset(std::string secret, std::string password, Origin origin) {
  if (!sign_ins_.take(address_key(origin.remote_address), parts_.clock.now())) co_return too_many_attempts();
  const Digest digest = digest_of(secret);
  // Looked up first: a wrong token must not cost a hash.
  auto look = [&](db::Reader& reader) {
    const auto token = store::find_token(reader, digest, store::Purpose::reset_password, parts_.clock.now());
    return token && !token->used;
  };
  const bool usable = co_await parts_.database.read(look);
  if (!usable) co_return token_invalid();
  CO_TRY(const std::string hash, co_await parts_.passwords.hash(std::move(password)));

  auto work = [&](db::Transaction& tx) -> Result<Done> {
    const Time now = parts_.clock.now();
    const auto token = store::use_token(tx, digest, store::Purpose::reset_password, now);
    if (!token) return token_invalid();
    const auto account = store::find_account(tx, token->account);
    if (!account || email_key(account->email) != token->email_key) return token_invalid();
    store_new_password(tx, *account, hash);
    // Whoever got the mail has the mailbox.
    store::set_verified(tx, account->id, token->email_key, now);
    sessions_.end_all(tx, account->id);
    return done();
  };
  co_return co_await parts_.database.write(work);
}

void Credentials::store_new_password(db::Transaction& tx, const Account& account, std::string_view hash) {
  store::set_password(tx, account.id, hash, parts_.clock.now());
  store::delete_tokens(tx, account.id, store::Purpose::reset_password);
  if (parts_.mail) parts_.mail->send_password_changed(tx, recipient_of(account));
}

Task<Result<Done>> Credentials::change_password(AccountId id, std::string current, std::string password, Origin origin) {
  CO_TRY(const Checked checked, co_await check_own_password(id, std::move(current), origin.remote_address));
  CO_TRY(const std::string hash, co_await parts_.passwords.hash(std::move(password)));
  auto work = [&](db::Transaction& tx) -> Result<Done> {
    const auto account = store::find_account(tx, id);
    const auto now_stored = store::find_password_of(tx, id);
    if (!account || now_stored != checked.hash) return bad_credentials();
    store_new_password(tx, *account, hash);
    for (const Session& session : sessions_.list(tx, id)) {
      if (session.id == origin.session) continue;
      TRY_DONE(sessions_.end(tx, id, session.id));
    }
    return done();
  };
  co_return co_await parts_.database.write(work);
}

Task<Result<std::string>> Credentials::erase(AccountId id, std::string password, Origin origin) {
  CO_TRY(const Checked checked, co_await check_own_password(id, std::move(password), origin.remote_address));
  auto work = [&](db::Transaction& tx) -> Result<std::string> {
    TRY_DONE(accounts_.erase(tx, checked.id));
    return parts_.farewell ? parts_.farewell->receipt_of(tx, checked.id) : std::string();
  };
  co_return co_await parts_.database.write(work);
}

}  // namespace plaza::identity
