#include "activity.h"

#include <algorithm>
#include <mutex>

#include "identity/events.h"
#include "interactions/properties.h"
#include "platform/json/document.h"

namespace plaza::predictions {
namespace {

namespace bj = boost::json;
using interactions::Kind;
using interactions::Record;
using interactions::Trust;

std::string text_of(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string().data(), value->get_string().size()) : std::string();
}

std::int64_t account_in(const bj::object& object) {
  return parse_id<identity::AccountId>(text_of(object, "account_id")).value_or(identity::AccountId{}).value;
}

}  // namespace

void Activity::apply(const Record& record) {
  if (record.kind == Kind::tick) return;
  const std::unique_lock lock(mutex_);
  if (record.kind == Kind::domain) return domain(record);
  if (record.trust == Trust::domain) return;
  std::int64_t account = record.account;
  if (record.trust == Trust::secret) {
    if (const auto named = parse_id<identity::AccountId>(record.user_id)) account = named->value;
  }
  if (account != 0 && record.trust != Trust::evidence && !record.visitor.empty()) link(account, record.visitor);
  if (account == 0) {
    const auto found = account_of_.find(record.visitor);
    if (found == account_of_.end()) return;
    account = found->second;
  }
  act(accounts_[account], record);
}

void Activity::act(Account& account, const Record& record) {
  const std::int64_t day = record.at.micros / days(1), hour = record.at.micros / hours(1);
  if (record.name == "Email Opened" || record.name == "Email Link Clicked") ++account.habits.answers[static_cast<std::size_t>(Way::email)];
  else if (record.name == "Push Notification Tapped") ++account.habits.answers[static_cast<std::size_t>(Way::push)];
  else if (record.name == "SMS Link Clicked") ++account.habits.answers[static_cast<std::size_t>(Way::sms)];
  if (hour > account.last_hour) {
    account.last_hour = hour;
    ++account.habits.hours[static_cast<std::size_t>(hour % 24)];
  }
  const bool viewed = record.name == "Post Viewed" || record.name == "Product Viewed";
  auto place = std::lower_bound(account.days.begin(), account.days.end(), day, [](const Day& one, std::int64_t at) { return one.day < at; });
  if (place == account.days.end() || place->day != day) {
    place = account.days.insert(place, Day{day, 0});
    std::erase_if(account.days, [&](const Day& one) { return one.day < account.days.back().day - days_kept; });
    place = std::lower_bound(account.days.begin(), account.days.end(), day, [](const Day& one, std::int64_t at) { return one.day < at; });
    if (place == account.days.end() || place->day != day) return;  // older than what is kept
  }
  if (viewed && place->views < views_per_day_max) ++place->views;
}

// Browsers of a person who was erased belong to nobody.
void Activity::forget_visitors(const Record& record) {
  const auto* facts = interactions::object_in(record.properties);
  const auto* visitors = facts ? facts->if_contains("visitors") : nullptr;
  if (!visitors || !visitors->is_array()) return;
  for (const auto& each : visitors->get_array()) {
    const auto owner = each.is_string() ? account_of_.find(std::string_view(each.get_string())) : account_of_.end();
    if (owner != account_of_.end()) unlink(owner->second, std::string(owner->first));
  }
}

void Activity::domain(const Record& record) {
  if (record.name == "profiles.person_erased") return forget_visitors(record);
  const bool known = record.name == identity::AccountCreated::topic || record.name == identity::SignedIn::topic;
  const bool erased = record.name == identity::AccountErased::topic, parted = record.name == "profiles.profiles_unmerged";
  if (!known && !erased && !parted) return;
  const auto* facts = interactions::object_in(record.properties);
  if (!facts) return;
  const auto account = account_in(*facts);
  if (parted) return unlink(account, text_of(*facts, "visitor"));
  if (known) return link(account, text_of(*facts, "visitor"));
  const auto found = accounts_.find(account);
  if (found == accounts_.end()) return;
  for (const auto& visitor : found->second.visitors) account_of_.erase(visitor);
  accounts_.erase(found);
}

void Activity::link(std::int64_t account, const std::string& visitor) {
  if (account == 0 || visitor.empty()) return;
  const auto owner = account_of_.find(visitor);
  if (owner != account_of_.end() && owner->second == account) return;
  auto& entry = accounts_[account];
  if (entry.visitors.size() >= visitors_max) return;
  if (owner != account_of_.end()) std::erase(accounts_[owner->second].visitors, visitor);
  entry.visitors.push_back(visitor);
  account_of_[visitor] = account;
}

void Activity::unlink(std::int64_t account, const std::string& visitor) {
  const auto owner = account_of_.find(visitor);
  if (owner == account_of_.end() || owner->second != account) return;
  std::erase(accounts_[account].visitors, visitor);
  account_of_.erase(owner);
}

double Activity::views(std::int64_t account, double from, double to) const {
  const std::shared_lock lock(mutex_);
  const auto found = accounts_.find(account);
  std::int64_t sum = 0;
  if (found == accounts_.end()) return 0;
  for (const auto& day : found->second.days) {
    const auto at = static_cast<double>(day.day);
    if (at >= from && at < to) sum += day.views;
  }
  return static_cast<double>(sum);
}

Habits Activity::habits(std::int64_t account) const {
  const std::shared_lock lock(mutex_);
  const auto found = accounts_.find(account);
  return found == accounts_.end() ? Habits{} : found->second.habits;
}

std::string Activity::snapshot() const {
  const std::shared_lock lock(mutex_);
  interactions::Packer out;
  out.number(static_cast<std::int64_t>(accounts_.size()));
  for (const auto& [id, account] : accounts_) {
    out.number(id).number(account.last_hour).number(static_cast<std::int64_t>(account.days.size()));
    for (const auto& day : account.days) out.number(day.day).number(day.views);
    for (const auto count : account.habits.hours) out.number(count);
    for (const auto count : account.habits.answers) out.number(count);
    out.number(static_cast<std::int64_t>(account.visitors.size()));
    for (const auto& visitor : account.visitors) out.text(visitor);
  }
  return out.take();
}

void Activity::restore(std::string_view snapshot) {
  const std::unique_lock lock(mutex_);
  accounts_.clear();
  account_of_.clear();
  if (snapshot.empty()) return;
  interactions::Unpacker in(snapshot);
  for (auto left = in.number(); left > 0; --left) {
    const auto id = in.number();
    auto& account = accounts_[id];
    account.last_hour = in.number();
    for (auto count = in.number(); count > 0; --count) {
      const auto day = in.number();
      account.days.push_back({day, in.number()});
    }
    for (auto& count : account.habits.hours) count = in.number();
    for (auto& count : account.habits.answers) count = in.number();
    for (auto count = in.number(); count > 0; --count) {
      account.visitors.push_back(in.text());
      account_of_[account.visitors.back()] = id;
    }
  }
}

}  // namespace plaza::predictions
