#include "consent_book.h"

#include <algorithm>
#include <cstdlib>

#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "profiles/events.h"
#include "rules.h"
#include "statements.h"

namespace plaza::profiles {
namespace {

using identity::AccountId;

Choice choice_from(const db::Row& row) {
  Choice choice;
  choice.purpose = json::parse_enum<Purpose>(row.text(0)).value_or(Purpose::marketing);
  choice.channel = json::parse_enum<Channel>(row.text(1)).value_or(Channel::onsite);
  choice.state = json::parse_enum<ConsentState>(row.text(2)).value_or(ConsentState::never_asked);
  choice.at = row.time(3);
  choice.source = row.string(4);
  choice.text_version = row.string(5);
  choice.reason = row.string(6);
  choice.origin = row.string(7);
  choice.by = row.id<AccountId>(8);
  return choice;
}

std::string key_of(const Subject& subject) {
  if (subject.account) return account_key(subject.account.value);
  return subject.visitor.empty() ? std::string() : visitor_key(subject.visitor);
}

}  // namespace

std::size_t ConsentBook::slot_of(Purpose purpose, Channel channel) {
  if (purpose == Purpose::marketing) return static_cast<std::size_t>(channel);
  return 3 + static_cast<std::size_t>(purpose);
}

std::int64_t ConsentBook::of(const std::string& who, std::size_t slot) const {
  const auto found = said_.find(who);
  return found == said_.end() ? 0 : found->second[slot];
}

// Signed in, the account's own word holds, else the browser's. Signed out, the later of the browser's and that of the account it is
// linked to.
std::int64_t ConsentBook::latest(const Subject& subject, std::size_t slot) const {
  const AccountId linked = subject.account || subject.visitor.empty() ? AccountId{} : links_.account_of(subject.visitor);
  std::shared_lock lock(mutex_);
  const std::int64_t own = subject.visitor.empty() ? 0 : of(visitor_key(subject.visitor), slot);
  if (subject.account) {
    const std::int64_t word = of(account_key(subject.account.value), slot);
    return word ? word : own;
  }
  const std::int64_t other = linked ? of(account_key(linked.value), slot) : 0;
  if (std::abs(own) == std::abs(other)) return std::min(own, other);
  return std::abs(own) > std::abs(other) ? own : other;
}

std::optional<bool> ConsentBook::said(const Subject& subject, Purpose purpose, Channel channel) const {
  const std::int64_t word = latest(subject, slot_of(purpose, channel));
  if (word == 0) return std::nullopt;
  return word > 0;
}

bool ConsentBook::allows(const Subject& subject, Purpose purpose, Channel channel) const {
  if (const auto word = said(subject, purpose, purpose == Purpose::marketing ? channel : Channel::onsite)) return *word;
  switch (purpose) {
    case Purpose::marketing: return false;
    case Purpose::personalization: return !privacy_.personalization_needs_consent;
    case Purpose::analytics: return !privacy_.analytics_needs_consent;
    case Purpose::sharing: return !privacy_.analytics_needs_consent;
  }
  return false;
}

std::vector<Choice> ConsentBook::choices(db::Reader& reader, const Subject& subject) {
  auto own = reader.all(sql::choices, {key_of(subject)}, choice_from);
  return own;
}

std::vector<Choice> ConsentBook::history(db::Reader& reader, const Subject& subject, int limit) {
  return reader.all(sql::choice_history, {key_of(subject), limit}, choice_from);
}

void ConsentBook::remember(const std::string& who, std::size_t slot, ConsentState state, Time at) {
  const std::int64_t when = std::max<std::int64_t>(1, at.micros);
  std::unique_lock lock(mutex_);
  const std::int64_t word = state == ConsentState::never_asked ? 0 : state == ConsentState::given ? when : -when;
  said_[who][slot] = word;
}

void ConsentBook::write(db::Transaction& tx, const std::string& who, const Choice& choice) {
  const auto purpose = json::enum_text(choice.purpose);
  const auto channel = json::enum_text(choice.channel);
  const auto state = json::enum_text(choice.state);
  tx.send(sql::put_choice, {who, purpose, channel, state, choice.at, choice.source, choice.text_version, choice.reason,
                            choice.origin, choice.by});
  tx.send(sql::add_choice_history, {ids_.next(), who, purpose, channel, state, choice.at, choice.source, choice.text_version,
                                    choice.reason, choice.origin, choice.by});
  ConsentChanged news{std::nullopt, "", std::string(purpose), std::string(channel), choice.state == ConsentState::given};
  if (who.starts_with("a:")) news.account_id = AccountId{parse_integer(std::string_view(who).substr(2)).value_or(0)};
  else news.visitor = who.substr(2);
  events::publish(tx, news.account_id ? news.account_id->value : 0, news);
  tx.on_commit([this, who, slot = slot_of(choice.purpose, choice.channel), state = choice.state, at = choice.at] {
    remember(who, slot, state, at);
  });
}

Status ConsentBook::choose(db::Transaction& tx, const Subject& subject, const Choice& choice) {
  if ((choice.purpose == Purpose::marketing) == (choice.channel == Channel::onsite)) {
    return invalid_field("channel", "not_allowed", "marketing is by email, sms or push; other purposes are onsite");
  }
  if (!subject.account && !is_visitor(subject.visitor)) return invalid_field("visitor", "not_visitor", "is not an anonymous id");
  const std::string who = key_of(subject);
  for (const auto& known : tx.all(sql::choices, {who}, choice_from)) {
    const bool same = known.purpose == choice.purpose && known.channel == choice.channel;
    const bool holds = said(subject, choice.purpose, choice.channel) == (choice.state == ConsentState::given);
    if (same && holds && known.state == choice.state && known.text_version == choice.text_version) return done();
  }
  Choice kept = choice;
  if (kept.at.micros == 0) kept.at = clock_.now();
  write(tx, who, kept);
  return done();
}

bool ConsentBook::keeps(std::int64_t account, std::string_view visitor, bool gpc) {
  const Subject subject{AccountId{account}, std::string(visitor)};
  if (gpc) note_gpc(subject);
  return allows(subject, Purpose::analytics);
}

void ConsentBook::note_gpc(const Subject& subject) {
  if (!is_visitor(subject.visitor)) return;
  const std::string who = visitor_key(subject.visitor);
  const std::size_t shared = slot_of(Purpose::sharing, Channel::onsite);
  const std::size_t personal = slot_of(Purpose::personalization, Channel::onsite);
  {
    std::shared_lock lock(mutex_);
    if (of(who, shared) && of(who, personal)) return;
  }
  std::unique_lock lock(mutex_);
  if (gpc_waiting_.size() >= gpc_waiting_max) return;  // the next request says it again
  auto& said = said_[who];
  const std::int64_t now = clock_.now().micros;
  if (!said[shared]) said[shared] = -now;
  if (!said[personal]) said[personal] = -now;
  gpc_waiting_.push_back(subject.visitor);
  lock.unlock();
  wake_.raise();
}

void ConsentBook::flush() {
  std::vector<std::string> visitors;
  {
    std::unique_lock lock(mutex_);
    visitors.swap(gpc_waiting_);
  }
  if (visitors.empty()) return;
  const auto work = [&](db::Transaction& tx) -> Status {
    for (const auto& visitor : visitors) {
      const auto known = tx.all(sql::choices, {visitor_key(visitor)}, choice_from);
      for (const Purpose purpose : {Purpose::sharing, Purpose::personalization}) {
        const bool chosen = std::any_of(known.begin(), known.end(), [&](const Choice& each) { return each.purpose == purpose; });
        if (chosen) continue;
        TRY_DONE(choose(tx, {{}, visitor}, {purpose, Channel::onsite, ConsentState::withdrawn, {}, "gpc", "", "", "", {}}));
      }
    }
    return done();
  };
  static_cast<void>(database_.write_now(work));
}

void ConsentBook::imported(db::Transaction& tx, AccountId account, Channel channel, const Consent& consent) {
  const std::string who = account_key(account.value);
  if (consent.state == ConsentState::never_asked) {
    tx.send(sql::delete_choice, {who, json::enum_text(Purpose::marketing), json::enum_text(channel)});
    tx.on_commit([this, who, channel] { remember(who, slot_of(Purpose::marketing, channel), ConsentState::never_asked, {}); });
    return;
  }
  write(tx, who, {Purpose::marketing, channel, consent.state, consent.at, consent.source, "", "", consent.origin, {}});
}

std::int64_t ConsentBook::forget(db::Transaction& tx, const std::string& who) {
  const std::int64_t choices = tx.execute(sql::delete_choices, {who});
  tx.send(sql::delete_choice_history, {who});
  tx.on_commit([this, who] {
    std::unique_lock lock(mutex_);
    said_.erase(who);
  });
  return choices;
}

void ConsentBook::load() {
  std::string last;
  for (bool more = true; more;) {
    more = false;
    const auto read = [&](db::Reader& reader) {
      const std::string after = last;
      reader.each(sql::all_choices, {after}, [&](const db::Row& row) {
        more = true;
        last = row.string(0);
      });
      if (!more) return true;
      reader.each(sql::choices_between, {after, last}, [&](const db::Row& row) {
        const auto purpose = json::parse_enum<Purpose>(row.text(1));
        const auto channel = json::parse_enum<Channel>(row.text(2));
        const auto state = json::parse_enum<ConsentState>(row.text(3));
        if (purpose && channel && state) remember(row.string(0), slot_of(*purpose, *channel), *state, row.time(4));
      });
      return true;
    };
    database_.read_now(read);
  }
}

void ConsentBook::refresh(const std::string& who) {
  const auto read = [&](db::Reader& reader) { return reader.all(sql::choices, {who}, choice_from); };
  const auto known = database_.read_now(read);
  Said said{};
  for (const auto& each : known) {
    if (each.state == ConsentState::never_asked) continue;
    const std::int64_t when = std::max<std::int64_t>(1, each.at.micros);
    said[slot_of(each.purpose, each.channel)] = each.state == ConsentState::given ? when : -when;
  }
  std::unique_lock lock(mutex_);
  if (known.empty()) said_.erase(who);
  else said_[who] = said;
}

}  // namespace plaza::profiles
