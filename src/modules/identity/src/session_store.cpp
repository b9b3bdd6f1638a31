#include "session_store.h"

#include "platform/json/describe.h"
#include "statements.h"

namespace plaza::identity::store {
namespace {

LoadedSession loaded_from(const db::Row& row) {
  return {row.id<SessionId>(0), row.id<AccountId>(1), digest_from(row.bytes(2)), row.time(3), row.time(4)};
}

}  // namespace

void insert_session(db::Transaction& tx, const Session& session, const Digest& digest) {
  tx.execute(sql::insert_session, {session.id, session.account_id, digest.value(), session.created_at,
                                   session.expires_at, session.user_agent});
}

std::vector<Session> list_sessions(db::Reader& reader, AccountId account, Time now) {
  return reader.all(sql::list_sessions, {account, now}, [](const db::Row& row) {
    return Session{row.id<SessionId>(0), row.id<AccountId>(1), row.time(2), row.time(3), row.time(4), row.string(5)};
  });
}

void load_sessions(db::Reader& reader, const std::function<void(const LoadedSession&)>& each) {
  SessionId last;
  for (bool more = true; more;) {
    more = false;
    reader.each(sql::load_sessions, {last}, [&](const db::Row& row) {
      more = true;
      const LoadedSession session = loaded_from(row);
      last = session.id;
      each(session);
    });
  }
}

std::vector<LoadedSession> load_sessions_of(db::Reader& reader, AccountId account) {
  return reader.all(sql::load_sessions_of, {account}, loaded_from);
}

std::vector<SessionId> delete_oldest_sessions(db::Transaction& tx, AccountId account, int kept) {
  return tx.all(sql::delete_oldest_sessions, {account, kept},
                [](const db::Row& row) { return row.id<SessionId>(0); });
}

bool delete_session(db::Transaction& tx, AccountId account, SessionId session) {
  return tx.execute(sql::delete_session, {account, session}) == 1;
}

void delete_sessions(db::Transaction& tx, AccountId account) { tx.execute(sql::delete_sessions, {account}); }

void touch_session(db::Transaction& tx, SessionId session, Time now, Time expires_at) {
  tx.execute(sql::touch_session, {session, now, expires_at});
}

std::int64_t purge_sessions(db::Transaction& tx, Time now) { return tx.execute(sql::purge_sessions, {now}); }

void insert_token(db::Transaction& tx, const Digest& digest, Purpose purpose, const Token& token, Time expires_at) {
  tx.execute(sql::insert_token,
             {digest.value(), json::enum_text(purpose), token.account, token.email_key, expires_at});
}

std::optional<Token> use_token(db::Transaction& tx, const Digest& digest, Purpose purpose, Time now) {
  return tx.one(sql::use_token, {digest.value(), json::enum_text(purpose), now},
                [](const db::Row& row) { return Token{row.id<AccountId>(0), row.string(1), true}; });
}

std::optional<Token> find_token(db::Reader& reader, const Digest& digest, Purpose purpose, Time now) {
  return reader.one(sql::find_token, {digest.value(), json::enum_text(purpose), now}, [](const db::Row& row) {
    return Token{row.id<AccountId>(0), row.string(1), row.integer(2) != 0};
  });
}

void delete_tokens(db::Transaction& tx, AccountId account, Purpose purpose) {
  tx.execute(sql::delete_tokens, {account, json::enum_text(purpose)});
}

void delete_tokens(db::Transaction& tx, AccountId account) { tx.execute(sql::delete_all_tokens, {account}); }

std::int64_t purge_tokens(db::Transaction& tx, Time now) { return tx.execute(sql::purge_tokens, {now}); }

}  // namespace plaza::identity::store
