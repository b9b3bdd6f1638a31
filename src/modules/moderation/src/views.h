// What routes give out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk.h"
#include "door.h"
#include "store.h"

namespace plaza::moderation {

struct Parts {
  db::Database& database;
  const Needs& needs;
  const Owners& owners;
  RuleBook& book;
  Door& door;
  Desk& desk;
};

struct PersonView {
  static constexpr const char* schema_name = "ModerationPerson";
  identity::AccountId id;
  std::string handle;
  std::string name;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("name", name);
  }
};

struct AppealView {
  AppealId id;
  std::string words;
  AppealState state = AppealState::open;
  std::string answer;
  Time created_at;
  std::optional<Time> decided_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("words", words, json::Multiline{});
    v("state", state);
    v("answer", answer, json::Multiline{});
    v("created_at", created_at);
    v("decided_at", decided_at);
  }
};

// A decision without who made it: for its author, and within the staff's views.
struct DecisionView {
  static constexpr const char* schema_name = "ModerationDecision";
  DecisionId id;
  Kind kind = Kind::post;
  std::string subject_id;
  rules::Action action = rules::Action::keep;
  rules::Measure measure = rules::Measure::none;
  Reason reason = Reason::other;
  std::string note;
  std::string excerpt;
  std::optional<Time> suspended_until;
  Time decided_at;
  std::optional<AppealView> appeal;
  bool can_appeal = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("subject_id", subject_id);
    v("action", action);
    v("measure", measure);
    v("reason", reason);
    v("note", note, json::Multiline{});
    v("excerpt", excerpt, json::Multiline{});
    v("suspended_until", suspended_until);
    v("decided_at", decided_at);
    v("appeal", appeal);
    v("can_appeal", can_appeal);
  }
};

struct StaffDecisionView {
  DecisionView decision;
  PersonView moderator;
  template <class V>
  void describe(V& v) {
    decision.describe(v);
    v("moderator", moderator);
  }
};

struct CaseView {
  static constexpr const char* schema_name = "ModerationCase";
  CaseId id;
  Kind kind = Kind::post;
  std::string subject_id;
  std::string group;
  CaseState state = CaseState::open;
  Standing standing = Standing::visible;
  FoundBy found_by = FoundBy::rule;
  std::int64_t severity = 1;
  std::int64_t reports = 0;
  double weight = 0;
  std::int64_t reach = 0;
  std::int64_t priority = 0;
  std::vector<Finding> findings;
  std::string excerpt;
  PersonView author;
  std::optional<PersonView> claimed_by;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("subject_id", subject_id);
    v("group", group, json::Doc{"Whose own rules held too; empty: the shop's alone."});
    v("state", state);
    v("standing", standing);
    v("found_by", found_by);
    v("severity", severity, json::Doc{"1 to 5."});
    v("reports", reports);
    v("weight", weight, json::Doc{"What the reports weigh by the records of those who made them."});
    v("reach", reach, json::Doc{"People who saw it."});
    v("priority", priority);
    v("findings", findings);
    v("excerpt", excerpt, json::Multiline{});
    v("author", author);
    v("claimed_by", claimed_by);
    v("created_at", created_at);
  }
};

struct ReportView {
  static constexpr const char* schema_name = "ModerationReport";
  PersonView reporter;
  Reason reason = Reason::other;
  std::string note;
  Time created_at;
  std::int64_t right = 0;
  std::int64_t wrong = 0;
  template <class V>
  void describe(V& v) {
    v("reporter", reporter);
    v("reason", reason);
    v("note", note, json::Multiline{});
    v("created_at", created_at);
    v("right", right, json::Doc{"Of this member's other reports: moderators agreed."});
    v("wrong", wrong);
  }
};

struct PieceView {
  static constexpr const char* schema_name = "ModeratedPiece";
  std::string text;
  std::vector<std::string> pictures;
  std::string context;
  std::string url;
  Standing standing = Standing::visible;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("text", text, json::Multiline{});
    v("pictures", pictures);
    v("context", context, json::Multiline{});
    v("url", url);
    v("standing", standing);
    v("created_at", created_at);
  }
};

struct AuthorRecordView {
  std::int64_t published = 0, removed = 0, warned = 0;
  std::optional<Time> suspended_until;
  std::optional<Time> joined_at;
  template <class V>
  void describe(V& v) {
    v("published", published);
    v("removed", removed);
    v("warned", warned);
    v("suspended_until", suspended_until);
    v("joined_at", joined_at);
  }
};

struct CaseDetail {
  static constexpr const char* schema_name = "ModerationCaseDetail";
  CaseView item;
  std::optional<PieceView> piece;  // nothing: it is not there any more
  std::string text;                // as it was when it came in
  std::vector<ReportView> reported;
  AuthorRecordView record;
  std::vector<StaffDecisionView> decisions;  // about this piece, newest first
  template <class V>
  void describe(V& v) {
    item.describe(v);
    v("piece", piece);
    v("text", text, json::Multiline{});
    v("reported", reported, json::Items{0, 500});
    v("record", record);
    v("decisions", decisions);
  }
};

inline identity::AccountId account_of(const http::Call& call) { return identity::AccountId{call.caller.subject}; }

template <class I>
Result<I> cursor_id(const std::string& cursor, I otherwise) {
  if (cursor.empty()) return otherwise;
  if (const auto id = parse_id<I>(cursor)) return *id;
  return invalid_field("cursor", "not_allowed", "is not a cursor of this list");
}

PersonView person_view(const Parts& parts, identity::AccountId id);
AppealView appeal_view(const Appeal& appeal);
// With its appeal.
DecisionView decision_view(const Parts& parts, db::Reader& reader, const Decision& decision);
StaffDecisionView staff_decision_view(const Parts& parts, db::Reader& reader, const Decision& decision);
CaseView case_view(const Parts& parts, const Case& one);
CaseDetail case_detail(const Parts& parts, db::Reader& reader, const Case& one);

void add_member_routes(http::Routes& routes, const Parts& parts);
void add_log_routes(http::Routes& routes, const Parts& parts);
void add_desk_routes(http::Routes& routes, const Parts& parts);
void add_appeal_routes(http::Routes& routes, const Parts& parts);
void add_rule_routes(http::Routes& routes, const Parts& parts);

}  // namespace plaza::moderation
