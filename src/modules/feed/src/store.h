// What staff decided, in the database.
#pragma once

#include <optional>
#include <vector>

#include "feed/rules.h"
#include "feed/tuning.h"
#include "platform/db/connection.h"

namespace plaza::feed::store {

struct Settings {
  Tuning tuning;
  std::int64_t version = 0;  // 0: nobody has decided anything yet
};

Settings settings(db::Reader& reader);
// False when `version` is not the current one.
bool write_settings(db::Transaction& tx, const Tuning& tuning, std::int64_t version, Time now);

std::vector<Rule> rules(db::Reader& reader);  // newest first
std::optional<Rule> rule(db::Reader& reader, RuleId id);
bool insert_rule(db::Transaction& tx, const Rule& rule, std::size_t most);
bool update_rule(db::Transaction& tx, const Rule& rule);
bool delete_rule(db::Transaction& tx, RuleId id);

}  // namespace plaza::feed::store
