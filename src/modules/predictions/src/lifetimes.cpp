// Orders, money and dates: BG/NBD or MBG/NBD, whichever explains the learning time better, and gamma-gamma.
#include <algorithm>
#include <cmath>
#include <limits>

#include "models.h"

namespace plaza::predictions {
namespace {

namespace lt = ml::lifetime;

constexpr double week = 7;
constexpr std::int64_t people_min = 50;
constexpr std::int64_t returning_min = 10;
constexpr std::size_t learnt_from_max = 50'000;  // people; more tell the four parameters nothing new

struct Known {
  std::vector<lt::Purchases> purchases;
  std::vector<lt::Spending> spendings;
  std::int64_t returning = 0;
};

double mean_amount(std::span<const Buyer> buyers, double at) {
  double sum = 0, count = 0;
  for (const auto& buyer : buyers) {
    for (const auto& purchase : buyer.purchases) {
      if (purchase.day >= at || purchase.amount <= 0) continue;
      sum += purchase.amount;
      count += 1;
    }
  }
  return count > 0 ? sum / count : 1;
}

bool known_at(const Buyer& buyer, double at) { return !buyer.purchases.empty() && buyer.purchases.front().day < at; }

Known known_at(std::span<const Buyer> buyers, double at, double scale) {
  Known known;
  const std::size_t step = 1 + buyers.size() / learnt_from_max;
  for (std::size_t i = 0; i < buyers.size(); i += step) {
    if (!known_at(buyers[i], at)) continue;
    known.purchases.push_back(known_of(buyers[i], at));
    known.returning += known.purchases.back().repeats > 0;
    const auto spending = spending_of(buyers[i], at, scale);
    if (spending.purchases > 0 && spending.mean > 0) known.spendings.push_back(spending);
  }
  return known;
}

lt::BuyingModel better_of(const std::vector<lt::Purchases>& people) {
  auto after_repeats = lt::fit_buying(people, lt::Leaving::after_repeats);
  auto after_first = lt::fit_buying(people, lt::Leaving::also_after_first);
  return after_first.log_likelihood > after_repeats.log_likelihood ? after_first : after_repeats;
}

struct Later {
  double orders = 0, amount = 0;
  std::optional<double> first;  // days after the cut
};
Later later_of(const Buyer& buyer, double from, double to) {
  Later later;
  for (const auto& purchase : buyer.purchases) {
    if (purchase.day < from || purchase.day >= to) continue;
    later.orders += 1;
    later.amount += purchase.amount;
    if (!later.first) later.first = purchase.day - from;
  }
  return later;
}

// Days from one purchase to the next, of everybody who came back: the middle one.
std::optional<double> usual_pace(std::span<const Buyer> buyers, double at) {
  std::vector<double> paces;
  for (const auto& buyer : buyers) {
    for (std::size_t i = 1; i < buyer.purchases.size() && buyer.purchases[i].day < at; ++i) {
      paces.push_back(buyer.purchases[i].day - buyer.purchases[i - 1].day);
    }
  }
  if (paces.empty()) return {};
  std::nth_element(paces.begin(), paces.begin() + std::ssize(paces) / 2, paces.end());
  return paces[paces.size() / 2];
}

struct Sum {
  double error = 0, naive = 0;
  std::int64_t people = 0;
  void add(double predicted, double by_rule, double actual) {
    error += std::abs(predicted - actual);
    naive += std::abs(by_rule - actual);
    ++people;
  }
  void tell(ModelReport& report) const {
    report.people_tested = people;
    if (people == 0) return;
    report.error = error / static_cast<double>(people);
    report.naive_error = naive / static_cast<double>(people);
  }
};

// Rules without a model: everybody goes on at their own pace, spends their own mean, and comes back after their own mean interval.
void test(LifetimeModels& models, std::span<const Buyer> buyers, double cut, double horizon) {
  Sum orders, money, dates;
  const double pace = usual_pace(buyers, cut).value_or(horizon / 2);
  for (const auto& buyer : buyers) {
    if (!known_at(buyer, cut)) continue;
    const auto known = known_of(buyer, cut);
    const auto spending = spending_of(buyer, cut, 1);
    const auto later = later_of(buyer, cut, cut + horizon);
    const double naive_orders = known.repeats / known.age * (horizon / week);
    orders.add(models.expected_orders(buyer, cut, horizon), naive_orders, later.orders);
    money.add(models.expected_spend(buyer, cut, horizon), naive_orders * spending.mean, later.amount);
    if (!later.first) continue;
    const double own_pace = known.repeats > 0 ? known.last * week / known.repeats : pace;
    const double since = (known.age - known.last) * week;
    const double shape = models.buying.r + known.repeats, time = (models.buying.alpha + known.age) * (std::pow(2, 1 / shape) - 1) * week;
    dates.add(std::clamp(time, 0.0, horizon), std::clamp(own_pace - since, 0.0, horizon), *later.first);
  }
  orders.tell(models.reports[0]);
  money.tell(models.reports[1]);
  dates.tell(models.reports[2]);
}

void learn(LifetimeModels& models, const Known& known) {
  models.buying = better_of(known.purchases);
  models.spending = lt::fit_spending(known.spendings);
}

void describe(LifetimeModels& models) {
  const auto& buying = models.buying;
  const std::vector<Parameter> of_buying{{"r", buying.r}, {"alpha", buying.alpha}, {"a", buying.a}, {"b", buying.b}};
  for (const std::size_t i : {0u, 2u}) {
    models.reports[i].model = buying.leaving == lt::Leaving::after_repeats ? "BG/NBD" : "MBG/NBD";
    models.reports[i].parameters = of_buying;
    models.reports[i].boundaries = buying.boundaries;
    models.reports[i].log_likelihood = buying.log_likelihood;
  }
  auto& spend = models.reports[1];
  spend.model = models.reports[0].model + " × gamma-gamma";
  spend.parameters = {{"p", models.spending.p}, {"q", models.spending.q}, {"gamma", models.spending.gamma * models.scale}};
  spend.boundaries = models.spending.boundaries;
  spend.log_likelihood = models.spending.log_likelihood;
}

}  // namespace

double horizon_of(double history_days) {
  const double horizon = std::min(90.0, std::floor(history_days / 3));
  return horizon >= 14 ? horizon : 0;
}

lt::Purchases known_of(const Buyer& buyer, double at) {
  lt::Purchases known;
  double last = buyer.purchases.front().day;
  for (std::size_t i = 1; i < buyer.purchases.size() && buyer.purchases[i].day < at; ++i) {
    known.repeats += 1;
    last = buyer.purchases[i].day;
  }
  known.last = (last - buyer.purchases.front().day) / week;
  known.age = std::max(at - buyer.purchases.front().day, 0.5) / week;
  return known;
}

lt::Spending spending_of(const Buyer& buyer, double at, double scale) {
  lt::Spending spending;
  double sum = 0;
  for (const auto& purchase : buyer.purchases) {
    if (purchase.day >= at || purchase.amount <= 0) continue;
    spending.purchases += 1;
    sum += purchase.amount / scale;
  }
  if (spending.purchases > 0) spending.mean = sum / spending.purchases;
  return spending;
}

double LifetimeModels::active(const Buyer& buyer, double now) const { return buying.probability_active(known_of(buyer, now)); }

double LifetimeModels::expected_orders(const Buyer& buyer, double now, double days_ahead) const {
  return buying.expected_purchases(known_of(buyer, now), days_ahead / week);
}

double LifetimeModels::expected_spend(const Buyer& buyer, double now, double days_ahead) const {
  const double mean = spending.expected_mean(spending_of(buyer, now, scale));
  return expected_orders(buyer, now, days_ahead) * (std::isfinite(mean) ? mean : 0) * scale;
}

std::optional<double> LifetimeModels::days_to_next(const Buyer& buyer, double now) const {
  if (active(buyer, now) < 0.5) return {};
  const auto known = known_of(buyer, now);
  // The rate of somebody with x repeats in time T is gamma distributed (r + x, alpha + T): the waiting time's median.
  const double days = (buying.alpha + known.age) * (std::pow(2, 1 / (buying.r + known.repeats)) - 1) * week;
  return std::isfinite(days) && days < 3'650 ? std::optional(days) : std::nullopt;
}

LifetimeModels learn_lifetimes(std::span<const Buyer> buyers, double now) {
  LifetimeModels models;
  double first = now;
  for (const auto& buyer : buyers) {
    if (!buyer.purchases.empty()) first = std::min(first, buyer.purchases.front().day);
  }
  const double horizon = horizon_of(now - first), cut = now - horizon;
  models.scale = mean_amount(buyers, cut);
  const Known before = known_at(buyers, cut, models.scale);
  const bool enough = std::ssize(before.purchases) >= people_min && before.returning >= returning_min &&
                      std::ssize(before.spendings) >= people_min;
  for (std::size_t i = 0; i < 3; ++i) {
    auto& report = models.reports[i];
    report.kind = static_cast<Kind>(i);
    report.measure = static_cast<Measure>(i);
    report.horizon_days = static_cast<std::int64_t>(horizon);
    report.history_days = now - first;
    report.people = std::ssize(before.purchases);
    report.returning = before.returning;
    report.state = horizon == 0 ? State::too_short : enough ? State::ready : State::too_few;
  }
  if (models.reports[0].state != State::ready) return models;
  learn(models, before);
  test(models, buyers, cut, horizon);
  models.scale = mean_amount(buyers, now);
  const Known all = known_at(buyers, now, models.scale);
  learn(models, all);
  describe(models);
  for (auto& report : models.reports) {
    report.people = std::ssize(all.purchases);
    report.returning = all.returning;
  }
  models.ready = true;
  return models;
}

}  // namespace plaza::predictions
