// What staff write: settings and rules. A change is in this node's memory before the reply, in the others' when its event arrives.
//
// Codes: feed.rule_not_found (404), feed.stale (409: the version named is not the current one), feed.too_many_rules (409),
// request.invalid with fields.
#pragma once

#include "catalog/catalog.h"
#include "content/posts.h"
#include "engine.h"
#include "platform/base/result.h"
#include "platform/db/database.h"
#include "store.h"

namespace plaza::feed {

struct DeskParts {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  content::Posts& posts;
  catalog::Catalog& catalog;
  Engine& engine;
};

class Desk {
 public:
  explicit Desk(const DeskParts& parts) : parts_(parts) {}

  store::Settings settings(db::Reader& reader) const { return store::settings(reader); }
  Result<store::Settings> write_settings(db::Transaction& tx, const Tuning& tuning, std::int64_t version);

  std::vector<Rule> rules(db::Reader& reader) const { return store::rules(reader); }
  Result<Rule> create_rule(db::Transaction& tx, const RuleTerms& terms);
  Result<Rule> update_rule(db::Transaction& tx, RuleId id, const RuleTerms& terms, std::int64_t version);
  Status delete_rule(db::Transaction& tx, RuleId id);
  // Trimmed, and what it names is there.
  Result<RuleTerms> checked(db::Reader& reader, RuleTerms terms) const;

  // Reads everything into the engine: at the start, and when an event says that another node wrote.
  void load();

 private:
  void announce(db::Transaction& tx, RuleId id);
  const DeskParts parts_;
};

}  // namespace plaza::feed
