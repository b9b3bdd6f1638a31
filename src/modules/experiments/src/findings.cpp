#include "findings.h"

#include <algorithm>
#include <mutex>

#include "content/events.h"
#include "experiments/events.h"
#include "identity/events.h"
#include "interactions/properties.h"
#include "orders/events.h"
#include "platform/json/codec.h"
#include "platform/json/document.h"
#include "profiles/events.h"
#include "rules.h"

namespace plaza::experiments {
namespace {

namespace bj = boost::json;
using interactions::Kind;
using interactions::Record;
using interactions::Trust;

std::string text_of(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string().data(), value->get_string().size()) : std::string();
}

template <class I>
std::int64_t id_in(const bj::object& object, const char* name) {
  return parse_id<I>(text_of(object, name)).value_or(I{}).value;
}

struct Paid {
  std::int64_t amount = 0;
  std::string currency;
};
Paid money_in(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_object()) return {};
  const auto* amount = value->get_object().if_contains("amount");
  return {amount && amount->is_int64() ? amount->get_int64() : 0, text_of(value->get_object(), "currency")};
}

bool is_true(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value && value->is_bool() && value->get_bool();
}

// Who an order is of.
std::string buyer_of(const bj::object& order) {
  const auto account = id_in<identity::AccountId>(order, "account_id");
  if (account != 0) return account_key(account);
  const auto visitor = text_of(order, "visitor");
  return visitor.empty() ? std::string() : visitor_key(visitor);
}

}  // namespace

void Findings::apply(const Record& record) {
  if (record.kind == Kind::tick) return;
  const std::unique_lock lock(mutex_);
  if (const auto day = day_of(record.received_at); day > today_) end_day(day);
  if (record.kind == Kind::domain) domain(record);
  else if (record.name == "Experiment Viewed" && record.trust == Trust::domain) expose(record);
  else if (record.trust != Trust::domain) act(record);
}

void Findings::domain(const Record& record) {
  const auto& topic = record.name;
  if (topic == ExperimentChanged::topic) return change(record);
  if (topic == orders::OrderPaid::topic) return paid(record);
  if (topic == orders::OrderPartlyRefunded::topic || topic == orders::OrderRefunded::topic || topic == orders::OrderCancelled::topic)
    return given_back(record);
  if (topic == profiles::ProfilesUnmerged::topic) return unlink(record);
  if (topic == profiles::ConsentChanged::topic) return consent(record);
  if (topic == "profiles.person_erased") return forget_visitors(record);
  const auto* facts = interactions::object_in(record.properties);
  if (!facts) return;
  const auto account = id_in<identity::AccountId>(*facts, "account_id");
  if (topic == identity::AccountCreated::topic) {
    const auto visitor = text_of(*facts, "visitor");
    people_.sign_up(account, visitor);
    link(account, visitor);
  } else if (topic == identity::SignedIn::topic) {
    link(account, text_of(*facts, "visitor"));
  } else if (topic == identity::AccountErased::topic) {
    forget(account);
  } else if (topic == HoldoutSet::topic) {
    if (const auto* share = facts->if_contains("share_bp"); share && share->is_int64()) holdout_bp_ = share->get_int64();
  } else if (topic == content::PostReacted::topic && text_of(*facts, "reaction") == "like") {
    Counts liked;
    liked.likes = is_true(*facts, "on") ? 1 : -1;
    count(account_key(account), record.at, liked);
  } else if (topic == content::PostPublished::topic && !is_true(*facts, "edited")) {
    Counts posted;
    posted.posts = 1;
    count(account_key(id_in<identity::AccountId>(*facts, "author_id")), record.at, posted);
  }
}

void Findings::act(const Record& record) {
  std::int64_t account = record.account;
  if (record.trust == Trust::secret) {
    if (const auto named = parse_id<identity::AccountId>(record.user_id)) account = named->value;
  }
  if (account != 0 && record.trust != Trust::evidence) link(account, record.visitor);
  if (account == 0 && record.visitor.empty()) return;
  const std::string who = account != 0 ? account_key(account) : visitor_key(record.visitor);
  Counts counts;
  counts.sessions = doings_.seen(who, record.at) ? 1 : 0;
  counts.views = record.name == "Post Viewed" || record.name == "Product Viewed" ? 1 : 0;
  if (!counts.none()) count(who, record.at, counts);
}

