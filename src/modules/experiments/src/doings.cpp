#include "doings.h"

#include <algorithm>
#include <map>

namespace plaza::experiments {

Counts& Counts::operator+=(const Counts& other) {
  orders += other.orders;
  revenue += other.revenue;
  views += other.views;
  sessions += other.sessions;
  likes += other.likes;
  posts += other.posts;
  return *this;
}

double Counts::value(Metric metric) const {
  switch (metric) {
    case Metric::conversion: return orders > 0 ? 1 : 0;
    case Metric::net_revenue: return static_cast<double>(revenue);
    case Metric::views: return static_cast<double>(views);
    case Metric::sessions: return static_cast<double>(sessions);
    case Metric::likes: return static_cast<double>(likes);
    case Metric::posts: return static_cast<double>(posts);
    case Metric::orders: return static_cast<double>(orders);
  }
  return 0;
}

void pack(interactions::Packer& out, const Counts& c) {
  out.number(c.orders).number(c.revenue).number(c.views).number(c.sessions).number(c.likes).number(c.posts);
}

Counts unpack_counts(interactions::Unpacker& in) {
  Counts c;
  c.orders = in.number();
  c.revenue = in.number();
  c.views = in.number();
  c.sessions = in.number();
  c.likes = in.number();
  c.posts = in.number();
  return c;
}

Doings::Person* Doings::person(const std::string& who) {
  const auto found = people_.find(who);
  if (found != people_.end()) return &found->second;
  return people_.size() < people_max ? &people_[who] : nullptr;
}

bool Doings::seen(const std::string& who, Time at) {
  auto* one = person(who);
  if (!one) return false;
  const bool begins = one->last.micros == 0 || at - one->last > session_pause;
  one->last = std::max(one->last, at);
  return begins;
}

Counts Doings::add(const std::string& who, Time at, Counts counts) {
  auto* one = person(who);
  if (!one) return counts;
  const auto day = day_of(at);
  auto place = std::find_if(one->days.rbegin(), one->days.rend(), [&](const Day& each) { return each.day <= day; });
  if (place == one->days.rend() || place->day != day) {
    const auto at_place = one->days.insert(place.base(), Day{day, {}});
    counts.views = std::min(counts.views, views_per_day_max);
    at_place->counts += counts;
    return counts;
  }
  counts.views = std::clamp<std::int64_t>(views_per_day_max - place->counts.views, 0, counts.views);
  place->counts += counts;
  return counts;
}

Counts Doings::sum(const std::string& who, std::int64_t from, std::int64_t to) const {
  Counts all;
  const auto found = people_.find(who);
  if (found == people_.end()) return all;
  for (const auto& day : found->second.days) {
    if (day.day >= from && day.day < to) all += day.counts;
  }
  return all;
}

void Doings::each(std::int64_t from, const std::function<void(const std::string&, const Counts&)>& each) const {
  for (const auto& [who, one] : people_) {
    Counts all;
    for (const auto& day : one.days) {
      if (day.day >= from) all += day.counts;
    }
    if (!all.none()) each(who, all);
  }
}

void Doings::trim(std::int64_t today) {
  for (auto place = people_.begin(); place != people_.end();) {
    auto& one = place->second;
    std::erase_if(one.days, [&](const Day& day) { return day.day < today - window_days; });
    const bool gone = one.days.empty() && day_of(one.last) < today - window_days;
    place = gone ? people_.erase(place) : std::next(place);
  }
}

void Doings::pack(interactions::Packer& out) const {
  const std::map<std::string_view, const Person*> ordered = [&] {
    std::map<std::string_view, const Person*> all;
    for (const auto& [who, one] : people_) all.emplace(who, &one);
    return all;
  }();
  out.number(static_cast<std::int64_t>(ordered.size()));
  for (const auto& [who, one] : ordered) {
    out.text(who).number(one->last.micros).number(static_cast<std::int64_t>(one->days.size()));
    for (const auto& day : one->days) {
      out.number(day.day);
      experiments::pack(out, day.counts);
    }
  }
}

void Doings::unpack(interactions::Unpacker& in) {
  people_.clear();
  auto left = in.number();
  people_.reserve(static_cast<std::size_t>(std::clamp<std::int64_t>(left, 0, std::int64_t{people_max})));
  for (; left > 0; --left) {
    auto& one = people_[in.text()];
    one.last = Time{in.number()};
    for (auto day_count = in.number(); day_count > 0; --day_count) {
      const auto day = in.number();
      one.days.push_back({day, unpack_counts(in)});
    }
  }
}

}  // namespace plaza::experiments
