#include "group_desks.h"

#include <algorithm>

#include "moderation/events.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "statements.h"

namespace plaza::moderation {

namespace {

constexpr int list_max = 100;

Error case_not_found() { return {ErrorKind::not_found, "moderation.case_not_found", "There is no such case."}; }

rules::Action action_of(GroupAction action) {
  if (action == GroupAction::remove) return rules::Action::remove;
  return action == GroupAction::restore ? rules::Action::restore : rules::Action::keep;
}

const char* done_by(rules::Action action) {
  if (action == rules::Action::remove) return "removed";
  return action == rules::Action::restore ? "restored" : "kept";
}

}  // namespace

GroupCase GroupDesks::view(db::Reader& reader, const Case& one) const {
  GroupCase found{one.id, one.subject, one.author, one.standing, one.text, "", {}, one.reports, one.findings, {}, one.created_at};
  if (auto* owner = owners_.of(one.subject.kind)) {
    if (auto piece = owner->piece(reader, one.subject.id)) {
      found.standing = piece->standing;
      found.url = std::move(piece->url);
      found.pictures = std::move(piece->pictures);
    }
  }
  for (const auto& report : store::reports_of(reader, one.id, needs_.clock.now())) found.notes.push_back({report.reason, report.note});
  return found;
}

std::vector<GroupCase> GroupDesks::waiting(db::Reader& reader, std::string_view group, CaseId after, int limit) {
  const auto ids = reader.all(sql::cases_of_scope, {group, after, std::clamp(limit, 1, list_max)},
                              [](const db::Row& row) { return row.id<CaseId>(0); });
  std::vector<GroupCase> found;
  for (const auto id : ids) {
    if (const auto one = store::find(reader, id)) found.push_back(view(reader, *one));
  }
  return found;
}

std::int64_t GroupDesks::count(db::Reader& reader, std::string_view group) {
  return reader.one(sql::count_scope, {group}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

Result<GroupCase> GroupDesks::open(db::Transaction& tx, std::string_view group, const Subject& subject) {
  auto* owner = owners_.of(subject.kind);
  const auto piece = owner ? owner->piece(tx, subject.id) : std::nullopt;
  if (!piece || piece->group != group) {
    return Error{ErrorKind::not_found, "moderation.subject_not_found", "It is not there, or not in this group."};
  }
  TRY(const Case one, desk_.open(tx, subject));
  return view(tx, one);
}

Status GroupDesks::decide(db::Transaction& tx, identity::AccountId moderator, std::string_view group, CaseId id, GroupAction action,
                          Reason reason, std::string_view note) {
  const auto one = store::find(tx, id);
  if (!one || one->scope != group || group.empty()) return case_not_found();
  if (one->author == moderator) {
    return Error{ErrorKind::forbidden, "moderation.own_decision", "You wrote it: another moderator has to look."};
  }
  Wish wish;
  wish.action = action_of(action);
  wish.reason = reason;
  wish.note = excerpt(note, 1'000);
  TRY_DONE(desk_.decide(tx, moderator, id, wish, Claimed::respect));
  return done();
}

std::vector<GroupDecision> GroupDesks::log(db::Reader& reader, std::string_view group, DecisionId before, int limit) {
  if (!before) before = store::newest<DecisionId>;
  const auto ids = reader.all(sql::decisions_of_scope, {group, before, std::clamp(limit, 1, list_max)},
                              [](const db::Row& row) { return row.id<DecisionId>(0); });
  std::vector<GroupDecision> found;
  for (const auto id : ids) {
    const auto each = store::find(reader, id);
    if (!each) continue;
    found.push_back({id, done_by(each->action), each->subject.kind, each->reason, std::string(json::enum_text(each->appeal)),
                     each->decided_at});
  }
  return found;
}

GroupRules GroupDesks::rules(db::Reader& reader, std::string_view group) {
  const auto row = store::rules(reader, group);
  if (!row) return {};
  return {row->text, row->version, row->changed_at};
}

Result<GroupRules> GroupDesks::set_rules(db::Transaction& tx, std::string_view group, std::string_view text, std::int64_t version,
                                         identity::AccountId by) {
  const auto parsed = rules::parse(text);
  if (!parsed.problems.empty()) {
    Error error{ErrorKind::invalid, "moderation.bad_rules", "Some lines cannot be read.", {}};
    for (const auto& each : parsed.problems) error.fields.push_back({"line " + std::to_string(each.line), "invalid", each.message});
    return error;
  }
  if (!store::set_rules(tx, group, text, version, by, needs_.clock.now())) {
    return Error{ErrorKind::conflict, "moderation.stale_rules", "Somebody else has changed the rules meanwhile."};
  }
  events::publish(tx, 0, RulesChanged{std::string(group)});
  tx.on_commit([this, scope = std::string(group), text = std::string(text)] { book_.set(scope, text); });
  return rules(tx, group);
}

}  // namespace plaza::moderation
