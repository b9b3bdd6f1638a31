#include "counters.h"

#include <algorithm>
#include <boost/json.hpp>

#include "interactions/properties.h"

namespace plaza::insights {

namespace {

namespace bj = boost::json;

constexpr std::int64_t minutes_kept = 2 * 24 * 60;
constexpr std::int64_t days_kept = 35;
constexpr std::int64_t score_days = 7;
constexpr std::size_t arrivals_max = 200'000;

std::int64_t minute_of(Time at) { return at.micros / minutes(1); }
std::int64_t day_of(Time at) { return at.micros / days(1); }

template <class I>
I id_of(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  const auto* text = value ? value->if_string() : nullptr;
  return text ? parse_id<I>(std::string_view(text->data(), text->size())).value_or(I{}) : I{};
}

std::int64_t whole(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  const auto* number = value ? value->if_int64() : nullptr;
  return number ? *number : 0;
}

std::int64_t amount(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value && value->is_object() ? whole(value->get_object(), "amount") : 0;
}

}  // namespace

PostScore& Counters::post(content::PostId id, Time at) {
  auto& score = posts_by_day_[day_of(at)][id];
  score.id = id;
  return score;
}

void Counters::trim(Time now) {
  while (!minutes_.empty() && minutes_.front().first < minute_of(now) - minutes_kept) minutes_.pop_front();
  while (!arrivals_.empty() && (arrivals_.front().first < now - minutes(10) || arrivals_.size() > arrivals_max)) arrivals_.pop_front();
  while (!days_.empty() && days_.front().day < day_of(now) - days_kept) days_.pop_front();
  const auto old = [&](const auto& entry) { return entry.first < day_of(now) - score_days; };
  std::erase_if(posts_by_day_, old);
  std::erase_if(products_by_day_, old);
}

void Counters::apply(const interactions::Record& record) {
  if (record.name == "feed.page" || record.kind == interactions::Kind::tick) return;
  const std::lock_guard lock(mutex_);
  const Time at = record.at;
  if (record.kind != interactions::Kind::domain) {
    const auto minute = minute_of(at);
    if (minutes_.empty() || minutes_.back().first < minute) minutes_.emplace_back(minute, 1);
    else ++minutes_.back().second;  // late ones count where the log stands
    arrivals_.emplace_back(at, record.visitor.empty() ? record.user_id : record.visitor);
  }
  if (record.name == "orders.order_paid") {
    count_sale(record);
  } else if (record.name == "Post Viewed" || record.name == "Tag Tapped" || record.name == "content.post_reacted") {
    if (const auto* properties = interactions::object_in(record.properties)) {
      if (const auto id = id_of<content::PostId>(*properties, "post_id")) {
        auto& score = post(id, at);
        if (record.name == "Post Viewed") ++score.views;
        else if (record.name == "Tag Tapped") ++score.taps;
        else ++score.likes;
      }
    }
  }
  trim(at);
}

void Counters::count_sale(const interactions::Record& record) {
  const auto* properties = interactions::object_in(record.properties);
  if (!properties) return;
  const auto& order = *properties;
  const auto day = day_of(record.at);
  if (days_.empty() || days_.back().day < day) days_.push_back({day, 0, 0});
  auto place = std::find_if(days_.begin(), days_.end(), [&](const DaySales& sales) { return sales.day == day; });
  if (place == days_.end()) return;
  place->amount += amount(order, "total");
  ++place->orders;
  const auto* lines = order.if_contains("lines");
  if (!lines || !lines->is_array()) return;
  for (const auto& line : lines->get_array()) {
    if (!line.is_object()) continue;
    const auto product = id_of<catalog::ProductId>(line.get_object(), "product_id");
    auto& score = products_by_day_[day][product];
    score.id = product;
    score.units += whole(line.get_object(), "quantity");
    score.revenue += whole(line.get_object(), "quantity") * amount(line.get_object(), "unit_price");
    const auto* source = line.get_object().if_contains("source");
    if (source && source->is_object()) {
      if (const auto id = id_of<content::PostId>(source->get_object(), "post_id")) ++post(id, record.at).orders;
    }
  }
}

std::int64_t Counters::visitors_since(Time time) const {
  const std::lock_guard lock(mutex_);
  std::unordered_set<std::string_view> names;
  for (auto arrival = arrivals_.rbegin(); arrival != arrivals_.rend() && arrival->first >= time; ++arrival) names.insert(arrival->second);
  return static_cast<std::int64_t>(names.size());
}

double Counters::interactions_per_minute(Time now) const {
  const std::lock_guard lock(mutex_);
  std::int64_t count = 0;
  for (auto minute = minutes_.rbegin(); minute != minutes_.rend() && minute->first > minute_of(now) - 5; ++minute) count += minute->second;
  return static_cast<double>(count) / 5.0;
}

std::vector<DaySales> Counters::sales_by_day(Time now, int count) const {
  const std::lock_guard lock(mutex_);
  std::vector<DaySales> found;
  for (std::int64_t day = day_of(now) - count + 1; day <= day_of(now); ++day) {
    DaySales sales{day, 0, 0};
    for (const auto& known : days_) {
      if (known.day == day) sales = known;
    }
    found.push_back(sales);
  }
  return found;
}

std::vector<HourCount> Counters::interactions_by_hour(Time now, int count) const {
  const std::lock_guard lock(mutex_);
  std::vector<HourCount> found;
  const std::int64_t last = now.micros / hours(1);
  for (std::int64_t hour = last - count + 1; hour <= last; ++hour) {
    HourCount one{{hour * hours(1)}, 0};
    for (const auto& [minute, interactions] : minutes_) {
      if (minute / 60 == hour) one.count += interactions;
    }
    found.push_back(one);
  }
  return found;
}

std::vector<PostScore> Counters::top_posts(std::size_t count) const {
  std::unordered_map<content::PostId, PostScore> sums;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [day, scores] : posts_by_day_) {
      for (const auto& [id, score] : scores) {
        auto& sum = sums[id];
        sum.id = id;
        sum.views += score.views;
        sum.likes += score.likes;
        sum.taps += score.taps;
        sum.orders += score.orders;
      }
    }
  }
  std::vector<PostScore> list;
  for (const auto& [id, score] : sums) list.push_back(score);
  const auto weight = [](const PostScore& score) { return score.views + 5 * score.likes + 8 * score.taps + 40 * score.orders; };
  std::sort(list.begin(), list.end(), [&](const PostScore& a, const PostScore& b) {
    return weight(a) != weight(b) ? weight(a) > weight(b) : a.id > b.id;
  });
  if (list.size() > count) list.resize(count);
  return list;
}

std::vector<ProductScore> Counters::top_products(std::size_t count) const {
  std::unordered_map<catalog::ProductId, ProductScore> sums;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [day, scores] : products_by_day_) {
      for (const auto& [id, score] : scores) {
        auto& sum = sums[id];
        sum.id = id;
        sum.units += score.units;
        sum.revenue += score.revenue;
      }
    }
  }
  std::vector<ProductScore> list;
  for (const auto& [id, score] : sums) list.push_back(score);
  std::sort(list.begin(), list.end(), [](const ProductScore& a, const ProductScore& b) {
    return a.revenue != b.revenue ? a.revenue > b.revenue : a.id > b.id;
  });
  if (list.size() > count) list.resize(count);
  return list;
}

}  // namespace plaza::insights
