// Rules in plain text: read, written, and tried on a text before they hold.
#include "identity/roles.h"
#include "moderation/events.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "views.h"

namespace plaza::moderation {

namespace {

using http::Call;

struct RulesQuery {
  std::string scope;
  template <class V>
  void describe(V& v) {
    v("scope", scope, json::Length{0, 60}, json::Optional{}, json::Doc{"A group's id; left out: the shop's."});
  }
};
struct RulesView {
  static constexpr const char* schema_name = "ModerationRules";
  std::string scope;
  std::string text;
  std::int64_t version = 0;
  std::optional<PersonView> changed_by;
  std::optional<Time> changed_at;
  template <class V>
  void describe(V& v) {
    v("scope", scope);
    v("text", text, json::Length{0, rules::text_max}, json::Multiline{});
    v("version", version, json::Doc{"0: never written; the shop's are then the standard ones."});
    v("changed_by", changed_by);
    v("changed_at", changed_at);
  }
};
struct WriteRules {
  static constexpr const char* schema_name = "WriteModerationRules";
  std::string scope;
  std::string text;
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("scope", scope, json::Length{0, 60}, json::Optional{});
    v("text", text, json::Length{0, rules::text_max}, json::Multiline{});
    v("version", version, json::Doc{"The one that was read; another one by now: moderation.stale_rules."});
  }
};

struct TryRules {
  static constexpr const char* schema_name = "TryModerationRules";
  std::string rules_text;
  Kind kind = Kind::post;
  std::string text;
  std::int64_t pictures = 0;
  bool new_member = false;
  std::int64_t repeated = 0;
  template <class V>
  void describe(V& v) {
    v("rules", rules_text, json::Length{0, rules::text_max}, json::Multiline{});
    v("kind", kind, json::Optional{});
    v("text", text, json::Length{0, 10'000}, json::Multiline{});
    v("pictures", pictures, json::Between{0, 20}, json::Optional{});
    v("new_member", new_member, json::Optional{});
    v("repeated", repeated, json::Between{0, 1'000}, json::Optional{},
      json::Doc{"How many times the same member has written it within the last minute."});
  }
};
struct LineProblem {
  std::int64_t line = 0;
  std::string message;
  template <class V>
  void describe(V& v) {
    v("line", line);
    v("message", message);
  }
};
struct ScoreView {
  std::string name;
  double value = 0;
  std::string because;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("value", value);
    v("because", because);
  }
};
struct Tried {
  static constexpr const char* schema_name = "TriedModerationRules";
  std::vector<LineProblem> problems;
  Outcome outcome = Outcome::publish;
  std::vector<Finding> findings;
  std::vector<ScoreView> scores;
  template <class V>
  void describe(V& v) {
    v("problems", problems, json::Doc{"Lines that cannot be read; with one of them nothing was tried."});
    v("outcome", outcome);
    v("findings", findings);
    v("scores", scores, json::Doc{"What the classifiers say of the text."});
  }
};

RulesView rules_view(const Parts& parts, db::Reader& reader, const std::string& scope) {
  const auto stored = store::rules(reader, scope);
  if (!stored) return {scope, scope.empty() ? std::string(rules::standard_text()) : "", 0, std::nullopt, std::nullopt};
  return {scope, stored->text, stored->version, person_view(parts, stored->changed_by), stored->changed_at};
}

Error bad_rules(const std::vector<rules::Problem>& problems) {
  Error error{ErrorKind::invalid, "moderation.bad_rules", "Some lines cannot be read; nothing was changed."};
  for (const auto& each : problems) {
    error.fields.push_back({"text", "line_" + std::to_string(each.line), "Line " + std::to_string(each.line) + ": " + each.message});
  }
  return error;
}

Result<RulesView> write(const Parts& parts, db::Transaction& tx, const WriteRules& request, identity::AccountId by) {
  const auto parsed = rules::parse(request.text);
  if (!parsed.problems.empty()) return bad_rules(parsed.problems);
  if (!store::set_rules(tx, request.scope, request.text, request.version, by, parts.needs.clock.now())) {
    return Error{ErrorKind::conflict, "moderation.stale_rules", "Somebody else has changed the rules meanwhile."};
  }
  events::publish(tx, 0, RulesChanged{request.scope});
  tx.on_commit([&book = parts.book, scope = request.scope, text = request.text] { book.set(scope, text); });
  return rules_view(parts, tx, request.scope);
}

Tried tried(const Parts& parts, const TryRules& request) {
  Tried result;
  const auto parsed = rules::parse(request.rules_text);
  for (const auto& each : parsed.problems) result.problems.push_back({each.line, each.message});
  if (!result.problems.empty()) return result;
  rules::Facts facts;
  facts.kind = request.kind;
  facts.text = request.text;
  facts.pictures = static_cast<int>(request.pictures);
  facts.account_age = request.new_member ? 0 : days(1'000);
  facts.published = request.new_member ? 0 : 1'000;
  facts.now = parts.needs.clock.now();
  facts.recent.assign(static_cast<std::size_t>(request.repeated), facts.now);
  facts.recent_same = facts.recent;
  const auto books = std::array{std::make_shared<const rules::Rules>(parsed.rules)};
  const auto judged = parts.door.judge(books, facts);
  result.outcome = judged.verdict.outcome;
  result.findings = judged.verdict.findings;
  for (const auto& each : parts.owners.scores(request.text)) result.scores.push_back({each.name, each.value, each.because});
  return result;
}

}  // namespace

void add_rule_routes(http::Routes& routes, const Parts& parts) {
  const auto access = identity::staff_access(identity::moderator);
  routes.add(http::get<RulesQuery, RulesView>("/v1/admin/moderation/rules", "get_moderation_rules")
                 .summary("The rules of the shop or of a group, as text.")
                 .tag("Moderation").access(access)
                 .read(parts.database, [parts](Call&, db::Reader& reader, const RulesQuery& request) -> Result<RulesView> {
                   return rules_view(parts, reader, request.scope);
                 }));
  routes.add(http::put<WriteRules, RulesView>("/v1/admin/moderation/rules", "set_moderation_rules")
                 .summary("Writes the rules of the shop or of a group. They hold for what is written from now on.")
                 .tag("Moderation").access(access)
                 .error("moderation.bad_rules", ErrorKind::invalid, "Some lines cannot be read; `errors` names them.")
                 .error("moderation.stale_rules", ErrorKind::conflict, "Somebody else has changed them meanwhile.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const WriteRules& request) -> Result<RulesView> {
                   return write(parts, tx, request, account_of(call));
                 }));
  routes.add(http::post<TryRules, Tried>("/v1/admin/moderation/rules/try", "try_moderation_rules")
                 .summary("What rules would make of a text, and why; changes nothing.")
                 .tag("Moderation").access(access)
                 .memory([parts](Call&, const TryRules& request) -> Result<Tried> { return tried(parts, request); }));
}

}  // namespace plaza::moderation
