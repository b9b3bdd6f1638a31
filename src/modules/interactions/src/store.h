// The log's SQL.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interactions/log.h"
#include "interactions/record.h"
#include "platform/db/connection.h"

namespace plaza::interactions::store {

void insert(db::Transaction& tx, const Record& record);
std::int64_t last_position(db::Reader& reader);
void read_after(db::Reader& reader, std::int64_t after, std::int64_t limit, const std::function<void(const Record&)>& each);
std::vector<Record> latest(db::Reader& reader, std::int64_t after, std::string_view visitor, std::int64_t account,
                           std::int64_t limit);
void recent_message_ids(db::Reader& reader, std::int64_t limit, Time since,
                        const std::function<void(std::string_view, Time)>& each);

// What is known of a learner's state on disk.
struct State {
  int version = 0;
  std::int64_t position = 0;
  std::int64_t generation = 0, parts = 0, bytes = 0;
  std::string hash;  // SHA-256 of all its bytes, in hex
};
std::optional<State> state(db::Reader& reader, std::string_view learner);
void write_state(db::Transaction& tx, std::string_view learner, const State& state);

struct Part {
  std::int64_t checksum = 0;
  std::string data;
};
std::optional<Part> part(db::Reader& reader, std::string_view learner, std::int64_t generation, std::int64_t number);
void write_part(db::Transaction& tx, std::string_view learner, std::int64_t generation, std::int64_t number, const Part& part);
// Parts below this number, of other generations.
void forget_old_parts(db::Transaction& tx, std::string_view learner, std::int64_t generation, std::int64_t below);
// All that are not of this state.
void forget_other_parts(db::Transaction& tx, std::string_view learner, const State& state);
void forget_states(db::Transaction& tx);

// A record whose words go; of a domain event what it says then.
struct Redacted {
  std::int64_t position = 0;
  bool domain = false;
  std::string properties = "{}";
};
std::vector<Redacted> mentioning(db::Reader& reader, std::int64_t after, std::int64_t until, const Redaction& who);
void redact(db::Transaction& tx, const Redacted& record);

std::int64_t bridged(db::Reader& reader);
void set_bridged(db::Transaction& tx, std::int64_t sequence);

}  // namespace plaza::interactions::store
