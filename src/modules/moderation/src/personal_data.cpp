#include "personal_data.h"

#include "platform/json/codec.h"
#include "statements.h"
#include "store.h"

namespace plaza::moderation {

namespace {

constexpr int page = 100;

struct ReportOut {
  Kind kind = Kind::post;
  std::string subject_id;
  Reason reason = Reason::other;
  std::string note;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("subject_id", subject_id);
    v("reason", reason);
    v("note", note);
    v("created_at", created_at);
  }
};
struct DecisionOut {
  Kind kind = Kind::post;
  std::string subject_id;
  rules::Action action = rules::Action::keep;
  rules::Measure measure = rules::Measure::none;
  Reason reason = Reason::other;
  std::string note, text, appeal, answer;
  Time decided_at;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("subject_id", subject_id);
    v("action", action);
    v("measure", measure);
    v("reason", reason);
    v("note", note);
    v("text", text);
    v("appeal", appeal);
    v("answer", answer);
    v("decided_at", decided_at);
  }
};
struct Export {
  std::vector<ReportOut> reports;
  std::vector<DecisionOut> decisions;
  template <class V>
  void describe(V& v) {
    v("reports", reports);
    v("decisions", decisions);
  }
};

}  // namespace

std::string RecordOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  if (!person.account) return "null";
  Export all;
  for (const auto& each : store::reports_by(reader, person.account)) {
    all.reports.push_back({each.subject.kind, each.subject.id, each.reason, each.note, each.created_at});
  }
  auto before = store::newest<DecisionId>;
  for (;;) {
    const auto decisions = store::decisions_of(reader, person.account, before, page);
    for (const auto& each : decisions) {
      DecisionOut out{each.subject.kind, each.subject.id, each.action, each.measure, each.reason,
                      each.note,         each.text,       "",          "",           each.decided_at};
      if (const auto appeal = store::appeal_of(reader, each.id)) {
        out.appeal = appeal->words;
        out.answer = appeal->answer;
      }
      all.decisions.push_back(std::move(out));
    }
    if (decisions.size() < page) return json::encode(all);
    before = decisions.back().id;
  }
}

std::vector<profiles::Erased> RecordOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  if (!person.account) return {};
  const auto account = person.account;
  const auto cases = tx.execute(sql::blank_cases_of, {account});
  const auto decisions = tx.execute(sql::blank_decisions_of, {account});
  const auto appeals = tx.execute(sql::blank_appeals_of, {account});
  const auto reports = tx.execute(sql::blank_reports, {account});
  tx.send(sql::delete_author, {account});
  tx.send(sql::delete_recent_of, {account});
  return {{"moderation cases without words", cases},
          {"moderation decisions without words", decisions},
          {"appeals without words", appeals},
          {"reports to moderators without words", reports}};
}

}  // namespace plaza::moderation
