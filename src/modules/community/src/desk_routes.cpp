// What moderators of a group decide in it, its log for everybody who may read it, and the shop's overview.
#include "identity/roles.h"
#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";

struct CasesPage {
  static constexpr const char* schema_name = "CommunityCasesPage";
  std::string slug, cursor;
  std::int64_t limit = 30;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct CaseView {
  static constexpr const char* schema_name = "CommunityCase";
  moderation::CaseId id;
  moderation::Kind kind = moderation::Kind::discussion;
  std::string subject_id, url, text;
  std::optional<PersonView> author;
  std::vector<std::string> pictures;
  moderation::Standing standing = moderation::Standing::visible;
  std::int64_t reports = 0;
  std::vector<moderation::Finding> findings;
  std::vector<moderation::ReportNote> report_notes;
  Time since;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("subject_id", subject_id);
    v("url", url);
    v("author", author);
    v("text", text, json::Multiline{});
    v("pictures", pictures);
    v("standing", standing);
    v("reports", reports);
    v("findings", findings);
    v("report_notes", report_notes, json::Items{0, 500}, json::Doc{"Without names."});
    v("since", since);
  }
};
struct CaseList {
  static constexpr const char* schema_name = "CommunityCaseList";
  std::vector<CaseView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct OpenCase {
  static constexpr const char* schema_name = "OpenCommunityCase";
  std::string slug, subject_id;
  moderation::Kind kind = moderation::Kind::discussion;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("kind", kind);
    v("subject_id", subject_id, json::Length{1, 60});
  }
};
struct Decide {
  static constexpr const char* schema_name = "DecideCommunityCase";
  std::string slug, note;
  moderation::CaseId id;
  moderation::GroupAction action = moderation::GroupAction::keep;
  moderation::Reason reason = moderation::Reason::other;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("id", id);
    v("action", action);
    v("reason", reason, json::Optional{});
    v("note", note, json::Optional{}, json::Multiline{}, json::Length{0, 1'000}, json::Doc{"To the author."});
  }
};
struct LogLine {
  static constexpr const char* schema_name = "CommunityLogLine";
  std::string what, appeal;
  moderation::Kind kind = moderation::Kind::discussion;
  moderation::Reason reason = moderation::Reason::other;
  Time at;
  template <class V>
  void describe(V& v) {
    v("what", what);
    v("kind", kind);
    v("reason", reason);
    v("at", at);
    v("appeal", appeal);
  }
};
struct GroupLog {
  static constexpr const char* schema_name = "CommunityLog";
  std::vector<LogLine> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct RulesView {
  static constexpr const char* schema_name = "CommunityModerationRules";
  std::string text;
  std::int64_t version = 0;
  std::optional<Time> changed_at;
  template <class V>
  void describe(V& v) {
    v("text", text, json::Multiline{}, json::Length{0, 50'000});
    v("version", version);
    v("changed_at", changed_at);
  }
};
struct WriteRules {
  static constexpr const char* schema_name = "WriteCommunityModerationRules";
  std::string slug, text;
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("text", text, json::Multiline{}, json::Length{0, 50'000});
    v("version", version, json::Doc{"The one that was read; 0: never written."});
  }
};

CaseView view_of(const Parts& parts, db::Reader& reader, const moderation::GroupCase& one, GroupId group) {
  return {one.id, one.subject.kind, one.subject.id, one.url, one.text, parts.presenter.person(reader, one.author, group),
          one.pictures, one.standing, one.reports, one.findings, one.notes, one.since};
}

Result<CaseList> cases(const Parts& parts, const Call& call, db::Reader& reader, const CasesPage& request) {
  TRY(const Group group, moderated_group(parts, call, request.slug));
  const auto after = request.cursor.empty() ? std::optional(moderation::CaseId{}) : parse_id<moderation::CaseId>(request.cursor);
  if (!after) return bad_cursor();
  const int limit = static_cast<int>(request.limit);
  CaseList list;
  for (const auto& one : parts.needs.desk.waiting(reader, to_text(group.id), *after, limit)) {
    list.items.push_back(view_of(parts, reader, one, group.id));
  }
  if (std::ssize(list.items) == limit) list.next_cursor = to_text(list.items.back().id);
  return list;
}

Result<GroupLog> log(const Parts& parts, const Call& call, db::Reader& reader, const CasesPage& request) {
  TRY(const Group group, parts.rooms.readable(looker_of(call), request.slug));
  const auto before = request.cursor.empty() ? std::optional(moderation::DecisionId{}) : parse_id<moderation::DecisionId>(request.cursor);
  if (!before) return bad_cursor();
  const int limit = static_cast<int>(request.limit);
  const auto found = parts.needs.desk.log(reader, to_text(group.id), *before, limit);
  GroupLog answer;
  for (const auto& each : found) answer.items.push_back({each.what, each.appeal, each.kind, each.reason, each.at});
  if (std::ssize(found) == limit) answer.next_cursor = to_text(found.back().id);
  return answer;
}

void add_rule_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<SlugPath, RulesView>("/v1/groups/{slug}/moderation/rules", "getGroupModerationRules")
                 .summary("The group's own rules of words, links and pictures, beside the shop's.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For its moderators.")
                 .read(database, [parts](Call& call, db::Reader& reader, const SlugPath& request) -> Result<RulesView> {
                   TRY(const Group group, moderated_group(parts, call, request.slug));
                   const auto found = parts.needs.desk.rules(reader, to_text(group.id));
                   return RulesView{found.text, found.version, found.changed_at};
                 }));
  routes.add(http::put<WriteRules, RulesView>("/v1/groups/{slug}/moderation/rules", "setGroupModerationRules")
                 .summary("Writes them; they hold for what is written from now on.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For its moderators.")
                 .error("moderation.bad_rules", ErrorKind::invalid, "Some lines cannot be read; `errors` names them.")
                 .error("moderation.stale_rules", ErrorKind::conflict, "Somebody else has changed them meanwhile.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const WriteRules& request) -> Result<RulesView> {
                   TRY(const Group group, moderated_group(parts, call, request.slug));
                   TRY(const auto found, parts.needs.desk.set_rules(tx, to_text(group.id), request.text, request.version,
                                                                    looker_of(call).account));
                   return RulesView{found.text, found.version, found.changed_at};
                 }));
}

}  // namespace

void add_desk_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<CasesPage, CaseList>("/v1/groups/{slug}/moderation/cases", "listGroupCases")
                 .summary("What waits for the group's moderators, the oldest first.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For its moderators.")
                 .read(database, [parts](Call& call, db::Reader& reader, const CasesPage& request) {
                   return cases(parts, call, reader, request);
                 }));
  routes.add(http::post<OpenCase, CaseView>("/v1/groups/{slug}/moderation/cases", "openGroupCase")
                 .summary("Opens a case of a piece in the group that nobody reported.")
                 .tag(tag).access(http::Access::signed_in()).status(201)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For its moderators.")
                 .error("moderation.subject_not_found", ErrorKind::not_found, "It is not there, or not in this group.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const OpenCase& request) -> Result<CaseView> {
                   TRY(const Group group, moderated_group(parts, call, request.slug));
                   TRY(const auto one, parts.needs.desk.open(tx, to_text(group.id), {request.kind, request.subject_id}));
                   return view_of(parts, tx, one, group.id);
                 }));
  routes.add(http::post<Decide, http::None>("/v1/groups/{slug}/moderation/cases/{id}/decide", "decideGroupCase")
                 .summary("Decides a case of the group. It stands in the log, and its author may appeal to the shop.")
                 .tag(tag).access(http::Access::signed_in()).status(204)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For its moderators.")
                 .error("moderation.case_not_found", ErrorKind::not_found, "There is no such case in this group.")
                 .error("moderation.subject_not_found", ErrorKind::not_found, "The piece is gone.")
                 .error("moderation.already_decided", ErrorKind::conflict, "Somebody was quicker.")
                 .error("moderation.claimed", ErrorKind::conflict, "Somebody of the shop looks at it now.")
                 .error("moderation.not_possible", ErrorKind::conflict, "Not from where the piece stands.")
                 .error("moderation.appeal_open", ErrorKind::conflict, "The author has appealed.")
                 .error("moderation.own_decision", ErrorKind::forbidden, "You wrote it.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const Decide& request) -> Result<http::None> {
                   TRY(const Group group, moderated_group(parts, call, request.slug));
                   TRY_DONE(parts.needs.desk.decide(tx, looker_of(call).account, to_text(group.id), request.id, request.action,
                                                    request.reason, request.note));
                   return http::None{};
                 }));
  routes.add(http::get<CasesPage, GroupLog>("/v1/groups/{slug}/log", "getGroupLog")
                 .summary("What moderators decided in the group: no names, no words.")
                 .tag(tag)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Members read this.")
                 .read(database, [parts](Call& call, db::Reader& reader, const CasesPage& request) {
                   return log(parts, call, reader, request);
                 }));
  add_rule_routes(routes, parts);
}

}  // namespace plaza::community
