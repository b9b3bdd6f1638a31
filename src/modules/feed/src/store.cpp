#include "store.h"

#include <stdexcept>

#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::feed::store {

namespace {

Rule rule_from(const db::Row& row) {
  auto terms = json::decode<RuleTerms>(row.text(1));
  if (!terms.ok()) throw std::runtime_error("A feed rule cannot be read.");
  Rule rule;
  static_cast<RuleTerms&>(rule) = std::move(*terms);
  rule.id = row.id<RuleId>(0);
  rule.version = row.integer(2);
  rule.created_at = row.time(3);
  rule.updated_at = row.time(4);
  return rule;
}

}  // namespace

Settings settings(db::Reader& reader) {
  const auto found = reader.one(sql::find_settings, {}, [](const db::Row& row) {
    auto tuning = json::decode<Tuning>(row.text(0));
    if (!tuning.ok()) throw std::runtime_error("The feed's settings cannot be read.");
    return Settings{*tuning, row.integer(1)};
  });
  return found.value_or(Settings{});
}

bool write_settings(db::Transaction& tx, const Tuning& tuning, std::int64_t version, Time now) {
  const auto text = json::encode(tuning);
  if (version == 0) return tx.execute(sql::insert_settings, {text, now}) == 1;
  return tx.execute(sql::update_settings, {version, text, now}) == 1;
}

std::vector<Rule> rules(db::Reader& reader) { return reader.all(sql::all_rules, {}, rule_from); }

std::optional<Rule> rule(db::Reader& reader, RuleId id) { return reader.one(sql::find_rule, {id}, rule_from); }

bool insert_rule(db::Transaction& tx, const Rule& rule, std::size_t most) {
  const auto text = json::encode(static_cast<const RuleTerms&>(rule));
  return tx.execute(sql::insert_rule, {rule.id, text, rule.created_at, static_cast<std::int64_t>(most)}) == 1;
}

bool update_rule(db::Transaction& tx, const Rule& rule) {
  const auto text = json::encode(static_cast<const RuleTerms&>(rule));
  return tx.execute(sql::update_rule, {rule.id, rule.version, text, rule.updated_at}) == 1;
}

bool delete_rule(db::Transaction& tx, RuleId id) { return tx.execute(sql::delete_rule, {id}) == 1; }

}  // namespace plaza::feed::store
