// Appeals at the desk: another moderator than the one who decided looks again.
#include "identity/roles.h"
#include "platform/base/text.h"
#include "views.h"

namespace plaza::moderation {

namespace {

using http::Call;

struct AppealPage {
  AppealState state = AppealState::open;
  int limit = 30;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("state", state, json::Optional{});
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor, json::Length{0, 100}, json::Optional{});
  }
};
struct StaffAppealView {
  static constexpr const char* schema_name = "StaffAppeal";
  AppealView appeal;
  StaffDecisionView decision;
  PersonView author;
  CaseId case_id;
  bool may_answer = true;
  template <class V>
  void describe(V& v) {
    appeal.describe(v);
    v("decision", decision);
    v("author", author);
    v("case_id", case_id);
    v("may_answer", may_answer, json::Doc{"False: you decided it, and there is another moderator."});
  }
};
struct AppealList {
  static constexpr const char* schema_name = "StaffAppealList";
  std::vector<StaffAppealView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

enum class AppealOutcome { upheld, overturned };
constexpr auto enum_names(AppealOutcome*) { return std::array{"upheld", "overturned"}; }
struct AnswerAppeal {
  AppealId id;
  AppealOutcome outcome = AppealOutcome::upheld;
  std::string answer;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("outcome", outcome, json::Doc{"upheld: the decision stands; overturned: it is taken back."});
    v("answer", answer, json::Length{1, 1'000}, json::Multiline{}, json::Doc{"To the author."});
  }
};

AppealList list(const Parts& parts, db::Reader& reader, const AppealPage& page, AppealId after, identity::AccountId caller) {
  AppealList all;
  const bool alone = !parts.desk.another_moderator(reader, caller);
  const auto appeals = store::appeals(reader, page.state, after, page.limit);
  for (const auto& each : appeals) {
    const auto decision = store::find(reader, each.decision_id);
    if (!decision) continue;
    const bool involved = decision->moderator == caller || decision->author == caller;
    all.items.push_back({appeal_view(each), staff_decision_view(parts, reader, *decision), person_view(parts, each.author),
                         decision->case_id, alone || !involved});
  }
  if (std::ssize(appeals) == page.limit) all.next_cursor = to_text(appeals.back().id);
  return all;
}

}  // namespace

void add_appeal_routes(http::Routes& routes, const Parts& parts) {
  const auto access = identity::staff_access(identity::moderator);
  routes.add(http::get<AppealPage, AppealList>("/v1/admin/moderation/appeals", "list_appeals")
                 .summary("Appeals, oldest first.")
                 .tag("Moderation").access(access)
                 .read(parts.database, [parts](Call& call, db::Reader& reader, const AppealPage& request) -> Result<AppealList> {
                   TRY(const auto after, cursor_id(request.cursor, AppealId{}));
                   return list(parts, reader, request, after, account_of(call));
                 }));
  routes.add(http::post<AnswerAppeal, AppealView>("/v1/admin/moderation/appeals/{id}/answer", "answer_appeal")
                 .summary("Upholds or overturns a decision; its author is told.")
                 .tag("Moderation").access(access)
                 .error("moderation.appeal_not_found", ErrorKind::not_found, "There is no such appeal.")
                 .error("moderation.already_decided", ErrorKind::conflict, "Somebody has answered it.")
                 .error("moderation.own_decision", ErrorKind::forbidden, "You decided it: another moderator has to look again.")
                 .write(parts.database, [parts](Call& call, db::Transaction& tx, const AnswerAppeal& request) -> Result<AppealView> {
                   const auto words = trimmed(request.answer);
                   if (words.empty()) return invalid_field("answer", "too_short", "must not be empty");
                   const auto outcome = request.outcome == AppealOutcome::upheld ? AppealState::upheld : AppealState::overturned;
                   TRY(const auto appeal, parts.desk.answer(tx, account_of(call), request.id, outcome, words));
                   return appeal_view(appeal);
                 }));
}

}  // namespace plaza::moderation
