#include "store.h"

#include "statements.h"

namespace plaza::interactions::store {

namespace {

Record record_from(const db::Row& row) {
  Record record;
  record.position = row.integer(0);
  record.at = row.time(1);
  record.received_at = row.time(2);
  record.kind = static_cast<Kind>(row.integer(3));
  record.trust = static_cast<Trust>(row.integer(4));
  record.account = row.integer(5);
  record.visitor = row.string(6);
  record.user_id = row.string(7);
  record.name = row.string(8);
  record.message_id = row.string(9);
  record.properties = row.string(10);
  record.context = row.string(11);
  return record;
}

}  // namespace

void insert(db::Transaction& tx, const Record& record) {
  tx.send(insert_record, {record.position, record.at, record.received_at, static_cast<int>(record.kind),
                          static_cast<int>(record.trust), record.account, record.visitor, record.user_id, record.name,
                          record.message_id, record.properties, record.context});
}

std::int64_t last_position(db::Reader& reader) {
  return reader.one(interactions::last_position, {}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

void read_after(db::Reader& reader, std::int64_t after, std::int64_t limit,
                const std::function<void(const Record&)>& each) {
  reader.each(interactions::read_after, {after, limit}, [&](const db::Row& row) { each(record_from(row)); });
}

std::vector<Record> latest(db::Reader& reader, std::int64_t after, std::string_view visitor, std::int64_t account,
                           std::int64_t limit) {
  return reader.all(read_latest, {after, visitor, account, limit}, record_from);
}

void recent_message_ids(db::Reader& reader, std::int64_t limit, Time since,
                        const std::function<void(std::string_view, Time)>& each) {
  reader.each(interactions::recent_message_ids, {limit, since},
              [&](const db::Row& row) { each(row.text(0), row.time(1)); });
}

std::optional<State> state(db::Reader& reader, std::string_view learner) {
  return reader.one(read_state, {learner}, [](const db::Row& row) {
    return State{static_cast<int>(row.integer(0)), row.integer(1), row.integer(2), row.integer(3), row.integer(4), row.string(5)};
  });
}

void write_state(db::Transaction& tx, std::string_view learner, const State& state) {
  tx.execute(interactions::write_state,
             {learner, state.version, state.position, state.generation, state.parts, state.bytes, state.hash});
}

std::optional<Part> part(db::Reader& reader, std::string_view learner, std::int64_t generation, std::int64_t number) {
  return reader.one(read_part, {learner, generation, number},
                    [](const db::Row& row) { return Part{row.integer(0), std::string(row.bytes(1))}; });
}

void write_part(db::Transaction& tx, std::string_view learner, std::int64_t generation, std::int64_t number, const Part& part) {
  tx.execute(interactions::write_part, {learner, generation, number, part.checksum, db::Bytes{part.data}});
}

void forget_old_parts(db::Transaction& tx, std::string_view learner, std::int64_t generation, std::int64_t below) {
  tx.execute(interactions::forget_old_parts, {learner, generation, below});
}

void forget_other_parts(db::Transaction& tx, std::string_view learner, const State& state) {
  tx.execute(interactions::forget_other_parts, {learner, state.generation, state.parts});
}

void forget_states(db::Transaction& tx) {
  tx.execute(interactions::forget_states, {});
  tx.execute(interactions::forget_parts, {});
}

std::vector<Redacted> mentioning(db::Reader& reader, std::int64_t after, std::int64_t until, const Redaction& who) {
  std::vector<Redacted> found;
  reader.each(read_whose, {after, until}, [&](const db::Row& row) {
    if (static_cast<Kind>(row.integer(1)) == Kind::domain) {
      if (who.account_text.empty() || row.text(5).find(who.account_text) == std::string_view::npos) return;
      auto words = who.rewrite(row.text(5));
      if (words != row.text(5)) found.push_back({row.integer(0), true, std::move(words)});
      return;
    }
    const bool theirs = (who.account != 0 && row.integer(2) == who.account) || who.visitors.contains(row.string(3)) ||
                        (!who.account_text.empty() && row.text(4) == who.account_text);
    if (theirs) found.push_back({row.integer(0)});
  });
  return found;
}

void redact(db::Transaction& tx, const Redacted& record) {
  if (record.domain) tx.send(redact_domain, {record.position, record.properties});
  else tx.send(redact_record, {record.position});
}

std::int64_t bridged(db::Reader& reader) {
  return reader.one(read_bridge, {}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

void set_bridged(db::Transaction& tx, std::int64_t sequence) { tx.execute(write_bridge, {sequence}); }

}  // namespace plaza::interactions::store
