#include "door.h"

#include <algorithm>

#include "moderation/events.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "text_parts.h"

namespace plaza::moderation {

namespace {

int worst(const std::vector<Finding>& findings) {
  int severity = 1;
  for (const auto& each : findings) severity = std::max(severity, rules::severity_of(each.reason));
  return severity;
}

Error suspended(Time until) {
  return {ErrorKind::forbidden, "moderation.suspended",
          "You may not write until " + to_text(until) + ". Your account page says why, and how to object."};
}

Error refused(const rules::Judged& judged) {
  Error error{ErrorKind::unprocessable, "moderation.refused", "This cannot be published here."};
  if (judged.too_fast) error = {ErrorKind::too_many, "moderation.too_fast", "That was a lot in a short time. Try again later."};
  for (const auto& finding : judged.verdict.findings) {
    error.detail += " " + finding.because + ".";
    error.fields.push_back({"text", std::string(json::enum_text(finding.reason)), finding.because});
  }
  return error;
}

}  // namespace

Case open_case_of(db::Transaction& tx, const Needs& needs, Case wanted) {
  if (auto found = store::open_case(tx, wanted.subject)) return std::move(*found);
  wanted.id = needs.ids.make<CaseId>();
  wanted.created_at = needs.clock.now();
  wanted.priority = rules::priority_of(wanted.severity, wanted.weight, wanted.reach, wanted.standing);
  if (store::insert(tx, wanted)) return wanted;
  auto other = store::open_case(tx, wanted.subject);  // made at the same time by somebody else
  CHECK(other);
  return std::move(*other);
}

rules::Judged Door::judge(std::span<const std::shared_ptr<const rules::Rules>> books, const rules::Facts& facts) const {
  std::vector<const rules::Rules*> plain;
  for (const auto& book : books) plain.push_back(book.get());
  const auto scores = owners_.scores(facts.text);
  return rules::judge(plain, facts, scores);
}

Result<Verdict> Door::submit(db::Transaction& tx, const Submission& submission) {
  const auto author = needs_.accounts.find(tx, submission.author);
  if (author && author->roles != 0) return Verdict{};  // the brand's own people
  const Time now = needs_.clock.now();
  const auto record = store::author(tx, submission.author);
  if (record.suspended_until > now) return suspended(record.suspended_until);

  rules::Facts facts;
  facts.kind = submission.subject.kind;
  facts.text = submission.text;
  facts.pictures = submission.pictures;
  facts.account_age = author ? now - author->created_at : 0;
  facts.published = record.published;
  facts.now = now;
  const auto digest = digest_of(words_of(case_folded(submission.text)));
  bool first = true;  // not an edit of a piece that counted already
  const auto before = store::recent(tx, submission.author, now - days(1));
  for (const auto& each : before) {
    if (each.subject == submission.subject) {
      first = false;
      continue;
    }
    facts.recent.push_back(each.at);
    if (digest != 0 && each.digest == digest) facts.recent_same.push_back(each.at);
  }
  const auto books = book_.of(submission.group);
  auto judged = judge(books, facts);
  if (judged.verdict.outcome == Outcome::refuse) return refused(judged);
  if (submission.author) store::insert_recent(tx, needs_.ids.next(), submission.author, {now, digest, submission.subject});
  auto& findings = judged.verdict.findings;
  findings.insert(findings.begin(), submission.found.begin(), submission.found.end());
  const auto open = store::open_case(tx, submission.subject);
  const bool held = open && open->standing == Standing::held;
  if (judged.verdict.outcome == Outcome::hold || !submission.found.empty() || held) {
    return keep_back(tx, submission, findings.empty() ? open->findings : std::move(findings));
  }
  if (first && submission.author) store::count(tx, submission.author, 1, 0, 0);
  return judged.verdict;
}

Verdict Door::keep_back(db::Transaction& tx, const Submission& submission, std::vector<Finding> findings) {
  Case wanted;
  wanted.subject = submission.subject;
  wanted.author = submission.author;
  wanted.scope = submission.group;
  wanted.standing = Standing::held;
  wanted.found_by = FoundBy::rule;
  wanted.severity = worst(findings);
  wanted.reach = submission.reach;
  wanted.findings = findings;
  wanted.text = excerpt(submission.text, kept_text_max);
  auto one = open_case_of(tx, needs_, wanted);
  one.standing = Standing::held;
  one.severity = std::max(one.severity, wanted.severity);
  one.findings = findings;
  one.text = wanted.text;
  one.reach = std::max(one.reach, wanted.reach);
  one.priority = rules::priority_of(one.severity, one.weight, one.reach, one.standing);
  store::refresh(tx, one);
  events::publish(tx, one.id.value, ContentHeld{one.id, one.subject.kind, one.subject.id, one.author});
  return {Outcome::hold, std::move(findings)};
}

void Door::hold(db::Transaction& tx, const Submission& submission) {
  keep_back(tx, submission, submission.found);
  if (const auto one = store::open_case(tx, submission.subject)) tell_held(tx, *one);
}

void Door::tell_held(db::Transaction& tx, const Case& one) {
  if (!one.author) return;  // a guest, or somebody who is gone
  needs_.bell.notify(tx, {one.author, notifications::Kind::content_held, {}, to_text(one.id), excerpt(one.text, 80),
                          "/account/moderation", ""});
}

void Door::gone(db::Transaction& tx, const Subject& subject) { store::gone(tx, subject, needs_.clock.now()); }

std::vector<Finding> Door::why(db::Reader& reader, const Subject& subject) {
  const auto open = store::open_case(reader, subject);
  if (open && open->standing == Standing::held) return open->findings;
  const auto decisions = store::decisions_of(reader, subject);
  if (decisions.empty() || decisions.front().action != rules::Action::remove) return {};
  return {{decisions.front().reason, decisions.front().note}};
}

Status Door::report(db::Transaction& tx, identity::AccountId reporter, const Subject& subject, Reason reason,
                    std::string_view note) {
  auto* owner = owners_.of(subject.kind);
  if (!owner || !owner->visible_to(tx, subject.id, reporter)) return subject_not_found();
  const auto piece = owner->piece(tx, subject.id);
  if (!piece) return subject_not_found();
  if (piece->author == reporter) {
    return Error{ErrorKind::conflict, "moderation.own_subject", "You cannot report what you wrote; you can delete it."};
  }
  const Time now = needs_.clock.now();
  if (store::reports_since(tx, reporter, now - hours(1)) >= reports_hourly_max) {
    return Error{ErrorKind::too_many, "moderation.reported_too_often", "You reported a lot within an hour. Try again later."};
  }
  Case wanted;
  wanted.subject = subject;
  wanted.author = piece->author;
  wanted.scope = piece->group;
  wanted.standing = piece->standing;
  wanted.found_by = FoundBy::reports;
  wanted.severity = rules::severity_of(reason);
  wanted.text = excerpt(piece->text, kept_text_max);
  auto one = open_case_of(tx, needs_, std::move(wanted));
  store::report(tx, needs_.ids.make<MemberReportId>(), reporter, subject, one.id, reason, excerpt(note, 1'000), now);
  weigh(tx, one, *piece);
  return done();
}

// What all reports of a case come to; hides the piece if the rules say so.
void Door::weigh(db::Transaction& tx, Case& one, const Piece& piece) {
  const Time now = needs_.clock.now();
  const auto reports = store::reports_of(tx, one.id, now);
  std::vector<rules::Reporter> reporters;
  for (const auto& each : reports) {
    reporters.push_back(each.record);
    one.severity = std::max(one.severity, rules::severity_of(each.reason));
  }
  one.reports = std::ssize(reports);
  one.weight = rules::weight_of(reporters);
  one.reach = std::max(one.reach, piece.reach);
  one.text = excerpt(piece.text, kept_text_max);
  const auto books = book_.of(one.scope);
  double hide_at = 0;
  for (const auto& book : books) {
    if (book->hide_at > 0 && (hide_at == 0 || book->hide_at < hide_at)) hide_at = book->hide_at;
  }
  bool hides = hide_at > 0 && one.weight >= hide_at && piece.standing == Standing::visible;
  if (hides) {  // what a person has found good stays
    const auto decided = store::decisions_of(tx, one.subject);
    hides = decided.empty() || decided.front().action == rules::Action::remove;
  }
  if (hides && owners_.of(one.subject.kind)->stand(tx, one.subject.id, Standing::held).ok()) {
    one.standing = Standing::held;
    one.findings.push_back({reports.back().reason, "members reported it"});
    events::publish(tx, one.id.value, ContentHeld{one.id, one.subject.kind, one.subject.id, one.author});
    tell_held(tx, one);
  }
  one.priority = rules::priority_of(one.severity, one.weight, one.reach, one.standing);
  store::refresh(tx, one);
}

}  // namespace plaza::moderation
