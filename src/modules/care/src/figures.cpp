#include "figures.h"

#include <algorithm>

#include "platform/base/text.h"

namespace plaza::care {

std::int64_t seconds_of(Micros length) {
  std::int64_t value = std::max<std::int64_t>(0, (length + seconds(1) / 2) / seconds(1));
  std::int64_t unit = 1;
  while (value / unit >= 1'000) unit *= 10;
  return (value + unit / 2) / unit * unit;
}

void Lengths::add(std::int64_t seconds, std::int64_t count) {
  auto& there = counts_[seconds];
  there += count;
  if (there == 0) counts_.erase(seconds);
}

void Lengths::add(const Lengths& other) {
  for (const auto& [seconds, count] : other.counts_) add(seconds, count);
}

std::int64_t Lengths::count() const {
  std::int64_t sum = 0;
  for (const auto& [seconds, count] : counts_) sum += count;
  return sum;
}

std::optional<double> Lengths::minutes_at(double share) const {
  const std::int64_t all = count();
  if (all <= 0) return std::nullopt;
  const auto wanted = static_cast<std::int64_t>(share * static_cast<double>(all - 1) + 0.5);
  std::int64_t passed = 0;
  for (const auto& [seconds, count] : counts_) {
    passed += count;
    if (passed > wanted) return static_cast<double>(seconds) / 60.0;
  }
  return std::nullopt;
}

std::string Lengths::text() const {
  std::string all;
  for (const auto& [seconds, count] : counts_) {
    all += (all.empty() ? "" : ",") + std::to_string(seconds) + ":" + std::to_string(count);
  }
  return all;
}

Lengths Lengths::parse(std::string_view text) {
  Lengths lengths;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const auto one = text.substr(0, end);
    const auto colon = one.find(':');
    const auto seconds = parse_integer(one.substr(0, colon));
    const auto count = colon == std::string_view::npos ? std::nullopt : parse_integer(one.substr(colon + 1));
    if (seconds && count) lengths.add(*seconds, *count);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lengths;
}

void Figures::add(const Figures& other) {
  opened += other.opened;
  answered += other.answered;
  resolved += other.resolved;
  late += other.late;
  rated += other.rated;
  stars += other.stars;
  open += other.open;
  pending += other.pending;
  snoozed += other.snoozed;
  first.add(other.first);
  whole.add(other.whole);
}

std::int64_t day_of(Time time) { return time.micros / days(1); }

Facts facts_for_figures(const Conversation& each) {
  Facts facts;
  facts.day = day_of(each.opened_at);
  facts.counts = !each.merged_into && each.status != Status::merged;
  facts.channel = each.channel;
  facts.topic = each.topic;
  if (each.assignee) facts.agent = each.assignee;
  if (each.product) facts.product = each.product;
  facts.labels = each.labels;
  if (each.first_replied_at.micros > 0) facts.first = seconds_of(each.first_replied_at - each.opened_at);
  if (each.resolved_at.micros > 0) facts.whole = seconds_of(each.resolved_at - each.opened_at);
  facts.late = each.late > 0;
  facts.rating = each.rating;
  facts.status = each.status;
  return facts;
}

void count_in(FigureSums& sums, const Facts& facts, Sign sign) {
  if (!facts.counts) return;
  const std::int64_t one = sign == Sign::plus ? 1 : -1;
  Figures figures;
  figures.opened = one;
  figures.answered = facts.first ? one : 0;
  figures.resolved = facts.whole ? one : 0;
  figures.late = facts.late ? one : 0;
  figures.rated = facts.rating > 0 ? one : 0;
  figures.stars = facts.rating * one;
  figures.open = facts.status == Status::open ? one : 0;
  figures.pending = facts.status == Status::pending ? one : 0;
  figures.snoozed = facts.status == Status::snoozed ? one : 0;
  if (facts.first) figures.first.add(*facts.first, one);
  if (facts.whole) figures.whole.add(*facts.whole, one);
  const auto put = [&](Dimension dimension, std::string name) { sums[{facts.day, dimension, std::move(name)}].add(figures); };
  put(Dimension::all, "");
  put(Dimension::channel, facts.channel);
  put(Dimension::agent, facts.agent ? to_text(*facts.agent) : std::string());
  for (const auto& label : facts.labels) put(Dimension::label, label);
  if (!facts.topic.empty()) put(Dimension::reason, facts.topic);
  if (facts.product) put(Dimension::product, to_text(*facts.product));
}

}  // namespace plaza::care
