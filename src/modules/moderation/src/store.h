// Rows of moderation, read and written.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "moderation/ids.h"
#include "moderation/subject.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "rules.h"

namespace plaza::moderation {

// Stored as numbers.
enum class CaseState { open, decided, gone };
constexpr auto enum_names(CaseState*) { return std::array{"open", "decided", "gone"}; }
enum class FoundBy { rule, reports, staff };
constexpr auto enum_names(FoundBy*) { return std::array{"rule", "reports", "staff"}; }
enum class AppealState { none, open, upheld, overturned };
constexpr auto enum_names(AppealState*) { return std::array{"none", "open", "upheld", "overturned"}; }

struct Case {
  CaseId id;
  Subject subject;
  identity::AccountId author;
  std::string scope;
  CaseState state = CaseState::open;
  Standing standing = Standing::visible;
  FoundBy found_by = FoundBy::rule;
  int severity = 1;
  std::int64_t reports = 0;
  double weight = 0;
  std::int64_t reach = 0;
  std::int64_t priority = 0;
  std::vector<Finding> findings;
  std::string text;  // as it was when it came in, or was last reported
  identity::AccountId claimed_by;
  Time claimed_until, created_at, closed_at;
};

struct ReportRow {
  identity::AccountId reporter;
  Reason reason = Reason::other;
  std::string note;
  Time created_at;
  rules::Reporter record;
};

struct OwnReport {
  Subject subject;
  Reason reason = Reason::other;
  std::string note;
  Time created_at;
};

struct Decision {
  DecisionId id;
  CaseId case_id;
  Subject subject;
  identity::AccountId author;
  std::string scope;
  identity::AccountId moderator;
  FoundBy found_by = FoundBy::rule;
  rules::Action action = rules::Action::keep;
  rules::Measure measure = rules::Measure::none;
  Time suspended_until;
  Reason reason = Reason::other;
  std::string note;
  std::string text;
  AppealState appeal = AppealState::none;
  Micros waited = 0;  // from the case's beginning
  Time decided_at;
};

struct Appeal {
  AppealId id;
  DecisionId decision_id;
  identity::AccountId author;
  std::string words;
  AppealState state = AppealState::open;
  identity::AccountId decided_by;
  std::string answer;
  Time created_at, decided_at;
};

struct AuthorRecord {
  std::int64_t published = 0, removed = 0, warned = 0;
  Time suspended_until;
  DecisionId suspended_by;
};

struct Recent {
  Time at;
  std::int64_t digest = 0;
  Subject subject;
};

struct RulesRow {
  std::string text;
  std::int64_t version = 0;
  identity::AccountId changed_by;
  Time changed_at;
};

struct DecisionCount {
  rules::Action action;
  rules::Measure measure;
  Reason reason;
  AppealState appeal;
  std::int64_t count = 0;
  Micros waited = 0;
};

namespace store {

template <class I>
inline constexpr I newest{std::numeric_limits<std::int64_t>::max()};

// False: there is an open one of this piece already.
bool insert(db::Transaction& tx, const Case& one);
std::optional<Case> find(db::Reader& reader, CaseId id);
std::optional<Case> open_case(db::Reader& reader, const Subject& subject);
std::optional<Case> last_case(db::Reader& reader, const Subject& subject);
struct QueuePlace {
  std::int64_t priority = std::numeric_limits<std::int64_t>::max();
  CaseId id;
};
std::vector<Case> queue(db::Reader& reader, CaseState state, const QueuePlace& after, std::optional<Kind> kind,
                        std::optional<Standing> standing, int limit);
std::vector<Case> held_of(db::Reader& reader, identity::AccountId author, CaseId before, int limit);
// False: somebody closed it.
bool refresh(db::Transaction& tx, const Case& one);
bool claim(db::Transaction& tx, CaseId id, identity::AccountId moderator, Time until, Time now, bool take_over);
void unclaim(db::Transaction& tx, CaseId id, identity::AccountId moderator);
bool close(db::Transaction& tx, CaseId id, CaseState from, CaseState to, Standing standing, Time now);
// Closes what is open of it, and forgets its words.
void gone(db::Transaction& tx, const Subject& subject, Time now);
struct Waiting {
  std::int64_t open = 0, held = 0, appeals = 0;
  Time oldest;
};
Waiting waiting(db::Reader& reader);

void report(db::Transaction& tx, MemberReportId id, identity::AccountId reporter, const Subject& subject, CaseId of, Reason reason,
            std::string_view note, Time now);
std::int64_t reports_since(db::Reader& reader, identity::AccountId reporter, Time since);
std::vector<ReportRow> reports_of(db::Reader& reader, CaseId id, Time now);
void settle_reports(db::Transaction& tx, CaseId id, bool right);
std::vector<OwnReport> reports_by(db::Reader& reader, identity::AccountId reporter);

void insert(db::Transaction& tx, const Decision& decision);
std::optional<Decision> find(db::Reader& reader, DecisionId id);
std::vector<Decision> decisions_of(db::Reader& reader, const Subject& subject);  // newest first
std::vector<Decision> decisions_of(db::Reader& reader, identity::AccountId author, DecisionId before, int limit);
std::vector<Decision> decisions_before(db::Reader& reader, DecisionId before, int limit);
bool set_appeal(db::Transaction& tx, DecisionId id, AppealState from, AppealState to);
std::vector<DecisionCount> counts_since(db::Reader& reader, Time since);
std::vector<Decision> examples_after(db::Reader& reader, DecisionId after, int limit);

bool insert(db::Transaction& tx, const Appeal& appeal);
std::optional<Appeal> find(db::Reader& reader, AppealId id);
std::optional<Appeal> appeal_of(db::Reader& reader, DecisionId id);
std::vector<Appeal> appeals(db::Reader& reader, AppealState state, AppealId after, int limit);
bool decide(db::Transaction& tx, AppealId id, AppealState to, identity::AccountId by, std::string_view answer, Time now);

AuthorRecord author(db::Reader& reader, identity::AccountId id);
void count(db::Transaction& tx, identity::AccountId author, int published, int removed, int warned);
void suspend(db::Transaction& tx, identity::AccountId author, Time until, DecisionId by);
void lift(db::Transaction& tx, identity::AccountId author, DecisionId by);

void insert_recent(db::Transaction& tx, std::int64_t id, identity::AccountId author, const Recent& recent);
std::vector<Recent> recent(db::Reader& reader, identity::AccountId author, Time since);

std::vector<std::pair<std::string, std::string>> all_rules(db::Reader& reader);  // scope, text
std::optional<RulesRow> rules(db::Reader& reader, std::string_view scope);
// False: they are not at this version (0: never written) any more.
bool set_rules(db::Transaction& tx, std::string_view scope, std::string_view text, std::int64_t version, identity::AccountId by,
               Time now);

}  // namespace store

}  // namespace plaza::moderation
