#include "checker.h"

#include "platform/base/text.h"
#include "platform/log/log.h"
#include "rules.h"

namespace plaza::mailbox {
namespace {

constexpr std::int64_t beginning_bytes = 32'000;  // of what is too big: enough for who and what

// "mailbox.too_nested" -> "too_nested"
std::string reason_of(const Error& error) { return error.code.substr(error.code.find('.') + 1); }

}  // namespace

Checker::Checker(const Needs& needs) : needs_(needs), intake_(needs) {
  for (const auto& account : needs_.settings.accounts) busy_.try_emplace(account.address);
}

bool Checker::is_fresh(const Account& account, Micros age) {
  const auto progress = needs_.database.read_now([&](db::Reader& reader) { return store::progress(reader, account.address); });
  return progress.failures == 0 && progress.checked_at + age > needs_.clock.now();
}

Status Checker::check(const Account& account, Busy busy) {
  auto& mutex = busy_.find(account.address)->second;
  std::unique_lock lock(mutex, std::defer_lock);
  if (busy == Busy::wait) lock.lock();
  else if (!lock.try_lock()) return done();
  const auto before = needs_.database.read_now([&](db::Reader& reader) { return store::progress(reader, account.address); });
  const Time now = needs_.clock.now();
  if (now < before.next_at) return done();
  const Status outcome = look(account);
  const auto note = [&](db::Transaction& tx) -> Status {
    if (outcome.ok()) {
      store::note_checked(tx, account.address, needs_.clock.now());
      return done();
    }
    const std::int64_t failures = before.failures + 1;
    store::note_failure(tx, account.address, excerpt(outcome.error().detail, 300), now, failures, now + pause_after(failures));
    return done();
  };
  if (!outcome.ok()) log::warning("a mailbox could not be read", {{"mailbox", account.address}, {"reason", outcome.error().detail}});
  return needs_.database.write_now(note);
}

Status Checker::look(const Account& account) {
  TRY(const auto letterbox, needs_.open_letterbox ? needs_.open_letterbox(account) : open_imap(account, needs_.settings));
  TRY(const auto opened, letterbox->open());
  const auto start = [&](db::Transaction& tx) -> Result<store::Progress> {
    store::begin(tx, account.address, opened.uid_validity, opened.uid_next);
    return store::progress(tx, account.address);
  };
  TRY(const auto progress, needs_.database.write_now(start));
  for (auto last = progress.last_uid;;) {
    TRY(const auto waiting, letterbox->waiting(last, progress.old_below));
    if (waiting.empty()) return done();
    for (const auto uid : waiting) TRY_DONE(take(*letterbox, account, opened.uid_validity, uid));
    last = waiting.back();
  }
}

Status Checker::take(Letterbox& letterbox, const Account& account, std::uint32_t uid_validity, std::uint32_t uid) {
  TRY(const auto bytes, letterbox.size(uid));
  const bool too_large = bytes > needs_.settings.mail_bytes_max;
  Result<Letter> letter = Letter{};
  if (bytes > 0) {
    TRY(const auto raw, letterbox.fetch(uid, too_large ? beginning_bytes : bytes));
    letter = read_letter(raw);
  }
  std::string refusal = too_large ? "too_large" : letter.ok() ? "" : reason_of(letter.error());
  if (!letter.ok()) {
    // Its head alone, so that somebody can see whose it was.
    TRY(const auto head, letterbox.fetch(uid, beginning_bytes));
    const auto end = head.find("\r\n\r\n");
    auto beginning = read_letter(std::string_view(head).substr(0, end == std::string::npos ? head.size() : end + 4));
    letter = beginning.ok() ? std::move(beginning) : Result<Letter>(Letter{});
  }
  if (bytes <= 0) refusal = "gone";
  auto outcome = store_mail(account, uid_validity, uid, letter, bytes, refusal);
  if (!outcome.ok() && outcome.error().code == "mailbox.raced") outcome = store_mail(account, uid_validity, uid, letter, bytes, refusal);
  if (!outcome.ok()) return outcome.error();
  // What was refused stays as it is: somebody may want to look at it.
  if (*outcome == store::Outcome::refused || *outcome == store::Outcome::gone) return done();
  return letterbox.put_away(uid);
}

Result<store::Outcome> Checker::store_mail(const Account& account, std::uint32_t uid_validity, std::uint32_t uid, const Result<Letter>& letter,
                                           std::int64_t bytes, const std::string& refusal) {
  const auto work = [&](db::Transaction& tx) -> Result<store::Outcome> {
    auto outcome = store::Outcome::gone;
    if (refusal.empty()) {
      TRY(outcome, intake_.take(tx, account, *letter, bytes));
    } else if (refusal != "gone") {
      outcome = intake_.refuse(tx, account, *letter, bytes, refusal);
    }
    store::advance(tx, account.address, uid_validity, uid, outcome);
    return outcome;
  };
  return needs_.database.write_now(work);
}

}  // namespace plaza::mailbox
