#include "views.h"

#include "platform/base/text.h"

namespace plaza::moderation {

namespace {

std::optional<Time> maybe(Time time) { return time.micros ? std::optional(time) : std::nullopt; }

}  // namespace

PersonView person_view(const Parts& parts, identity::AccountId id) {
  PersonView view{id, "", "—"};  // an account that was erased
  if (const auto face = parts.needs.accounts.face(id)) {
    view.handle = face->handle;
    view.name = face->name;
  }
  return view;
}

AppealView appeal_view(const Appeal& appeal) {
  return {appeal.id, appeal.words, appeal.state, appeal.answer, appeal.created_at, maybe(appeal.decided_at)};
}

DecisionView decision_view(const Parts& parts, db::Reader& reader, const Decision& decision) {
  DecisionView view{decision.id,     decision.subject.kind, decision.subject.id,          decision.action,
                    decision.measure, decision.reason,       decision.note,                excerpt(decision.text, 200),
                    maybe(decision.suspended_until), decision.decided_at, std::nullopt, parts.desk.can_appeal(decision)};
  if (decision.appeal != AppealState::none) {
    if (const auto appeal = store::appeal_of(reader, decision.id)) view.appeal = appeal_view(*appeal);
  }
  return view;
}

StaffDecisionView staff_decision_view(const Parts& parts, db::Reader& reader, const Decision& decision) {
  return {decision_view(parts, reader, decision), person_view(parts, decision.moderator)};
}

CaseView case_view(const Parts& parts, const Case& one) {
  CaseView view;
  view.id = one.id;
  view.kind = one.subject.kind;
  view.subject_id = one.subject.id;
  view.group = one.scope;
  view.state = one.state;
  view.standing = one.standing;
  view.found_by = one.found_by;
  view.severity = one.severity;
  view.reports = one.reports;
  view.weight = one.weight;
  view.reach = one.reach;
  view.priority = one.priority;
  view.findings = one.findings;
  view.excerpt = excerpt(one.text, 200);
  view.author = person_view(parts, one.author);
  if (one.claimed_by && one.claimed_until > parts.needs.clock.now()) view.claimed_by = person_view(parts, one.claimed_by);
  view.created_at = one.created_at;
  return view;
}

CaseDetail case_detail(const Parts& parts, db::Reader& reader, const Case& one) {
  CaseDetail detail;
  detail.item = case_view(parts, one);
  detail.text = one.text;
  if (auto* owner = parts.owners.of(one.subject.kind)) {
    if (const auto piece = owner->piece(reader, one.subject.id)) {
      detail.piece = {piece->text, piece->pictures, piece->context, piece->url, piece->standing, piece->created_at};
    }
  }
  for (const auto& each : store::reports_of(reader, one.id, parts.needs.clock.now())) {
    detail.reported.push_back({person_view(parts, each.reporter), each.reason, each.note, each.created_at, each.record.right,
                               each.record.wrong});
  }
  const auto record = store::author(reader, one.author);
  detail.record = {record.published, record.removed, record.warned, maybe(record.suspended_until), std::nullopt};
  if (record.suspended_until <= parts.needs.clock.now()) detail.record.suspended_until.reset();
  if (const auto account = parts.needs.accounts.find(reader, one.author)) detail.record.joined_at = account->created_at;
  for (const auto& each : store::decisions_of(reader, one.subject)) {
    detail.decisions.push_back(staff_decision_view(parts, reader, each));
  }
  return detail;
}

}  // namespace plaza::moderation
