#include "store.h"

#include <limits>

#include "statements.h"

namespace plaza::calls::store {
namespace {

Call read_call(const db::Row& row) {
  Call call;
  call.id = row.id<CallId>(0);
  call.format = json::parse_enum<Format>(row.text(1)).value_or(Format::webvtt);
  call.contact_id = row.string(2);
  call.language = row.string(3);
  call.account = row.id<identity::AccountId>(4);
  call.email = row.string(5);
  call.phone = row.string(6);
  call.customer_name = row.string(7);
  call.agent_name = row.string(8);
  call.began_at = row.time(9);
  call.imported_at = row.time(10);
  call.duration_ms = row.integer(11);
  call.turns = row.integer(12);
  call.skipped = row.integer(13);
  call.conversation = row.id<care::ConversationId>(14);
  call.erased = row.integer(15) > 0;
  return call;
}

Turn read_turn(const db::Row& row) {
  return {json::parse_enum<Role>(row.text(0)).value_or(Role::other), row.string(1), row.integer(2), row.integer(3), row.string(4), row.string(5)};
}

}  // namespace

bool insert(db::Transaction& tx, const Call& call, const std::string& digest, identity::AccountId by, const std::vector<Turn>& turns) {
  const auto inserted = tx.execute(sql::insert, {call.id, digest, call.contact_id, json::enum_text(call.format), call.language, call.account,
                                                 call.email, call.phone, call.customer_name, call.agent_name, call.began_at, call.imported_at,
                                                 by, call.duration_ms, call.turns, call.skipped, call.conversation});
  if (inserted == 0) return false;
  std::int64_t number = 0;
  for (const auto& turn : turns) {
    tx.send(sql::insert_turn, {call.id, ++number, json::enum_text(turn.role), turn.speaker, turn.begin_ms, turn.end_ms, turn.text, turn.sentiment});
  }
  return true;
}

std::optional<Call> find(db::Reader& reader, CallId id) { return reader.one(sql::find, {id}, read_call); }
std::optional<Call> find_digest(db::Reader& reader, const std::string& digest) { return reader.one(sql::find_digest, {digest}, read_call); }
std::optional<Call> find_contact(db::Reader& reader, const std::string& contact_id) {
  if (contact_id.empty()) return std::nullopt;
  return reader.one(sql::find_contact, {contact_id}, read_call);
}
std::optional<Call> of_conversation(db::Reader& reader, care::ConversationId id) { return reader.one(sql::of_conversation, {id}, read_call); }

std::vector<Call> list(db::Reader& reader, identity::AccountId account, CallId before, int limit) {
  const std::int64_t from = before ? before.value : std::numeric_limits<std::int64_t>::max();
  if (account) return reader.all(sql::list_account, {from, limit, account}, read_call);
  return reader.all(sql::list, {from, limit}, read_call);
}

std::vector<Call> of_email(db::Reader& reader, const std::string& email) { return reader.all(sql::list_email, {email}, read_call); }
std::vector<Turn> turns(db::Reader& reader, CallId id) { return reader.all(sql::turns, {id}, read_turn); }

void blank(db::Transaction& tx, CallId id, Time now) {
  tx.send(sql::drop_turns, {id});
  tx.send(sql::blank, {id, now});
}

}  // namespace plaza::calls::store
