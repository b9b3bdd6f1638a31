#include "history.h"

#include <algorithm>
#include <map>
#include <utility>

#include "interactions/properties.h"
#include "platform/base/text.h"
#include "platform/json/describe.h"
#include "rules.h"

namespace plaza::profiles {
namespace {

using interactions::Kind;
using interactions::Record;
using interactions::Trust;

constexpr std::string_view labels_topic = "care.labels_changed";  // of a module above; the app brings it into the log

}  // namespace

History::History(db::Database& database, const Clock& clock, const identity::Accounts& accounts, const Links& links,
                 Linker& linker)
    : database_(database), clock_(clock), accounts_(accounts), links_(links), linker_(linker), flushed_at_(clock.now()) {
  const auto start = [&](db::Transaction& tx) -> Status {
    store::start_version(tx, version());
    position_ = store::position(tx);
    return done();
  };
  CHECK(database_.write_now(start).ok());
}

// The widest times and the sum of both.
void History::add(store::Seen& sum, const Entry& entry) {
  if (sum.interactions == 0 || entry.at < sum.first_seen) sum.first_seen = entry.at;
  if (sum.interactions == 0 || entry.at > sum.last_seen) sum.last_seen = entry.at;
  ++sum.interactions;
  sum.acts ^= entry.digest;
  if (entry.claimed_user_id.empty()) return;
  sum.claimed_user_id = entry.claimed_user_id;
  sum.claimed_position = entry.position;
}

bool History::counts(const Record& record) {
  if (record.kind == Kind::tick) return false;
  return record.trust != Trust::domain || record.name == labels_topic;
}

store::Seen History::fresh_row(const Entry& entry) {
  store::Seen seen;
  seen.who = entry.who;
  seen.first_seen = seen.last_seen = entry.at;
  return seen;
}

// An erased account stays erased when the log is read again.
bool History::is_known(std::string_view who) const {
  return !who.starts_with("a:") || accounts_.face(identity::AccountId{parse_integer(who.substr(2)).value_or(0)});
}

History::Entry History::entry_of(const Record& record) const {
  Entry entry;
  entry.position = record.position;
  entry.at = record.at;
  if (record.trust == Trust::domain) {
    entry.labels = true;
    const auto* payload = interactions::object_in(record.properties);
    if (!payload) return entry;
    const auto text = [&](const char* name) {
      const auto* value = payload->if_contains(name);
      return value && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    const std::string visitor = text("visitor");
    if (const auto account = parse_id<identity::AccountId>(text("account_id"))) entry.who = account_key(account->value);
    else if (is_visitor(visitor)) entry.who = visitor_key(visitor);
    entry.traits = label_traits(*payload);
    return entry;
  }
  entry.digest = act_digest(record.position, record.name, record.message_id);
  std::int64_t account = record.account;
  Proof proof = Proof::signed_in;
  if (record.trust == Trust::secret) {
    proof = Proof::secret_key;
    if (const auto named = parse_id<identity::AccountId>(record.user_id)) account = named->value;
  }
  entry.who = account != 0 ? account_key(account) : visitor_key(record.visitor);
  if (record.trust == Trust::evidence) entry.claimed_user_id = std::string(first_code_points(record.user_id, 100));
  if (record.kind == Kind::identify) entry.traits = record.properties;

  const bool proven = record.trust == Trust::session || record.trust == Trust::secret;
  // An alias names the visitor that was there before.
  const std::string& visitor = record.kind == Kind::alias ? record.name : record.visitor;
  if (proven && account != 0 && is_visitor(visitor) && links_.account_of(visitor).value != account) {
    entry.link_visitor = visitor;
    entry.link_account = identity::AccountId{account};
    entry.proof = proof;
    const std::string_view what = record.name.empty() || record.kind == Kind::alias ? json::enum_text(record.kind) : record.name;
    entry.evidence = {std::string(what), record.message_id, record.received_at};
  }
  return entry;
}

void History::apply(const Record& record) {
  if (!counts(record)) return;
  bool due = false;
  std::function<void()> hurry;
  {
    std::lock_guard lock(mutex_);
    if (record.position <= position_) return;
    Entry entry = entry_of(record);
    if (entry.who.empty() || (!entry.labels && entry.who.starts_with("v:") && !is_visitor(record.visitor))) return;  // nobody in particular
    waiting_.push_back(std::move(entry));
    due = waiting_.size() >= batch_max || clock_.now() - flushed_at_ >= batch_period;
    if (hurry_ && waiting_.size() < waiting_max) {
      due = false;
      if (waiting_.size() >= batch_max && !std::exchange(hurried_, true)) hurry = hurry_;
    }
  }
  if (hurry) hurry();
  if (!due) return;
  try {
    flush();
  } catch (const db::DatabaseError&) {
    // They wait for the next record; a process that ends before reads them from the log again.
    std::lock_guard lock(mutex_);
    if (waiting_.size() >= waiting_max) throw;
  }
}

void History::leave_writing(std::function<void()> hurry) {
  const std::lock_guard lock(mutex_);
  hurry_ = std::move(hurry);
}

void History::flush() const {
  std::int64_t until = 0;
  {
    std::lock_guard lock(mutex_);
    flushed_at_ = clock_.now();
    hurried_ = false;
    if (waiting_.empty()) return;
    until = waiting_.back().position;
  }
  while (flush_some(until)) {
  }
}

bool History::flush_some(std::int64_t until) const {
  std::vector<Entry> entries;
  {
    std::lock_guard lock(mutex_);
    const std::size_t count = waiting_.size() > 4 * hasty_max ? hasty_max : write_max;
    for (const auto& entry : waiting_) {
      if (entries.size() == count || entry.position > until) break;
      entries.push_back(entry);
    }
  }
  if (entries.empty()) return false;
  std::int64_t stored = 0;
  // A refusal means that another node moved the position in between: then look again.
  for (int attempt = 0;; ++attempt) {
    const auto work = [&](db::Transaction& tx) -> Status {
      TRY_DONE(write(tx, entries));
      stored = store::position(tx);
      return done();
    };
    if (database_.write_now(work).ok()) break;
    if (attempt == 20) throw db::DatabaseError(db::DatabaseError::Kind::unavailable, "The profiles' position keeps moving.");
  }
  std::lock_guard lock(mutex_);
  position_ = stored;
  while (!waiting_.empty() && waiting_.front().position <= position_) {
    written_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
    if (written_.size() > written_kept) written_.pop_front();
  }
  return true;
}

Status History::write(db::Transaction& tx, const std::vector<Entry>& entries) const {
  const std::int64_t before = store::position(tx);
  const auto erased = store::erased_after(tx, before);
  const auto forgotten = [&](const Entry& entry) {
    const auto found = erased.find(entry.who);
    return entry.position <= before || (found != erased.end() && entry.position <= found->second);
  };
  const std::int64_t last = entries.back().position;
  if (last <= before) return done();
  if (!store::move_position(tx, before, last)) return Error{ErrorKind::conflict, "profiles.position_moved", ""};
  std::map<std::string, store::Seen> sums;
  for (const auto& entry : entries) {
    if (forgotten(entry) || entry.labels) continue;
    store::Seen& sum = sums[entry.who];
    sum.who = entry.who;
    add(sum, entry);
  }
  for (auto& [who, sum] : sums) {
    if (!is_known(who)) continue;
    store::add_seen(tx, sum);
  }
  for (const auto& entry : entries) {
    if (forgotten(entry)) continue;
    if (!entry.traits.empty()) write_traits(tx, entry);
    if (!entry.link_visitor.empty()) {
      linker_.observe_link(tx, entry.link_visitor, entry.link_account, entry.proof, entry.evidence);
    }
  }
  return done();
}

void History::write_traits(db::Transaction& tx, const Entry& entry) const {
  auto known = store::find_seen(tx, entry.who);
  if (!known && entry.labels && is_known(entry.who)) {  // somebody who did nothing yet but write to the shop
    known = fresh_row(entry);
    store::add_seen(tx, *known);
  }
  if (!known) return;
  const auto merged = merged_traits(known->traits, entry.traits, entry.position, entry.labels ? Teller::shop : Teller::person);
  if (merged.ok() && merged->told != known->traits.told) store::set_traits(tx, entry.who, *merged);
}

std::optional<store::Seen> History::find(db::Reader& reader, const std::string& who) const {
  std::vector<Entry> fresh;
  {
    std::lock_guard lock(mutex_);
    for (const auto* entries : {&written_, &waiting_}) {
      for (const auto& entry : *entries) {
        if (entry.who == who) fresh.push_back(entry);
      }
    }
  }
  auto seen = store::find_seen(reader, who);
  if (fresh.empty()) return seen;
  // A batch may have been written since the look at the waiting ones, or since this reader began to read: each counts once.
  const std::int64_t stored = store::position(reader);
  for (const auto& entry : fresh) {
    if (entry.position <= stored) continue;
    if (!seen) seen = fresh_row(entry);
    if (!entry.labels) add(*seen, entry);
    if (entry.traits.empty()) continue;
    const auto teller = entry.labels ? Teller::shop : Teller::person;
    if (auto merged = merged_traits(seen->traits, entry.traits, entry.position, teller); merged.ok()) seen->traits = *merged;
  }
  return seen;
}

std::vector<std::string> History::linking_to(identity::AccountId account) const {
  std::vector<std::string> visitors;
  std::lock_guard lock(mutex_);
  for (const auto& entry : waiting_) {
    const bool new_one = std::find(visitors.begin(), visitors.end(), entry.link_visitor) == visitors.end();
    if (!entry.link_visitor.empty() && entry.link_account == account && new_one) visitors.push_back(entry.link_visitor);
  }
  return visitors;
}

std::string History::snapshot() const {
  flush();
  std::lock_guard lock(mutex_);
  return std::to_string(position_);
}

}  // namespace plaza::profiles
