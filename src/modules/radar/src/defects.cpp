#include "defects.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace plaza::radar {
namespace {

constexpr std::array windows = {1, 2, 3, 5, 7, window_days_max};
constexpr double prior_signals = 2;
constexpr double one_source_alone = 100;
// What each alarm a year that staff allow is worth at one look. An even share would be 1/365; but looks of following days see nearly the
// same, the six windows overlap, and most products are too small ever to reach the least number of people. In simulated shops of 10, 200
// and 1,000 products this gave 0.8, 0.03 and 0.3 alarms a year for one that is allowed (tests/defects_test.cpp).
constexpr double level_per_alarm = 25.0 / 365;

// Different people within ages [from, to).
std::int64_t people_within(const ProductHistory& product, int from, int to) {
  std::map<std::string_view, double> known;  // each as much as the surest thing they said
  double all = 0;
  for (const auto& each : product.said) {
    if (each.age < from || each.age >= to) continue;
    if (each.person.empty()) all += each.weight;
    else known[each.person] = std::max(known[each.person], each.weight);
  }
  for (const auto& [person, weight] : known) all += weight;
  return static_cast<std::int64_t>(all + 1e-9);
}

// The shortest time in which four of five ordered.
void find_batch(Rise& rise, const ProductHistory& product) {
  std::map<std::string_view, int> known;
  std::vector<int> ages;
  for (const auto& each : product.said) {
    if (each.age >= rise.days || each.bought_age < 0) continue;
    if (each.person.empty()) ages.push_back(each.bought_age);
    else known.emplace(each.person, each.bought_age);
  }
  for (const auto& [person, age] : known) ages.push_back(age);
  if (ages.size() < 3) return;
  std::sort(ages.begin(), ages.end());
  const std::size_t most = (4 * ages.size() + 4) / 5;
  std::size_t best = 0;
  for (std::size_t i = 1; i + most <= ages.size(); ++i) {
    if (ages[i + most - 1] - ages[i] < ages[best + most - 1] - ages[best]) best = i;
  }
  const int until = ages[best], from = ages[best + most - 1];
  std::int64_t within = 0, all = 0;
  for (int age = 0; age < std::ssize(product.units); ++age) {
    all += product.units[static_cast<std::size_t>(age)];
    if (age >= until && age <= from) within += product.units[static_cast<std::size_t>(age)];
  }
  if (2 * within > all) return;  // most did anyway: it says nothing of a batch
  rise.bought_from_age = from;
  rise.bought_until_age = until;
}

void describe(Rise& rise, const ProductHistory& product) {
  std::map<std::int64_t, std::int64_t> variants;
  std::int64_t naming = 0;
  for (const auto& each : product.said) {
    if (each.age >= rise.days) continue;
    ++rise.by_source[static_cast<std::size_t>(each.source)];
    if (each.variant == 0) continue;
    ++variants[each.variant];
    ++naming;
  }
  for (const auto& [variant, count] : variants) {
    if (naming >= 3 && 5 * count >= 4 * naming) rise.variant = variant;
  }
  find_batch(rise, product);
}

}  // namespace

int Rise::sources() const {
  return static_cast<int>(std::count_if(by_source.begin(), by_source.end(), [](std::int64_t count) { return count > 0; }));
}

double shop_rate(std::int64_t signals, double exposed) { return (static_cast<double>(signals) + 1) / (std::max(exposed, 0.0) + 1'000); }

double exposure(std::span<const std::int64_t> units, int from, int days) {
  double all = 0;
  for (int day = from; day < from + days; ++day) {
    all += 1;  // never none: somebody may have it from elsewhere
    for (int before = day + 1; before <= day + used_days && before < std::ssize(units); ++before) {
      all += static_cast<double>(units[static_cast<std::size_t>(before)]);
    }
  }
  return all;
}

double upper_tail(std::int64_t least, double shape, double per, double exposed) {
  if (least <= 0) return 1;
  const double share = exposed / (per + exposed);
  double term = std::pow(1 - share, shape), below = term;
  for (std::int64_t count = 1; count < least; ++count) {
    term *= share * (shape + static_cast<double>(count - 1)) / static_cast<double>(count);
    below += term;
  }
  // Far out the rest of the sum is lost in the ones before it: then it is added up from there.
  if (1 - below > 1e-9) return 1 - below;
  double tail = 0;
  for (std::int64_t count = least; count < least + 1'000; ++count) {
    term *= share * (shape + static_cast<double>(count - 1)) / static_cast<double>(count);
    tail += term;
    if (term < tail * 1e-12) break;
  }
  return tail;
}

Rise strongest_rise(const ProductHistory& product, double rate) {
  Rise best;
  for (const int days : windows) {
    const auto people = people_within(product, 0, days);
    if (people == 0) continue;
    const int from = days + guard_days;
    const double shape = prior_signals + static_cast<double>(people_within(product, from, from + baseline_days));
    const double per = prior_signals / rate + exposure(product.units, from, baseline_days);
    const double exposed = exposure(product.units, 0, days);
    const double chance = std::min(1.0, upper_tail(people, shape, per, exposed) * static_cast<double>(windows.size()));
    if (best.days != 0 && chance >= best.chance) continue;
    best = {days, people, shape / per * exposed, chance, {}, 0, -1, -1, {}, {}};
  }
  describe(best, product);
  return best;
}

std::vector<std::size_t> standing_out(std::span<const Rise> rises, std::size_t products, double false_alarms_a_year, std::int64_t people_least) {
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t i = 0; i < rises.size(); ++i) {
    const double chance = rises[i].chance * (rises[i].sources() < 2 ? one_source_alone : 1);
    if (rises[i].people >= people_least) order.emplace_back(chance, i);
  }
  std::sort(order.begin(), order.end());
  const double level = false_alarms_a_year * level_per_alarm, many = static_cast<double>(std::max(products, rises.size()));
  std::size_t taken = 0;
  for (std::size_t rank = 1; rank <= order.size(); ++rank) {
    if (order[rank - 1].first <= level * static_cast<double>(rank) / many) taken = rank;
  }
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < taken; ++i) found.push_back(order[i].second);
  return found;
}

}  // namespace plaza::radar