// Who takes back the consent to be measured: nothing more of them counts.
void Findings::consent(const Record& record) {
  const auto* facts = interactions::object_in(record.properties);
  if (!facts || text_of(*facts, "purpose") != "analytics") return;
  const auto account = id_in<identity::AccountId>(*facts, "account_id");
  const std::string who = account != 0 ? account_key(account) : visitor_key(text_of(*facts, "visitor"));
  if (is_true(*facts, "given")) quiet_.erase(who);
  else quiet_.insert(who);
}

bool Findings::is_quiet(const std::string& who) const { return quiet_.contains(who) || quiet_.contains(people_.unit_of(who)); }

void Findings::count(const std::string& who, Time at, const Counts& counts) {
  if (!quiet_.empty() && is_quiet(who)) return;
  const Counts counted = doings_.add(who, at, counts);
  if (counted.none()) return;
  const std::string unit = people_.unit_of(who);
  for (auto& [id, course] : courses_) {
    if (course.exposed.empty() || (course.stopped.micros != 0 && at > course.stopped)) continue;
    const auto found = course.exposed.find(unit);
    if (found != course.exposed.end() && at >= found->second.at) found->second.since += counted;
  }
}

void Findings::expose(const Record& record) {
  const auto* facts = interactions::object_in(record.properties);
  if (!facts) return;
  const auto found = courses_.find(id_in<ExperimentId>(*facts, "experiment_id"));
  if (found == courses_.end() || found->second.stage != Stage::running) return;
  auto& course = found->second;
  const std::string variant = text_of(*facts, "variation_id");
  if (record.account != 0) link(record.account, record.visitor);
  const std::string unit = people_.unit_of(record.account, record.visitor);
  if (unit.empty() || course.exposed.contains(unit) || held_out(holdout_bp_, people_.first_of(unit))) return;
  const auto known = std::find_if(course.variants.begin(), course.variants.end(), [&](const Variant& v) { return v.key == variant; });
  if (known == course.variants.end()) return;
  if (course.exposed.size() >= exposed_max) {
    course.full = true;
    return;
  }
  Exposure exposure;
  exposure.variant = known - course.variants.begin();
  exposure.at = record.at;
  for (const auto& member : people_.members(unit)) {
    exposure.before += doings_.sum(member, day_of(record.at) - window_days, day_of(record.at));
  }
  course.exposed.emplace(unit, exposure);
}

void Findings::change(const Record& record) {
  const auto told = json::decode<ExperimentChanged>(record.properties);
  if (!told.ok()) return;
  auto& course = courses_[told->experiment_id.value];
  course.key = told->key;
  course.stage = told->status;
  course.variants = told->variants;
  if (told->started_at) course.started = *told->started_at;
  if (told->stopped_at) course.stopped = *told->stopped_at;
  if (course.stage == Stage::decided && !course.last) {
    course.last = sums_of(course, today_);
    course.exposed.clear();
  }
}

// The earlier exposure stays with the person; what both devices did counts for it.
void Findings::take_over(Course& course, const std::string& from, const std::string& to) {
  const auto moved = course.exposed.find(from);
  if (moved == course.exposed.end()) return;
  Exposure taken = moved->second;
  course.exposed.erase(moved);
  if (held_out(holdout_bp_, people_.first_of(to))) return;
  const auto [place, alone] = course.exposed.emplace(to, taken);
  if (alone) return;
  Exposure& kept = place->second;
  const bool differ = kept.variant != taken.variant;
  if (taken.at < kept.at) std::swap(kept, taken);
  kept.since += taken.since;
  kept.before += taken.before;
  if (differ && !kept.disagreed) ++course.disagreed;
  kept.disagreed = kept.disagreed || taken.disagreed || differ;
}

void Findings::link(std::int64_t account, const std::string& visitor) {
  if (!people_.link(account, visitor)) return;
  for (auto& [id, course] : courses_) take_over(course, visitor_key(visitor), account_key(account));
}

void Findings::unlink(const Record& record) {
  const auto* facts = interactions::object_in(record.properties);
  if (facts) people_.unlink(id_in<identity::AccountId>(*facts, "account_id"), text_of(*facts, "visitor"));
}

