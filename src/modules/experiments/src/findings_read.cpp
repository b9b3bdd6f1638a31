// What is asked of the learner, and its bytes.
#include <algorithm>
#include <bit>
#include <mutex>

#include "findings.h"
#include "platform/json/describe.h"
#include "rules.h"

namespace plaza::experiments {
namespace {

void pack(interactions::Packer& out, const DayArms& day) {
  out.number(day.day).number(static_cast<std::int64_t>(day.arms.size()));
  for (std::size_t variant = 0; variant < day.arms.size(); ++variant) {
    out.number(day.people[variant]);
    for (const auto& arm : day.arms[variant]) {
      for (const double sum : {arm.units, arm.y, arm.yy, arm.x, arm.xx, arm.xy}) out.number(std::bit_cast<std::int64_t>(sum));
    }
  }
}

DayArms unpack_day(interactions::Unpacker& in) {
  DayArms day;
  day.day = in.number();
  for (auto variants = in.number(); variants > 0; --variants) {
    day.people.push_back(in.number());
    for (auto& arm : day.arms.emplace_back()) {
      for (double* sum : {&arm.units, &arm.y, &arm.yy, &arm.x, &arm.xx, &arm.xy}) *sum = std::bit_cast<double>(in.number());
    }
  }
  return day;
}

void pack(interactions::Packer& out, const Exposure& e) {
  out.number(e.variant).number(e.at.micros).number(e.disagreed);
  pack(out, e.since);
  pack(out, e.before);
}

Exposure unpack_exposure(interactions::Unpacker& in) {
  Exposure e;
  e.variant = in.number();
  e.at = Time{in.number()};
  e.disagreed = in.number() != 0;
  e.since = unpack_counts(in);
  e.before = unpack_counts(in);
  return e;
}

}  // namespace

std::string Findings::first_of(const Viewer& viewer) const {
  const std::shared_lock lock(mutex_);
  return people_.first_of(viewer.account, viewer.visitor);
}

std::optional<std::size_t> Findings::exposed_to(const Viewer& viewer, ExperimentId id) const {
  const std::shared_lock lock(mutex_);
  const auto course = courses_.find(id.value);
  if (course == courses_.end()) return {};
  const auto found = course->second.exposed.find(people_.unit_of(viewer.account, viewer.visitor));
  if (found != course->second.exposed.end()) return static_cast<std::size_t>(found->second.variant);
  // Signed in a moment ago: the log has not told yet that this visitor is the account.
  if (viewer.account == 0 || viewer.visitor.empty()) return {};
  const auto before = course->second.exposed.find(people_.unit_of(visitor_key(viewer.visitor)));
  if (before == course->second.exposed.end()) return {};
  return static_cast<std::size_t>(before->second.variant);
}

std::optional<Found> Findings::found(ExperimentId id) const {
  const std::shared_lock lock(mutex_);
  const auto place = courses_.find(id.value);
  if (place == courses_.end()) return {};
  const Course& course = place->second;
  DayArms now = course.last ? *course.last : sums_of(course, today_);
  return Found{std::move(now.arms), std::move(now.people), course.days, course.disagreed, course.foreign_orders, course.full};
}

Uplift Findings::uplift(Time now, int day_count) const {
  const std::shared_lock lock(mutex_);
  std::unordered_map<std::string, Counts> units;
  doings_.each(day_of(now) - day_count + 1,
               [&](const std::string& who, const Counts& counts) { units[people_.unit_of(who)] += counts; });
  Uplift uplift;
  for (const auto& [unit, counts] : units) {
    const bool out = held_out(holdout_bp_, people_.first_of(unit));
    ++(out ? uplift.held_out_people : uplift.other_people);
    for (std::size_t metric = 0; metric < metric_count; ++metric) {
      (out ? uplift.held_out : uplift.others)[metric].add(counts.value(static_cast<Metric>(metric)));
    }
  }
  return uplift;
}

void Findings::pack_course(interactions::Packer& out, const Course& course) const {
  out.text(course.key).number(static_cast<std::int64_t>(course.stage)).number(static_cast<std::int64_t>(course.variants.size()));
  for (const auto& variant : course.variants) out.text(variant.key).text(variant.name).number(variant.share);
  out.number(course.started.micros).number(course.stopped.micros).number(static_cast<std::int64_t>(course.exposed.size()));
  for (const auto& [unit, exposure] : course.exposed) {
    out.text(unit);
    pack(out, exposure);
  }
  out.number(static_cast<std::int64_t>(course.days.size()));
  for (const auto& day : course.days) pack(out, day);
  out.number(course.last.has_value());
  if (course.last) pack(out, *course.last);
  out.number(course.disagreed).number(course.foreign_orders).number(course.full);
}

Findings::Course Findings::unpack_course(interactions::Unpacker& in) const {
  Course course;
  course.key = in.text();
  course.stage = static_cast<Stage>(in.number());
  for (auto variants = in.number(); variants > 0; --variants) {
    auto& variant = course.variants.emplace_back();
    variant.key = in.text();
    variant.name = in.text();
    variant.share = in.number();
  }
  course.started = Time{in.number()};
  course.stopped = Time{in.number()};
  for (auto exposed = in.number(); exposed > 0; --exposed) {
    auto unit = in.text();
    course.exposed.emplace_hint(course.exposed.end(), std::move(unit), unpack_exposure(in));
  }
  for (auto days = in.number(); days > 0; --days) course.days.push_back(unpack_day(in));
  if (in.number() != 0) course.last = unpack_day(in);
  course.disagreed = in.number();
  course.foreign_orders = in.number();
  course.full = in.number() != 0;
  return course;
}

std::string Findings::snapshot() const {
  const std::shared_lock lock(mutex_);
  interactions::Packer out;
  out.number(holdout_bp_).number(today_);
  people_.pack(out);
  doings_.pack(out);
  out.number(static_cast<std::int64_t>(courses_.size()));
  for (const auto& [id, course] : courses_) {
    out.number(id);
    pack_course(out, course);
  }
  const std::map<std::int64_t, Order> ordered(orders_.begin(), orders_.end());
  out.number(static_cast<std::int64_t>(ordered.size()));
  for (const auto& [id, order] : ordered) out.number(id).text(order.who).number(order.at.micros).number(order.net);
  out.number(static_cast<std::int64_t>(quiet_.size()));
  for (const auto& who : quiet_) out.text(who);
  return out.take();
}

void Findings::restore(std::string_view snapshot) {
  const std::unique_lock lock(mutex_);
  people_ = {};
  doings_ = {};
  courses_.clear();
  orders_.clear();
  quiet_.clear();
  holdout_bp_ = 0;
  today_ = 0;
  if (snapshot.empty()) return;
  interactions::Unpacker in(snapshot);
  holdout_bp_ = in.number();
  today_ = in.number();
  people_.unpack(in);
  doings_.unpack(in);
  for (auto courses = in.number(); courses > 0; --courses) {
    const auto id = in.number();
    courses_.emplace(id, unpack_course(in));
  }
  for (auto orders = in.number(); orders > 0; --orders) {
    const auto id = in.number();
    auto who = in.text();
    const Time at{in.number()};
    orders_[id] = {std::move(who), at, in.number()};
  }
  for (auto left = in.number(); left > 0; --left) quiet_.insert(in.text());
}

}  // namespace plaza::experiments
