// What staff change about a conversation.
#include <algorithm>

#include "desk.h"
#include "labels.h"
#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "ratings.h"
#include "rules.h"
#include "store.h"

namespace plaza::care {
namespace {

Result<std::vector<std::string>> clean_labels(const std::vector<std::string>& wished, const std::string& field) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < wished.size(); ++i) {
    std::string label = clean_label(wished[i]);
    if (label.empty()) return invalid_field(field + "[" + std::to_string(i) + "]", "wrong_format", "is not a label");
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(std::move(label));
  }
  if (labels.size() > labels_max) return invalid_field(field, "too_many", "are too many");
  std::sort(labels.begin(), labels.end());
  return labels;
}

// What it has after the change, sorted.
Result<std::vector<std::string>> labels_after(const Conversation& each, const Change& change) {
  auto labels = each.labels;
  if (change.labels) {
    TRY(labels, clean_labels(*change.labels, "labels"));
  }
  TRY(const auto more, clean_labels(change.add_labels, "add_labels"));
  TRY(const auto fewer, clean_labels(change.remove_labels, "remove_labels"));
  labels.insert(labels.end(), more.begin(), more.end());
  std::sort(labels.begin(), labels.end());
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  std::erase_if(labels, [&](const std::string& label) { return std::find(fewer.begin(), fewer.end(), label) != fewer.end(); });
  if (labels.size() > labels_max) return Error{ErrorKind::conflict, "care.too_many_labels", "It would have more labels than one may have."};
  return labels;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

plaza::Status move(Conversation& each, const Change& change, Time now, std::vector<Happened>& told) {
  const Status to = change.status.value_or(each.status);
  if (change.snoozed_until && to != Status::snoozed) return invalid_field("snoozed_until", "not_allowed", "needs the status snoozed");
  if (!change.status) return done();
  if (to == Status::snoozed && (!change.snoozed_until || *change.snoozed_until <= now)) {
    return invalid_field("snoozed_until", "too_small", "must be in the future");
  }
  if (!may_follow(each.status, to)) return Error{ErrorKind::conflict, "care.wrong_status", "Its status does not allow it."};
  const Time until = to == Status::snoozed ? *change.snoozed_until : Time{};
  if (to == each.status && until == each.snoozed_until) return done();
  each.status = to;
  each.snoozed_until = until;
  if (to == Status::resolved) {
    each.resolved_at = now;
    each.reply_due = each.resolution_due = {};
  } else {
    each.resolved_at = {};
  }
  told.push_back({"status", std::string(json::enum_text(to)), {}, to == Status::snoozed ? to_text(until) : std::string()});
  return done();
}

}  // namespace

Result<Conversation> Desk::change(db::Transaction& tx, ConversationId id, const Agent& by, const Change& change) {
  TRY(auto each, load(tx, id));
  if (change.version && *change.version != each.version) {
    return Error{ErrorKind::conflict, "care.stale", "Somebody else changed it since that version."};
  }
  const Time now = needs_.clock.now();
  const Settings settings = store::read_settings(tx);
  const bool was_resolved = each.status == Status::resolved;
  const auto labels_before = each.labels;
  std::vector<Happened> told;
  TRY_DONE(move(each, change, now, told));
  if (change.priority && *change.priority != each.priority) {
    set_priority(each, *change.priority, settings);
    told.push_back({"priority", std::string(json::enum_text(each.priority)), {}, ""});
  }
  const std::string team_before = each.team;
  TRY_DONE(correct(tx, each, by, change, settings, told));
  TRY_DONE(describe_anew(tx, each, change, settings, told));
  // Who has it keeps it; what nobody has goes to who has the skill.
  if (each.team != team_before && !each.assignee && !change.assignee) {
    assign(tx, each, settings);
    if (each.assignee) told.push_back({"assigned", to_text(each.assignee), {}, ""});
  }
  if (change.assignee && *change.assignee != each.assignee) {
    if (*change.assignee) {
      const auto account = needs_.accounts.find(tx, *change.assignee);
      if (!account || account->roles == 0) return invalid_field("assignee_id", "unknown", "is nobody of the staff");
    }
    each.assignee = *change.assignee;
    if (each.assignee && by.id) ring(tx, each.assignee, notifications::Kind::care_assigned, by.id, to_text(id) + ":" + std::to_string(each.version), id);
    told.push_back({"assigned", each.assignee ? to_text(each.assignee) : std::string(), {}, ""});
  }
  TRY(auto labels, labels_after(each, change));
  if (labels != each.labels) {
    each.labels = std::move(labels);
    told.push_back({"labels", joined(each.labels), {}, ""});
  }
  if (change.subject) each.subject = clean_line(*change.subject, subject_max);
  const bool moved = change.urgency && *change.urgency != each.urgency;
  if (moved) each.urgency = *change.urgency;
  if (told.empty() && !change.subject && !moved) return each;
  if (told.empty()) {
    if (!store::save(tx, each)) return Error{ErrorKind::conflict, "care.stale", "Somebody else changed it in this moment."};
    events::publish(tx, each.id.value, CaseChanged{each.id, {}});
  }
  for (auto& happened : told) TRY_DONE(tell(tx, each, by, std::move(happened)));
  if (each.labels != labels_before) tell_labels(tx, each, labels_before);
  if (!was_resolved && each.status == Status::resolved) {
    events::publish(tx, each.id.value, CaseResolved{facts_of(each)});
    ask_later(tx, each, settings, now);
  }
  return each;
}

Result<SavedReply> Desk::save_reply(db::Transaction& tx, const SavedReply& wish) {
  SavedReply reply = wish;
  reply.id = needs_.ids.make<SavedReplyId>();
  reply.shortcut = lower_ascii(wish.shortcut);
  if (!store::insert(tx, reply)) return Error{ErrorKind::conflict, "care.shortcut_taken", "There is one with this shortcut."};
  return reply;
}

}  // namespace plaza::care
