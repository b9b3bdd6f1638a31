// What members do: report a piece, see what was decided about their own, appeal.
#include "views.h"

namespace plaza::moderation {

namespace {

using http::Access;
using http::Call;

struct WriteReport {
  Kind kind = Kind::post;
  std::string id;
  Reason reason = Reason::other;
  std::string note;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("id", id, json::Length{1, 60}, json::Doc{"Of the piece, as its own routes name it."});
    v("reason", reason);
    v("note", note, json::Length{0, 1'000}, json::Multiline{}, json::Optional{});
  }
};

struct OwnPage {
  static constexpr const char* schema_name = "OwnModerationPage";
  std::string subject_id;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("subject_id", subject_id, json::Length{0, 60}, json::Optional{}, json::Doc{"Only what concerns this piece."});
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor, json::Length{0, 100}, json::Optional{});
  }
};

struct HeldView {
  static constexpr const char* schema_name = "HeldPiece";
  Kind kind = Kind::post;
  std::string subject_id;
  std::string excerpt;
  std::vector<Finding> findings;
  Time since;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("subject_id", subject_id);
    v("excerpt", excerpt, json::Multiline{});
    v("findings", findings);
    v("since", since);
  }
};

struct OwnModeration {
  std::optional<Time> suspended_until;
  std::vector<HeldView> held;  // newest first, at most 100
  std::vector<DecisionView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("suspended_until", suspended_until);
    v("held", held);
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct WriteAppeal {
  DecisionId id;
  std::string words;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("words", words, json::Length{1, 2'000}, json::Multiline{});
  }
};

OwnModeration own(const Parts& parts, db::Reader& reader, identity::AccountId account, const OwnPage& page, DecisionId before) {
  OwnModeration all;
  const auto record = store::author(reader, account);
  if (record.suspended_until > parts.needs.clock.now()) all.suspended_until = record.suspended_until;
  const auto wanted = [&](const Subject& subject) { return page.subject_id.empty() || page.subject_id == subject.id; };
  if (page.cursor.empty()) {
    for (const auto& one : store::held_of(reader, account, store::newest<CaseId>, 100)) {
      if (wanted(one.subject)) all.held.push_back({one.subject.kind, one.subject.id, case_view(parts, one).excerpt, one.findings, one.created_at});
    }
  }
  const auto decisions = store::decisions_of(reader, account, before, page.limit);
  for (const auto& each : decisions) {
    if (wanted(each.subject)) all.items.push_back(decision_view(parts, reader, each));
  }
  if (std::ssize(decisions) == page.limit) all.next_cursor = to_text(decisions.back().id);
  return all;
}

}  // namespace

void add_member_routes(http::Routes& routes, const Parts& parts) {
  routes.add(http::post<WriteReport, http::None>("/v1/reports", "report_content")
                 .summary("Tells the moderators about a piece that one sees; a second report of the same piece changes the first.")
                 .tag("Moderation").access(Access::signed_in()).status(201)
                 .error("moderation.subject_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("moderation.own_subject", ErrorKind::conflict, "You wrote it yourself.")
                 .error("moderation.reported_too_often", ErrorKind::too_many, "Too many reports within an hour.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const WriteReport& request) -> Result<http::None> {
                   TRY_DONE(parts.door.report(tx, account_of(call), {request.kind, request.id}, request.reason, request.note));
                   return http::None{};
                 }));
  routes.add(http::get<OwnPage, OwnModeration>("/v1/me/moderation", "get_own_moderation")
                 .summary("What is held of what one wrote and why, and what was decided about it, newest first.")
                 .tag("Moderation").access(Access::signed_in())
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const OwnPage& request) -> Result<OwnModeration> {
                   TRY(const auto before, cursor_id(request.cursor, store::newest<DecisionId>));
                   return own(parts, reader, account_of(call), request, before);
                 }));
  routes.add(http::post<WriteAppeal, AppealView>("/v1/me/moderation/decisions/{id}/appeal", "appeal_decision")
                 .summary("Objects to a decision, once; another moderator looks at it.")
                 .tag("Moderation").access(Access::signed_in()).status(201)
                 .error("moderation.decision_not_found", ErrorKind::not_found, "There is no such decision about you.")
                 .error("moderation.appealed_already", ErrorKind::conflict, "You have appealed already.")
                 .error("moderation.not_appealable", ErrorKind::conflict, "It did you no harm.")
                 .error("moderation.appeal_too_late", ErrorKind::conflict, "An appeal is possible for 30 days.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const WriteAppeal& request) -> Result<AppealView> {
                   TRY(const auto appeal, parts.desk.appeal(tx, account_of(call), request.id, request.words));
                   return appeal_view(appeal);
                 }));
}

}  // namespace plaza::moderation
