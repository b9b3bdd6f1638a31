#include "desk.h"

#include <algorithm>

#include "door.h"
#include "identity/roles.h"
#include "moderation/events.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"

namespace plaza::moderation {

namespace {

using Told = notifications::Kind;

Error case_not_found() { return {ErrorKind::not_found, "moderation.case_not_found", "There is no such case."}; }
Error conflict(const char* code, std::string detail) { return {ErrorKind::conflict, code, std::move(detail)}; }
Error already_decided() { return conflict("moderation.already_decided", "Somebody has decided this already."); }

template <class Event>
void announce(db::Transaction& tx, const Case& one) {
  Event event;
  event.case_id = one.id;
  event.kind = one.subject.kind;
  event.subject_id = one.subject.id;
  event.author_id = one.author;
  events::publish(tx, one.id.value, event);
}

}  // namespace

bool Desk::another_moderator(db::Reader& reader, identity::AccountId than) {
  const auto staff = needs_.staff.list(reader);
  return std::any_of(staff.begin(), staff.end(), [&](const identity::Account& each) {
    return each.id != than && (each.roles & (identity::moderator | identity::owner)) != 0;
  });
}

Result<Case> Desk::open(db::Transaction& tx, const Subject& subject) {
  auto* owner = owners_.of(subject.kind);
  const auto piece = owner ? owner->piece(tx, subject.id) : std::nullopt;
  if (!piece) return subject_not_found();
  if (piece->standing == Standing::removed) {
    if (auto last = store::last_case(tx, subject)) return std::move(*last);
  }
  Case wanted;
  wanted.subject = subject;
  wanted.author = piece->author;
  wanted.scope = piece->group;
  wanted.standing = piece->standing;
  wanted.found_by = FoundBy::staff;
  wanted.reach = piece->reach;
  wanted.text = excerpt(piece->text, kept_text_max);
  return open_case_of(tx, needs_, std::move(wanted));
}

Result<Case> Desk::claim(db::Transaction& tx, identity::AccountId moderator, CaseId id, Claimed claimed) {
  const Time now = needs_.clock.now();
  const bool taken = store::claim(tx, id, moderator, now + claim_length, now, claimed == Claimed::take_over);
  auto one = store::find(tx, id);
  if (!one) return case_not_found();
  if (taken) return std::move(*one);
  if (one->state != CaseState::open) return already_decided();
  const auto face = needs_.accounts.face(one->claimed_by);
  return conflict("moderation.claimed", (face ? face->name : std::string("Somebody")) + " is looking at it.");
}

Result<Decision> Desk::decide(db::Transaction& tx, identity::AccountId moderator, CaseId id, const Wish& wish, Claimed claimed) {
  auto one = store::find(tx, id);
  if (!one) return case_not_found();
  const Time now = needs_.clock.now();
  const bool reopened = one->state == CaseState::decided && wish.action == rules::Action::restore;
  if (one->state != CaseState::open && !reopened) return already_decided();
  if (one->claimed_by && one->claimed_by != moderator && one->claimed_until > now && claimed == Claimed::respect) {
    const auto face = needs_.accounts.face(one->claimed_by);
    return conflict("moderation.claimed", (face ? face->name : std::string("Somebody")) + " is looking at it.");
  }
  if (one->author == moderator && another_moderator(tx, moderator)) {
    return Error{ErrorKind::forbidden, "moderation.own_decision", "You wrote it: another moderator has to look."};
  }
  auto* owner = owners_.of(one->subject.kind);
  const auto piece = owner ? owner->piece(tx, one->subject.id) : std::nullopt;
  if (!piece) return subject_not_found();
  const auto from = piece->standing;
  if (reopened) {
    const auto earlier = store::decisions_of(tx, one->subject);
    if (!earlier.empty() && earlier.front().appeal == AppealState::open) {
      return conflict("moderation.appeal_open", "The author has appealed: answer the appeal.");
    }
  }
  Decision decision{needs_.ids.make<DecisionId>(), id, one->subject, one->author, one->scope, moderator, one->found_by, wish.action,
                    wish.measure, {}, wish.reason, wish.note, excerpt(piece->text, kept_text_max), AppealState::none,
                    now - one->created_at, now};
  TRY_DONE(act(tx, *one, *piece, wish));
  if (wish.measure == rules::Measure::suspend) {
    decision.suspended_until = now + days(wish.days);
    store::suspend(tx, one->author, decision.suspended_until, decision.id);
  }
  store::insert(tx, decision);
  tell(tx, decision, from);
  return decision;
}

Status Desk::decide(db::Transaction& tx, identity::AccountId moderator, const Subject& subject, Standing to, Reason reason,
                    std::string_view note) {
  CHECK(to != Standing::held);
  auto* owner = owners_.of(subject.kind);
  const auto piece = owner ? owner->piece(tx, subject.id) : std::nullopt;
  if (!piece) return subject_not_found();
  TRY(const auto one, open(tx, subject));
  Wish wish;
  if (to == Standing::removed) wish.action = rules::Action::remove;
  else if (piece->standing == Standing::removed) wish.action = rules::Action::restore;
  wish.reason = reason;
  wish.note = std::string(note);
  TRY_DONE(decide(tx, moderator, one.id, wish, Claimed::respect));
  return done();
}

// The piece follows, the case closes, reports are settled, the author's record counts.
Status Desk::act(db::Transaction& tx, Case& one, const Piece& piece, const Wish& wish) {
  const auto to = rules::after(piece.standing, wish.action);
  if (!to) {
    return conflict("moderation.not_possible", "A piece that is " + std::string(json::enum_text(piece.standing)) +
                                                   " cannot be treated like this.");
  }
  if (!store::close(tx, one.id, one.state, CaseState::decided, *to, needs_.clock.now())) return already_decided();
  TRY_DONE(owners_.of(one.subject.kind)->stand(tx, one.subject.id, *to));
  const bool faulted = wish.action == rules::Action::remove || wish.measure != rules::Measure::none;
  store::settle_reports(tx, one.id, faulted);
  const bool removed = *to == Standing::removed;
  const bool first_seen = piece.standing == Standing::held && *to == Standing::visible;
  store::count(tx, one.author, first_seen ? 1 : 0, removed ? 1 : piece.standing == Standing::removed ? -1 : 0,
               wish.measure == rules::Measure::none ? 0 : 1);
  if (removed) announce<ContentRemoved>(tx, one);
  else if (piece.standing == Standing::removed) announce<ContentRestored>(tx, one);
  else if (first_seen) announce<ContentReleased>(tx, one);
  return done();
}

// Nothing is told when nothing happened to the author: reports that were looked at and not agreed with.
void Desk::tell(db::Transaction& tx, const Decision& decision, Standing before) {
  auto kind = Told::content_released;
  if (decision.measure == rules::Measure::suspend) kind = Told::writing_suspended;
  else if (decision.action == rules::Action::remove) kind = Told::content_removed;
  else if (decision.measure == rules::Measure::warn) kind = Told::content_warned;
  else if (before == Standing::visible) return;
  if (!decision.author) return;  // a guest, or somebody who is gone
  needs_.bell.notify(tx, {decision.author, kind, {}, to_text(decision.id), excerpt(decision.note, 200), "/account/moderation", ""});
}

bool Desk::can_appeal(const Decision& decision) const {
  const bool against = decision.action == rules::Action::remove || decision.measure != rules::Measure::none;
  return against && decision.appeal == AppealState::none && needs_.clock.now() - decision.decided_at <= appeal_window;
}

Result<Appeal> Desk::appeal(db::Transaction& tx, identity::AccountId author, DecisionId id, std::string_view words) {
  const auto decision = store::find(tx, id);
  if (!decision || decision->author != author) {
    return Error{ErrorKind::not_found, "moderation.decision_not_found", "There is no such decision about you."};
  }
  if (trimmed(words).empty()) return invalid_field("words", "too_short", "must not be empty");
  if (decision->appeal != AppealState::none) return conflict("moderation.appealed_already", "You have appealed already.");
  if (!can_appeal(*decision)) {
    const bool against = decision->action == rules::Action::remove || decision->measure != rules::Measure::none;
    if (against) return conflict("moderation.appeal_too_late", "An appeal is possible for 30 days.");
    return conflict("moderation.not_appealable", "There is nothing to appeal against.");
  }
  Appeal appeal;
  appeal.id = needs_.ids.make<AppealId>();
  appeal.decision_id = id;
  appeal.author = author;
  appeal.words = excerpt(trimmed(words), 2'000);
  appeal.created_at = needs_.clock.now();
  if (!store::set_appeal(tx, id, AppealState::none, AppealState::open) || !store::insert(tx, appeal)) {
    return conflict("moderation.appealed_already", "You have appealed already.");
  }
  return appeal;
}

Result<Appeal> Desk::answer(db::Transaction& tx, identity::AccountId moderator, AppealId id, AppealState outcome,
                            std::string_view words) {
  auto appeal = store::find(tx, id);
  const auto decision = appeal ? store::find(tx, appeal->decision_id) : std::nullopt;
  if (!decision) return Error{ErrorKind::not_found, "moderation.appeal_not_found", "There is no such appeal."};
  const bool involved = decision->moderator == moderator || decision->author == moderator;
  if (involved && another_moderator(tx, moderator)) {
    return Error{ErrorKind::forbidden, "moderation.own_decision", "You decided this: another moderator has to look again."};
  }
  const Time now = needs_.clock.now();
  if (!store::decide(tx, id, outcome, moderator, words, now)) return already_decided();
  store::set_appeal(tx, decision->id, AppealState::open, outcome);
  if (outcome == AppealState::overturned) TRY_DONE(undo(tx, *decision, moderator, words));
  needs_.bell.notify(tx, {decision->author, outcome == AppealState::overturned ? Told::appeal_granted : Told::appeal_declined, {},
                          to_text(id), excerpt(words, 200), "/account/moderation", ""});
  appeal->state = outcome;
  appeal->decided_by = moderator;
  appeal->answer = std::string(words);
  appeal->decided_at = now;
  return std::move(*appeal);
}

// As if it had not been: the piece, if it is still there and still removed, is seen again; the author's record and the reports follow.
Status Desk::undo(db::Transaction& tx, const Decision& decision, identity::AccountId moderator, std::string_view words) {
  if (decision.measure == rules::Measure::suspend) store::lift(tx, decision.author, decision.id);
  store::settle_reports(tx, decision.case_id, false);
  const bool removed = decision.action == rules::Action::remove;
  store::count(tx, decision.author, 0, removed ? -1 : 0, decision.measure == rules::Measure::none ? 0 : -1);
  if (!removed) return done();
  auto* owner = owners_.of(decision.subject.kind);
  const auto piece = owner ? owner->piece(tx, decision.subject.id) : std::nullopt;
  if (!piece || piece->standing != Standing::removed) return done();
  const auto one = store::find(tx, decision.case_id);
  CHECK(one);
  store::close(tx, one->id, one->state, CaseState::decided, Standing::visible, needs_.clock.now());
  TRY_DONE(owner->stand(tx, decision.subject.id, Standing::visible));
  const Time now = needs_.clock.now();
  store::insert(tx, Decision{needs_.ids.make<DecisionId>(), decision.case_id, decision.subject, decision.author, decision.scope,
                             moderator, decision.found_by, rules::Action::restore, rules::Measure::none, {}, decision.reason,
                             excerpt(words, 1'000), "", AppealState::none, now - decision.decided_at, now});
  announce<ContentRestored>(tx, *one);
  return done();
}

std::vector<Example> Desk::examples(db::Reader& reader, DecisionId after, int limit) {
  std::vector<Example> found;
  for (const auto& decision : store::examples_after(reader, after, std::clamp(limit, 1, 1'000))) {
    const bool removed = decision.action == rules::Action::remove && decision.appeal != AppealState::overturned;
    found.push_back({decision.id, decision.subject.kind, decision.text, removed, decision.reason, decision.decided_at});
  }
  return found;
}

}  // namespace plaza::moderation
