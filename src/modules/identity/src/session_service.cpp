#include "session_service.h"

#include "identity/roles.h"
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "rules.h"
#include "session_store.h"

namespace plaza::identity {
namespace {

bool is_key(std::string_view text) {
  return text.starts_with(public_key_prefix) || text.starts_with(secret_key_prefix);
}

}  // namespace

Status SessionService::authenticate(const http::Request& request, http::Caller& caller) {
  const std::string_view header = request.header("authorization");
  if (header.empty()) {
    const std::string_view cookie = request.cookie("plaza_session");
    return cookie.empty() ? done() : authenticate_session(cookie, caller);
  }
  const auto space = header.find(' ');
  const std::string scheme = lower_ascii(header.substr(0, space));
  const std::string_view rest = space == std::string_view::npos ? std::string_view() : trimmed(header.substr(space));
  if (scheme == "bearer") return is_key(rest) ? authenticate_key(rest, caller) : authenticate_session(rest, caller);
  if (scheme == "basic") {
    const auto pair = rest.size() > 2'000 ? std::nullopt : crypto::parse_base64(rest);
    if (!pair) return done();
    const std::string_view name = std::string_view(*pair).substr(0, pair->find(':'));
    // Segment's clients send any write key of theirs: one that is not ours makes a stranger, not an error.
    return is_key(name) ? authenticate_key(name, caller) : done();
  }
  return done();
}

Status SessionService::authenticate_session(std::string_view token, http::Caller& caller) {
  const Error over{ErrorKind::unauthenticated, "identity.signed_out", "This session is over. Sign in again."};
  if (token.size() > 200 || !token.starts_with(session_prefix)) return over;
  const Time now = parts_.clock.now();
  const auto found = parts_.memory.find_session(digest_of(token), now);
  if (!found) return over;
  caller.subject = found->account.value;
  caller.session = found->session.value;
  caller.roles = found->roles;
  if (found->touch) write_touch(found->session, found->account, now);
  return done();
}

Status SessionService::authenticate_key(std::string_view key, http::Caller& caller) {
  const auto kind = key.size() > 200 ? std::nullopt : parts_.memory.find_key(digest_of(key));
  if (!kind) return Error{ErrorKind::unauthenticated, "identity.bad_key", "This API key is not known, or was revoked."};
  caller.key_kind = json::enum_text(*kind);
  if (*kind == KeyKind::secret_key) caller.roles = secret_key_roles;
  return done();
}

// Nobody waits for it: this is an I/O thread. A write that is lost or refused is made up for at the next hour's request.
void SessionService::write_touch(SessionId session, AccountId account, Time now) {
  try {
    parts_.database.submit(db::Database::WriteWork{[session, account, now](db::Transaction& tx) {
                                                     store::touch_session(tx, session, now, now + session_length);
                                                     tell_other_nodes(tx, account.value, AccessChanged{account});
                                                     return true;
                                                   },
                                                   [](std::exception_ptr) {}});
  } catch (const db::DatabaseError&) {
    // The queue is full: there is more important work.
  }
}

Result<Sessions::Opened> SessionService::open(db::Transaction& tx, AccountId account, std::string_view user_agent) {
  const Time now = parts_.clock.now();
  Opened opened;
  opened.token = new_secret(session_prefix);
  opened.session = {parts_.ids.make<SessionId>(), account, now, now, now + session_length, kept_user_agent(user_agent)};
  const Digest digest = digest_of(opened.token);
  store::insert_session(tx, opened.session, digest);
  const auto gone = store::delete_oldest_sessions(tx, account, sessions_max);
  tell_other_nodes(tx, account.value, AccessChanged{account});
  tx.on_commit([this, gone, loaded = LoadedSession{opened.session.id, account, digest, now, now + session_length}] {
    parts_.memory.put_session(loaded);
    for (const SessionId session : gone) parts_.memory.forget_session(loaded.account, session);
  });
  return opened;
}

Status SessionService::end(db::Transaction& tx, AccountId account, SessionId session) {
  if (!store::delete_session(tx, account, session)) return not_found("There is no such session.");
  tell_other_nodes(tx, account.value, AccessChanged{account});
  tx.on_commit([this, account, session] { parts_.memory.forget_session(account, session); });
  return done();
}

void SessionService::end_all(db::Transaction& tx, AccountId account) {
  store::delete_sessions(tx, account);
  tell_other_nodes(tx, account.value, AccessChanged{account});
  // Made while the rows are locked: whoever signs in afterwards has a newer one.
  tx.on_commit([this, account, before = parts_.ids.make<SessionId>()] { parts_.memory.forget_sessions(account, before); });
}

std::vector<Session> SessionService::list(db::Reader& reader, AccountId account) {
  return store::list_sessions(reader, account, parts_.clock.now());
}

}  // namespace plaza::identity
