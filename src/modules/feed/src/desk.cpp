#include "desk.h"

#include "feed/events.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"

namespace plaza::feed {

namespace {

Error stale() { return {ErrorKind::conflict, "feed.stale", "Somebody else has changed this. Read it again."}; }
Error not_found() { return {ErrorKind::not_found, "feed.rule_not_found", "There is no such rule."}; }

}  // namespace

Result<store::Settings> Desk::write_settings(db::Transaction& tx, const Tuning& tuning, std::int64_t version) {
  if (!store::write_settings(tx, tuning, version, parts_.clock.now())) return stale();
  events::publish(tx, 1, SettingsChanged{version + 1});
  tx.on_commit([this, tuning] { parts_.engine.tune(tuning); });
  return store::Settings{tuning, version + 1};
}

Result<RuleTerms> Desk::checked(db::Reader& reader, RuleTerms terms) const {
  terms.title = std::string(trimmed(terms.title));
  terms.target_id = std::string(trimmed(terms.target_id));
  terms.audience = std::string(trimmed(terms.audience));
  if (terms.title.empty()) return invalid_field("title", "required", "is required");
  if (terms.starts_at && terms.ends_at && *terms.ends_at <= *terms.starts_at) {
    return invalid_field("ends_at", "out_of_range", "must be after the start");
  }
  switch (terms.target) {
    case RuleTarget::post: {
      const auto id = parse_id<content::PostId>(terms.target_id);
      if (!id || !parts_.posts.post(reader, *id)) return invalid_field("target_id", "not_found", "is no post");
      break;
    }
    case RuleTarget::product: {
      const auto id = parse_id<catalog::ProductId>(terms.target_id);
      if (!id || !parts_.catalog.product(reader, *id)) return invalid_field("target_id", "not_found", "is no product");
      break;
    }
    case RuleTarget::creator:
      if (!parse_id<identity::AccountId>(terms.target_id)) return invalid_field("target_id", "not_found", "is no account");
      break;
    case RuleTarget::hashtag:
      if (terms.target_id.starts_with('#')) terms.target_id.erase(0, 1);
      if (folded(terms.target_id).empty()) return invalid_field("target_id", "required", "is no hashtag");
      break;
  }
  return terms;
}

void Desk::announce(db::Transaction& tx, RuleId id) {
  events::publish(tx, id.value, RuleChanged{id});
  tx.on_commit([this, rules = store::rules(tx)]() mutable { parts_.engine.set_rules(std::move(rules)); });
}

Result<Rule> Desk::create_rule(db::Transaction& tx, const RuleTerms& terms) {
  TRY(auto checked_terms, checked(tx, terms));
  Rule rule;
  static_cast<RuleTerms&>(rule) = std::move(checked_terms);
  rule.id = parts_.ids.make<RuleId>();
  rule.version = 1;
  rule.created_at = rule.updated_at = parts_.clock.now();
  if (!store::insert_rule(tx, rule, rules_max)) {
    return Error{ErrorKind::conflict, "feed.too_many_rules", "There are 50 rules; delete some that are over."};
  }
  announce(tx, rule.id);
  return rule;
}

Result<Rule> Desk::update_rule(db::Transaction& tx, RuleId id, const RuleTerms& terms, std::int64_t version) {
  auto rule = store::rule(tx, id);
  if (!rule) return not_found();
  if (rule->version != version) return stale();
  TRY(auto checked_terms, checked(tx, terms));
  static_cast<RuleTerms&>(*rule) = std::move(checked_terms);
  rule->updated_at = parts_.clock.now();
  if (!store::update_rule(tx, *rule)) return stale();
  ++rule->version;
  announce(tx, id);
  return std::move(*rule);
}

Status Desk::delete_rule(db::Transaction& tx, RuleId id) {
  if (!store::delete_rule(tx, id)) return not_found();
  announce(tx, id);
  return done();
}

void Desk::load() {
  auto work = [this](db::Reader& reader) {
    parts_.engine.tune(store::settings(reader).tuning);
    parts_.engine.set_rules(store::rules(reader));
    return true;
  };
  parts_.database.read_now(work);
}

}  // namespace plaza::feed
