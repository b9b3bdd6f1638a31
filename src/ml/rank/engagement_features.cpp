#include "ml/rank/engagement_features.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace plaza::ml::rank {
namespace {

constexpr std::size_t length_bins = 64;
constexpr std::size_t surfaces = 8;  // with a feature of their own
constexpr int folds = 10;

std::size_t length_bin(float seconds) {
  return std::min<std::size_t>(length_bins - 1, static_cast<std::size_t>(4 * std::log2(1 + std::max(0.0F, seconds))));
}
std::uint64_t pair(std::uint32_t a, std::uint64_t b) { return (std::uint64_t{a} << 32) | b; }
int fold_of(std::size_t row) { return static_cast<int>((static_cast<std::uint32_t>(row) * 2'654'435'761U >> 8) % folds); }

double odds(double share) {
  share = std::clamp(share, 1e-4, 1 - 1e-4);
  return std::log(share / (1 - share));
}
// The share of engaged, as if `strength` more had been shown with the share `towards`.
double share_of(const Tally& tally, double strength, double towards) {
  return (tally.engaged + strength * towards) / (tally.shown + strength);
}
template <class Map>
Tally found(const Map& map, std::uint64_t key) {
  const auto at = map.find(key);
  return at == map.end() ? Tally{} : at->second;
}
const Tally& known(const std::vector<Tally>& list, std::size_t index) {
  static const Tally none;
  return index < list.size() ? list[index] : none;
}
void add_to(Tally& tally, const Shown& shown, double times) {
  tally.shown += times;
  tally.engaged += shown.engaged ? times : 0;
  tally.clicked += shown.clicked ? times : 0;
  tally.depth += times * std::min(2.0, static_cast<double>(shown.depth));
}
void add_to(std::vector<Tally>& list, std::size_t index, const Shown& shown, double times) {
  if (index >= list.size()) list.resize(index + 1);
  add_to(list[index], shown, times);
}
const std::vector<std::uint32_t>& of(const std::vector<std::vector<std::uint32_t>>& lists, std::uint32_t person) {
  static const std::vector<std::uint32_t> none;
  return person < lists.size() ? lists[person] : none;
}
bool among(const std::vector<std::uint32_t>& list, std::uint32_t item) { return std::find(list.begin(), list.end(), item) != list.end(); }

}  // namespace

Tallies::Tallies(const Items& items)
    : item(items.count), length(length_bins), kind(items.kinds.size()), person_and_kind(items.kinds.size()), items_(items) {}

void Tallies::add(const Shown& shown, double times) {
  add_to(all, shown, times);
  add_to(item, shown.item, shown, times);
  add_to(person, shown.person, shown, times);
  add_to(surface, shown.surface, shown, times);
  const auto bin = length_bin(items_.length[shown.item]);
  add_to(length, bin, shown, times);
  for (std::size_t k = 0; k < items_.kinds.size(); ++k) {
    const auto value = items_.kinds[k][shown.item];
    if (value == unknown) continue;
    add_to(kind[k], value, shown, times);
    add_to(person_and_kind[k][pair(shown.person, value)], shown, times);
  }
  add_to(person_and_surface[pair(shown.person, shown.surface)], shown, times);
  add_to(person_and_length[pair(shown.person, bin / 3)], shown, times);
  add_to(item_and_surface[pair(shown.item, shown.surface)], shown, times);
}

FeatureTable::FeatureTable(const Items& items, const Past& past, std::vector<Affinity> affinities)
    : items_(items), past_(past), affinities_(std::move(affinities)), tallies_(items), seen_before_(items.count), engaged_before_(items.count),
      past_and_kind_(items.kinds.size()), habits_(std::max(past.seen.size(), past.engaged.size())) {
  for (std::uint32_t person = 0; person < habits_.size(); ++person) {
    const auto& seen = of(past.seen, person);
    const auto& engaged = of(past.engaged, person);
    auto& habits = habits_[person];
    habits.share = static_cast<double>(engaged.size()) / (static_cast<double>(seen.size()) + 5);
    const auto mean_length = [&](const std::vector<std::uint32_t>& list) {
      if (list.empty()) return 3.0;
      double sum = 0;
      for (const auto item : list) sum += std::log1p(static_cast<double>(items.length[item]));
      return sum / static_cast<double>(list.size());
    };
    habits.length_seen = mean_length(seen);
    habits.length_engaged = mean_length(engaged);
    for (const auto item : seen) seen_before_[item] += 1;
    for (const auto item : engaged) engaged_before_[item] += 1;
    for (std::size_t k = 0; k < items.kinds.size(); ++k) {
      for (const auto item : seen) past_and_kind_[k][pair(person, items.kinds[k][item])].first += 1;
      for (const auto item : engaged) past_and_kind_[k][pair(person, items.kinds[k][item])].second += 1;
    }
  }
}

void FeatureTable::learn(std::span<const Shown> shown) {
  for (const auto& one : shown) tallies_.add(one, 1);
}

void FeatureTable::kind_features(const Shown& shown, std::size_t kind, double base, std::vector<float>& out) const {
  const auto value = items_.kinds[kind][shown.item];
  const double in_general = value == unknown ? base : share_of(known(tallies_.kind[kind], value), 20, base);
  const Tally own = value == unknown ? Tally{} : found(tallies_.person_and_kind[kind], pair(shown.person, value));
  const auto before = past_and_kind_[kind].find(pair(shown.person, value));
  const auto [seen, engaged] = before == past_and_kind_[kind].end() || value == unknown ? std::pair(0.0, 0.0) : before->second;
  const double habit = shown.person < habits_.size() ? habits_[shown.person].share : 0;
  out.push_back(static_cast<float>(odds(in_general)));
  out.push_back(static_cast<float>(odds(share_of(own, 5, in_general))));
  out.push_back(static_cast<float>((engaged + 3 * habit) / (seen + 3)));
  out.push_back(static_cast<float>(std::log1p(seen)));
}

void FeatureTable::item_features(const Shown& shown, double base, std::vector<float>& out) const {
  const auto& item = tallies_.item[shown.item];
  const float seconds = items_.length[shown.item];
  const auto bin = length_bin(seconds);
  const double log_length = std::log1p(static_cast<double>(seconds));
  const double by_length = share_of(tallies_.length[bin], 50, base);
  const double rate = share_of(item, 15, by_length);
  const Habits none;
  const Habits& habits = shown.person < habits_.size() ? habits_[shown.person] : none;
  for (const double value :
       {odds(rate), odds((engaged_before_[shown.item] + 10 * base) / (seen_before_[shown.item] + 10)), std::log1p(item.shown),
        std::log1p(seen_before_[shown.item]), log_length, log_length * log_length, odds(by_length),
        odds((item.clicked + 10 * base) / (item.shown + 10)), (item.depth + 10 * 0.6) / (item.shown + 10),
        odds(share_of(found(tallies_.person_and_length, pair(shown.person, bin / 3)), 4, by_length)),
        odds(share_of(found(tallies_.item_and_surface, pair(shown.item, shown.surface)), 15, rate)), log_length - habits.length_seen,
        log_length - habits.length_engaged, std::log1p(std::max(0.0, std::floor(shown.at) - static_cast<double>(items_.since[shown.item])))}) {
    out.push_back(static_cast<float>(value));
  }
}

void FeatureTable::person_features(const Shown& shown, double base, std::vector<float>& out) const {
  const double here = share_of(known(tallies_.surface, shown.surface), 50, base);
  const auto& seen = of(past_.seen, shown.person);
  const auto& engaged = of(past_.engaged, shown.person);
  for (const double value : {odds(share_of(known(tallies_.person, shown.person), 10, base)),
                             odds(share_of(found(tallies_.person_and_surface, pair(shown.person, shown.surface)), 5, here)),
                             static_cast<double>(seen.size()), static_cast<double>(engaged.size()),
                             among(seen, shown.item) ? 1.0 : 0.0, among(engaged, shown.item) ? 1.0 : 0.0,
                             std::fmod(shown.at, 1.0) * 24}) {
    out.push_back(static_cast<float>(value));
  }
  for (std::uint32_t surface = 0; surface < surfaces; ++surface) out.push_back(shown.surface == surface ? 1.0F : 0.0F);
}

void FeatureTable::row(const Shown& shown, const std::vector<float>& affinities, std::vector<float>& out) const {
  const double base = (tallies_.all.engaged + 1) / (tallies_.all.shown + 3);
  item_features(shown, base, out);
  for (std::size_t k = 0; k < items_.kinds.size(); ++k) kind_features(shown, k, base, out);
  person_features(shown, base, out);
  out.insert(out.end(), affinities.begin(), affinities.end());
}

std::vector<std::vector<float>> FeatureTable::affinities_of(std::span<const Shown> shown) const {
  std::vector<std::vector<float>> result(shown.size());
  std::vector<std::size_t> order(shown.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return shown[a].person < shown[b].person; });
  std::vector<std::uint32_t> items;
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    items.clear();
    const auto person = shown[order[begin]].person;
    for (; end < order.size() && shown[order[end]].person == person; ++end) items.push_back(shown[order[end]].item);
    for (const auto& affinity : affinities_) {
      const auto scores = affinity(person, items);
      for (std::size_t i = begin; i < end; ++i) result[order[i]].push_back(scores[i - begin]);
    }
    begin = end;
  }
  return result;
}

Features FeatureTable::rows(std::span<const Shown> shown) const {
  const auto affinities = affinities_of(shown);
  Features table;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    row(shown[i], affinities[i], table.values);
    if (i == 0) table.width = table.values.size();
  }
  return table;
}

Features FeatureTable::cross_fitted(std::span<const Shown> learnt) {
  const auto affinities = affinities_of(learnt);
  std::vector<std::vector<float>> rows(learnt.size());
  for (int fold = 0; fold < folds; ++fold) {
    const auto each = [&](const auto& use) {
      for (std::size_t i = 0; i < learnt.size(); ++i) {
        if (fold_of(i) == fold) use(i);
      }
    };
    each([&](std::size_t i) { tallies_.add(learnt[i], -1); });
    each([&](std::size_t i) { row(learnt[i], affinities[i], rows[i]); });
    each([&](std::size_t i) { tallies_.add(learnt[i], 1); });
  }
  Features table;
  table.width = rows.empty() ? 0 : rows.front().size();
  for (const auto& one : rows) table.values.insert(table.values.end(), one.begin(), one.end());
  return table;
}

}  // namespace plaza::ml::rank
