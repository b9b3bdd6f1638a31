#include "service.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "rules.h"
#include "store.h"

namespace plaza::calls {
namespace {

Error erased() { return {ErrorKind::conflict, "calls.erased", "The call was erased with its person."}; }

}  // namespace

Result<identity::AccountId> Service::account_of(db::Reader& reader, const About& about) {
  if (about.account) {
    if (!needs_.accounts.find(reader, about.account)) return invalid_field("account_id", "unknown", "is nobody's");
    return about.account;
  }
  if (!about.email.empty()) {
    const auto account = needs_.accounts.find_by_email(reader, about.email);
    // Anybody may type an address at sign-up: only who has shown that it is theirs gets what was said under it.
    if (account && account->email_verified_at.micros > 0) return account->id;
  }
  if (!about.phone.empty()) {
    const auto accounts = needs_.customers.of_phone(reader, about.phone);
    if (accounts.size() == 1) return accounts.front();
  }
  return identity::AccountId{};
}

Result<care::ConversationId> Service::tell_care(db::Transaction& tx, const Call& call, const Transcript& transcript, const std::string& digest, bool follow_up) {
  care::Inbound inbound;
  inbound.channel = "call";
  inbound.channel_key = to_text(call.id);
  inbound.customer.account = call.account;
  inbound.customer.name = call.customer_name;
  inbound.customer.address = call.email.empty() ? call.phone : call.email;
  inbound.subject = to_text(call.began_at).substr(0, 16) + " · " + clock_text(call.duration_ms);
  std::replace(inbound.subject.begin(), inbound.subject.end(), 'T', ' ');
  care::ConversationId conversation;
  int part = 0;
  for (auto& text : conversation_texts(transcript, call.customer_name, call.agent_name)) {
    inbound.text = std::move(text);
    inbound.external_id = digest + "#" + std::to_string(++part);
    TRY(const auto received, needs_.care.receive(tx, inbound));
    conversation = received.conversation_id;
  }
  if (!follow_up) {
    care::Change change;
    change.status = care::Status::resolved;
    TRY_DONE(needs_.care.change(tx, conversation, {}, change));
  }
  return conversation;
}

Result<Imported> Service::import(db::Transaction& tx, std::string_view file, const About& about, identity::AccountId by) {
  const std::string digest = crypto::hex(crypto::view(crypto::sha256(file)));
  if (auto known = store::find_digest(tx, digest)) return known->erased ? Result<Imported>(erased()) : Imported{std::move(*known), true};
  TRY(auto transcript, read_file(file));
  if (auto known = store::find_contact(tx, transcript.contact_id)) return known->erased ? Result<Imported>(erased()) : Imported{std::move(*known), true};
  TRY(const auto account, account_of(tx, about));
  name_roles(transcript, about.customer_name, about.agent_name);
  join_turns(transcript);
  Call call;
  call.id = needs_.ids.make<CallId>();
  call.format = transcript.format;
  call.contact_id = transcript.contact_id;
  call.language = transcript.language;
  call.account = account;
  call.email = lower_ascii(about.email);
  call.phone = about.phone;
  call.customer_name = about.customer_name;
  call.agent_name = about.agent_name;
  call.imported_at = needs_.clock.now();
  call.began_at = about.began_at.micros > 0 ? about.began_at : call.imported_at - milliseconds(transcript.duration_ms);
  call.duration_ms = transcript.duration_ms;
  call.turns = std::ssize(transcript.turns);
  call.skipped = transcript.skipped;
  TRY(call.conversation, tell_care(tx, call, transcript, digest, about.follow_up));
  if (!store::insert(tx, call, digest, by, transcript.turns)) {
    return Error{ErrorKind::unavailable, "calls.in_flight", "Somebody imports it in this moment. Try again."};
  }
  return Imported{std::move(call), false};
}

std::optional<Call> Service::find(db::Reader& reader, CallId id) { return store::find(reader, id); }
std::vector<Turn> Service::turns(db::Reader& reader, CallId id) { return store::turns(reader, id); }
std::vector<Call> Service::list(db::Reader& reader, identity::AccountId account, CallId before, int limit) {
  return store::list(reader, account, before, std::clamp(limit, 1, 100));
}
std::optional<Call> Service::of_conversation(db::Reader& reader, care::ConversationId id) { return store::of_conversation(reader, id); }

}  // namespace plaza::calls
