// Calls and their turns in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calls/calls.h"
#include "platform/db/connection.h"

namespace plaza::calls::store {

// False: somebody else imported it in this moment.
bool insert(db::Transaction& tx, const Call& call, const std::string& digest, identity::AccountId by, const std::vector<Turn>& turns);
std::optional<Call> find(db::Reader& reader, CallId id);
std::optional<Call> find_digest(db::Reader& reader, const std::string& digest);
std::optional<Call> find_contact(db::Reader& reader, const std::string& contact_id);
std::optional<Call> of_conversation(db::Reader& reader, care::ConversationId id);
std::vector<Call> list(db::Reader& reader, identity::AccountId account, CallId before, int limit);
std::vector<Call> of_email(db::Reader& reader, const std::string& email);
std::vector<Turn> turns(db::Reader& reader, CallId id);
// Words, names, numbers and addresses go; the row stays.
void blank(db::Transaction& tx, CallId id, Time now);

}  // namespace plaza::calls::store