void Findings::forget(std::int64_t account) {
  for (const auto& identity : people_.forget(account)) {
    doings_.forget(identity);
    quiet_.erase(identity);
    std::erase_if(orders_, [&](const auto& order) { return order.second.who == identity; });
    for (auto& [id, course] : courses_) course.exposed.erase(identity);
  }
}

// A visitor without an account who was erased; of accounts identity says it.
void Findings::forget_visitors(const Record& record) {
  const auto* facts = interactions::object_in(record.properties);
  const auto* visitors = facts ? facts->if_contains("visitors") : nullptr;
  if (!visitors || !visitors->is_array()) return;
  for (const auto& each : visitors->get_array()) {
    if (!each.is_string()) continue;
    const std::string who = visitor_key(std::string(each.get_string().data(), each.get_string().size()));
    if (people_.unit_of(who) != who) continue;  // somebody else's by now
    doings_.forget(who);
    quiet_.erase(who);
    std::erase_if(orders_, [&](const auto& order) { return order.second.who == who; });
    for (auto& [id, course] : courses_) course.exposed.erase(who);
  }
}

void Findings::paid(const Record& record) {
  const auto* facts = interactions::object_in(record.properties);
  if (!facts) return;
  const std::string who = buyer_of(*facts);
  if (who.empty()) return;
  const Paid total = money_in(*facts, "total");
  Counts bought;
  bought.orders = 1;
  if (total.currency == currency_.code()) {
    bought.revenue = total.amount;
    orders_[id_in<orders::OrderId>(*facts, "order_id")] = {who, record.at, total.amount};
  } else {
    const std::string unit = people_.unit_of(who);
    for (auto& [id, course] : courses_) course.foreign_orders += course.exposed.contains(unit);
  }
  count(who, record.at, bought);
}

// What goes back of an order is taken off where it was counted: whoever was exposed before they bought it.
void Findings::given_back(const Record& record) {
  const auto* facts = interactions::object_in(record.properties);
  if (!facts) return;
  const auto found = orders_.find(id_in<orders::OrderId>(*facts, "order_id"));
  if (found == orders_.end()) return;
  Order& order = found->second;
  const bool part = record.name == orders::OrderPartlyRefunded::topic;
  const std::int64_t amount = part ? std::clamp<std::int64_t>(money_in(*facts, "amount").amount, 0, order.net) : order.net;
  if (amount == 0) return;
  order.net -= amount;
  Counts back;
  back.revenue = -amount;
  doings_.add(order.who, record.at, back);
  const std::string unit = people_.unit_of(order.who);
  for (auto& [id, course] : courses_) {
    const auto exposed = course.exposed.find(unit);
    const bool counted = exposed != course.exposed.end() && order.at >= exposed->second.at &&
                         (course.stopped.micros == 0 || order.at <= course.stopped);
    if (counted) exposed->second.since += back;
  }
}

void Findings::end_day(std::int64_t today) {
  for (auto& [id, course] : courses_) {
    const bool counts = course.stage == Stage::running || (course.stage == Stage::stopped && day_of(course.stopped) >= today_);
    if (today_ == 0 || !counts) continue;
    course.days.push_back(sums_of(course, today_));
    if (course.days.size() > days_max) course.days.erase(course.days.begin());
  }
  today_ = today;
  doings_.trim(today);
  std::erase_if(orders_, [&](const auto& order) { return order.second.at < Time{today * days(1)} - returns_within; });
}

DayArms Findings::sums_of(const Course& course, std::int64_t day) {
  DayArms sums{day, std::vector<Arms>(course.variants.size()), std::vector<std::int64_t>(course.variants.size())};
  for (const auto& [unit, exposure] : course.exposed) {
    const auto variant = static_cast<std::size_t>(exposure.variant);
    if (variant >= sums.arms.size()) continue;
    ++sums.people[variant];
    for (std::size_t metric = 0; metric < metric_count; ++metric) {
      const auto which = static_cast<Metric>(metric);
      sums.arms[variant][metric].add(exposure.since.value(which), exposure.before.value(which));
    }
  }
  return sums;
}

}  // namespace plaza::experiments
