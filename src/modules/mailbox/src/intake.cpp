#include "intake.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/jobs/jobs.h"
#include "platform/json/codec.h"
#include "rules.h"

namespace plaza::mailbox {
namespace {

using store::Outcome;

// What care asks for: some word of every message.
std::string words_of(const Letter& letter, const std::string& fresh) {
  std::string text(first_code_points(fresh, care::text_max));
  if (!text.empty()) return text;
  for (const auto& file : letter.files) text += (text.empty() ? "" : ", ") + file.name;
  if (!text.empty()) return "[" + std::string(first_code_points(text, 500)) + "]";
  return letter.subject.empty() ? "[…]" : letter.subject;
}

std::string joined(const std::vector<std::string>& all, std::size_t most) {
  std::string text;
  for (auto each = all.begin(); each != all.end(); ++each) {
    if (std::find(all.begin(), each, *each) == each) text += (text.empty() ? "" : ", ") + *each;
  }
  return excerpt(text, most);
}

}  // namespace

bool Intake::is_ours(const std::string& sender) const {
  const std::string plain = without_plus(sender);
  if (plain == lower_ascii(needs_.brand.mail_from.address)) return true;
  for (const auto& account : needs_.settings.accounts) {
    if (account.address == plain) return true;
  }
  return false;
}

std::string Intake::flood(db::Reader& reader, const Letter& letter, bool is_report) const {
  const Time since = needs_.clock.now() - hours(1);
  const auto& limits = needs_.settings;
  if (store::count_all(reader, since, limits.per_hour) >= limits.per_hour) return "too_many";
  if (!is_report && store::count_of(reader, letter.sender, since, limits.per_sender_hour) >= limits.per_sender_hour) return "too_many_of_sender";
  return {};
}

std::optional<care::Conversation> Intake::survivor(db::Reader& reader, care::ConversationId id) {
  auto found = id ? needs_.care.find(reader, id) : std::nullopt;
  for (int steps = 0; found && found->merged_into && steps < 20; ++steps) found = needs_.care.find(reader, found->merged_into);
  return found;
}

std::optional<care::Conversation> Intake::thread_of(db::Transaction& tx, const Account& account, const Letter& letter) {
  const auto tokens = tokens_in(letter, account.address);
  const std::string secret = tokens.empty() ? std::string() : store::secret(tx);
  for (const auto& token : tokens) {
    const auto id = read_token(secret, token);
    if (auto found = id ? survivor(tx, *id) : std::nullopt) return found;
  }
  for (const auto& reference : letter.references) {
    const auto row = store::by_rfc_id(tx, reference);
    if (auto found = row ? survivor(tx, row->conversation) : std::nullopt) return found;
  }
  return std::nullopt;
}

Outcome Intake::refuse(db::Transaction& tx, const Account& account, const Letter& letter, std::int64_t bytes, const std::string& reason) {
  store::refuse(tx, needs_.ids.next(), account.address, {reason, letter.sender, excerpt(letter.subject, 200), bytes, needs_.clock.now()});
  return Outcome::refused;
}

Result<Outcome> Intake::take(db::Transaction& tx, const Account& account, const Letter& letter, std::int64_t bytes) {
  if (store::knows(tx, digest_of(letter))) return Outcome::duplicate;
  const Kind kind = kind_of(letter);
  if (letter.sender.empty() && kind != Kind::bounce) return refuse(tx, account, letter, bytes, "no_sender");
  if (is_ours(letter.sender) && kind != Kind::bounce) return refuse(tx, account, letter, bytes, "our_own");
  if (const auto reason = flood(tx, letter, kind == Kind::bounce); !reason.empty()) return refuse(tx, account, letter, bytes, reason);
  if (kind == Kind::bounce) return take_bounce(tx, account, letter, bytes);
  const auto thread = thread_of(tx, account, letter);
  if (kind == Kind::automatic) {
    if (!thread) return refuse(tx, account, letter, bytes, "automatic");
    return take_note(tx, account, letter, *thread);
  }
  if (kind == Kind::bulk && !thread) return refuse(tx, account, letter, bytes, "bulk");
  return take_person(tx, account, letter, thread);
}

Status Intake::keep(db::Transaction& tx, const Account& account, const Letter& letter, store::LetterRow row) {
  row.id = row.id ? row.id : needs_.ids.make<LetterId>();
  row.address = account.address;
  row.sender = letter.sender;
  row.recipients = joined(letter.recipients, 1'000);
  row.left_out = letter.left_out;
  row.at = needs_.clock.now();
  // Another mail with a known id keeps its own name out of the table: it could lead answers astray.
  if (!letter.message_id.empty() && !store::by_rfc_id(tx, letter.message_id)) row.rfc_id = letter.message_id;
  if (store::insert(tx, row, digest_of(letter))) return done();
  return Error{ErrorKind::unavailable, "mailbox.raced", "Another process takes this mail."};
}

Result<Outcome> Intake::take_person(db::Transaction& tx, const Account& account, const Letter& letter,
                                    const std::optional<care::Conversation>& thread) {
  const Folded folded = fold(letter.text);
  care::Inbound inbound;
  inbound.channel = "email";
  inbound.external_id = store::by_rfc_id(tx, letter.message_id) ? std::string() : letter.message_id;
  inbound.answers_to = letter.references;
  inbound.subject = letter.subject;
  inbound.text = words_of(letter, folded.fresh);
  inbound.html = letter.html;
  // Whatever stands in From may be forged: it says where an answer goes, and nothing more.
  inbound.customer.verified = false;
  inbound.customer.address = letter.sender;
  inbound.customer.name = letter.sender_name;
  inbound.customer.locale = is_vietnamese(letter.text) ? "vi" : "en";
  if (thread) {
    inbound.token = thread->token;
    // Somebody else writes into the thread: it is seen who.
    if (thread->customer.address != letter.sender) inbound.customer.name += (letter.sender_name.empty() ? "" : " · ") + letter.sender;
  }
  TRY(const auto received, needs_.care.receive(tx, inbound));
  if (received.known) return Outcome::duplicate;
  store::LetterRow row;
  row.id = needs_.ids.make<LetterId>();
  row.conversation = received.conversation_id;
  row.message = received.message_id;
  row.quoted = excerpt(folded.quoted, care::text_max);
  TRY_DONE(keep(tx, account, letter, row));
  for (const auto& file : letter.files) {
    store::insert(tx, {needs_.ids.make<FileId>(), received.conversation_id, received.message_id, {}, file.name, file.content_type,
                       std::ssize(file.bytes), needs_.clock.now()}, file.bytes);
  }
  const Time now = needs_.clock.now();
  if (needs_.settings.acknowledge && received.fresh_conversation && may_acknowledge(letter) && store::acknowledge(tx, letter.sender, now, now - days(1))) {
    jobs::enqueue(tx, {.kind = AcknowledgeJob::kind, .payload = json::encode(AcknowledgeJob{row.id})});
  }
  return Outcome::received;
}

Result<Outcome> Intake::take_note(db::Transaction& tx, const Account& account, const Letter& letter, const care::Conversation& thread) {
  const std::string words = fold(letter.text).fresh;
  const std::string text = "✉ " + letter.sender + ": " + letter.subject + "\n\n" + words;
  TRY(const auto note, needs_.care.note(tx, thread.id, {}, excerpt(text, 2'000), {}));
  store::LetterRow row;
  row.conversation = thread.id;
  row.message = note.id;
  TRY_DONE(keep(tx, account, letter, row));
  return Outcome::automatic;
}

Result<Outcome> Intake::take_bounce(db::Transaction& tx, const Account& account, const Letter& letter, std::int64_t bytes) {
  store::LetterRow row;
  bool found = false;
  for (const auto& id : letter.reported_ids) {
    const auto about = store::by_rfc_id(tx, id);
    if (about && about->direction == store::Direction::out) row.conversation = about->conversation;
    if (!has_failed(letter)) {
      found = found || row.conversation;
      continue;
    }
    for (const auto* channel : {"email", "form"}) {
      if (found) break;
      found = needs_.care.heard_of(tx, channel, id, care::Delivery::failed, failure_of(letter)).ok();
    }
    // What said that a mail came may come back, too; nobody waits for that.
    found = found || static_cast<bool>(row.conversation);
    if (found) break;
  }
  if (!found) return refuse(tx, account, letter, bytes, "bounce_of_unknown");
  TRY_DONE(keep(tx, account, letter, row));
  return Outcome::bounced;
}

}  // namespace plaza::mailbox
