// Rows of sessions and of the single-use tokens that mails carry.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/sessions.h"
#include "memory.h"
#include "platform/db/connection.h"
#include "secrets.h"

namespace plaza::identity::store {

void insert_session(db::Transaction& tx, const Session& session, const Digest& digest);
std::vector<Session> list_sessions(db::Reader& reader, AccountId account, Time now);
void load_sessions(db::Reader& reader, const std::function<void(const LoadedSession&)>& each);
std::vector<LoadedSession> load_sessions_of(db::Reader& reader, AccountId account);
// Keeps the newest `kept`; gives the ids of those that went.
std::vector<SessionId> delete_oldest_sessions(db::Transaction& tx, AccountId account, int kept);
// False when there is none.
bool delete_session(db::Transaction& tx, AccountId account, SessionId session);
void delete_sessions(db::Transaction& tx, AccountId account);
void touch_session(db::Transaction& tx, SessionId session, Time now, Time expires_at);
// At most 1,000; how many.
std::int64_t purge_sessions(db::Transaction& tx, Time now);

enum class Purpose { verify_email, reset_password };
constexpr auto enum_names(Purpose*) { return std::array<std::string_view, 2>{"verify_email", "reset_password"}; }

struct Token {
  AccountId account;
  std::string email_key;  // of the address it was sent to
  bool used = false;
};
void insert_token(db::Transaction& tx, const Digest& digest, Purpose purpose, const Token& token, Time expires_at);
// Takes an unused one that is not over; of several at once only one gets it.
std::optional<Token> use_token(db::Transaction& tx, const Digest& digest, Purpose purpose, Time now);
// Also used ones; not those that are over.
std::optional<Token> find_token(db::Reader& reader, const Digest& digest, Purpose purpose, Time now);
void delete_tokens(db::Transaction& tx, AccountId account, Purpose purpose);  // unused ones
void delete_tokens(db::Transaction& tx, AccountId account);                   // all
std::int64_t purge_tokens(db::Transaction& tx, Time now);

}  // namespace plaza::identity::store
