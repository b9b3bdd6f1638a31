// Who will buy again, how often and for how much: BG/NBD, MBG/NBD and gamma-gamma, fitted on the first half of the time and judged
// on the second. Reads CDNOW_sample.txt (master id, id, yyyymmdd, units, amount) or online_retail.csv.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "evaluate/calendar.h"
#include "evaluate/retail.h"
#include "evaluate/suites.h"
#include "ml/lifetime/buying.h"
#include "ml/lifetime/spending.h"

namespace plaza::app::evaluate {
namespace {

using namespace ml::lifetime;

struct Customer {
  std::map<std::int64_t, double> spent;  // by day; days without money are left out of spending
};
using Customers = std::map<std::string, Customer>;

Customers read_cdnow(const Folder& folder) {
  const std::string file = "CDNOW_sample.txt", text = folder.read(file);
  Customers customers;
  for (Fields line(file, text); line.next();) {
    line.expect(5);
    const auto date = line.integer(2);
    const auto day = day_of(date / 10'000, date / 100 % 100, date % 100);
    if (!day) line.refuse("the third field is not a date like 19970101");
    customers[std::string(line.text(1))].spent[*day] += line.real(4);
  }
  return customers;
}

Customers read_retail_days(const Folder& folder) {
  Customers customers;
  for (const RetailLine& line : read_retail(folder)) {
    if (line.quantity > 0) customers[std::to_string(line.customer)].spent[line.minute / (24 * 60)] += line.quantity * line.price;
  }
  return customers;
}

struct Half {
  std::vector<Purchases> purchases;
  std::vector<Spending> spending;
  std::vector<double> later;         // purchases in the second half
  double weeks_ahead = 0;
};

Half halves(const Customers& customers) {
  std::int64_t first = INT64_MAX, last = INT64_MIN;
  for (const auto& [id, customer] : customers) {
    first = std::min(first, customer.spent.begin()->first);
    last = std::max(last, customer.spent.rbegin()->first);
  }
  const std::int64_t cut = first + (last - first) / 2;
  Half half;
  half.weeks_ahead = static_cast<double>(last - cut) / 7;
  for (const auto& [id, customer] : customers) {
    const auto begin = customer.spent.begin()->first;
    if (begin > cut) continue;
    Purchases purchases;
    Spending spending;
    double later = 0;
    purchases.age = static_cast<double>(cut - begin) / 7;
    for (const auto& [day, amount] : customer.spent) {
      if (day > cut) {
        later += 1;
      } else if (day > begin) {
        purchases.repeats += 1;
        purchases.last = static_cast<double>(day - begin) / 7;
        spending.mean += amount;
      }
    }
    if (purchases.repeats > 0) spending.mean /= purchases.repeats;
    spending.purchases = purchases.repeats;
    half.purchases.push_back(purchases);
    half.spending.push_back(spending);
    half.later.push_back(later);
  }
  return half;
}

struct Errors {
  double mae = 0, bias = 0, correlation = 0;
};

Errors errors_of(const std::vector<double>& predicted, const std::vector<double>& actual) {
  const auto n = static_cast<double>(actual.size());
  Errors errors;
  double mean_p = 0, mean_a = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) mean_p += predicted[i] / n, mean_a += actual[i] / n;
  double both = 0, of_p = 0, of_a = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    errors.mae += std::abs(predicted[i] - actual[i]) / n;
    both += (predicted[i] - mean_p) * (actual[i] - mean_a);
    of_p += (predicted[i] - mean_p) * (predicted[i] - mean_p);
    of_a += (actual[i] - mean_a) * (actual[i] - mean_a);
  }
  errors.bias = mean_p - mean_a;
  errors.correlation = of_p > 0 && of_a > 0 ? both / std::sqrt(of_p * of_a) : 0;
  return errors;
}

void put_errors(Report& report, const std::string& name, const Errors& errors) {
  report.put(name + ".mae", errors.mae);
  report.put(name + ".bias", errors.bias);
  report.put(name + ".correlation", errors.correlation);
}

void put_boundaries(Report& report, const std::string& name, const std::vector<std::string>& boundaries) {
  report.put(name + ".boundaries", static_cast<double>(boundaries.size()));
  for (const auto& boundary : boundaries) {
    report.notes.push_back(name + ": " + boundary + ". The data do not tell its value; read the parameters together with this.");
  }
}

// Purchases ahead by those before: what came, and what each model said.
Plot by_repeats(const Half& half, const std::vector<std::pair<std::string, std::vector<double>>>& predictions) {
  constexpr std::size_t repeats_max = 7;
  Plot plot{"Later purchases by earlier repeat purchases (the last point: 7 and more)", "repeat purchases before", "mean purchases after", {}};
  const auto curve = [&](const std::string& name, const std::vector<double>& values) {
    std::vector<double> sums(repeats_max + 1, 0), counts(repeats_max + 1, 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto group = std::min(repeats_max, static_cast<std::size_t>(half.purchases[i].repeats));
      sums[group] += values[i];
      counts[group] += 1;
    }
    Curve result{name, {}};
    for (std::size_t g = 0; g <= repeats_max; ++g) {
      if (counts[g] > 0) result.points.emplace_back(static_cast<double>(g), sums[g] / counts[g]);
    }
    plot.curves.push_back(std::move(result));
  };
  curve("what came", half.later);
  for (const auto& [name, values] : predictions) curve(name, values);
  return plot;
}

}  // namespace

Report run_lifetime(const Asked& asked) {
  asked.progress("reading");
  const bool cdnow = asked.folder.has("CDNOW_sample.txt") || !asked.folder.has("online_retail.csv");
  const Half half = halves(cdnow ? read_cdnow(asked.folder) : read_retail_days(asked.folder));
  if (std::none_of(half.purchases.begin(), half.purchases.end(), [](const Purchases& p) { return p.repeats > 0; })) {
    throw WrongFile("the purchases", 0, "nobody bought twice in the first half of the time");
  }
  Report report;
  report.suite = "lifetime";
  std::vector<std::pair<std::string, std::vector<double>>> predictions;
  for (const auto& [name, leaving] : {std::pair{std::string("bgnbd"), Leaving::after_repeats}, {std::string("mbgnbd"), Leaving::also_after_first}}) {
    asked.progress("fitting " + name);
    const auto model = fit_buying(half.purchases, leaving);
    report.put(name + ".r", model.r);
    report.put(name + ".alpha", model.alpha);
    report.put(name + ".a", model.a);
    report.put(name + ".b", model.b);
    report.put(name + ".log_likelihood", model.log_likelihood);
    std::vector<double> ahead;
    for (const Purchases& person : half.purchases) ahead.push_back(model.expected_purchases(person, half.weeks_ahead));
    put_errors(report, name, errors_of(ahead, half.later));
    put_boundaries(report, name, model.boundaries);
    predictions.emplace_back(name, std::move(ahead));
  }
  std::vector<double> as_before;
  for (const Purchases& person : half.purchases) as_before.push_back(person.age > 0 ? person.repeats / person.age * half.weeks_ahead : 0);
  put_errors(report, "naive", errors_of(as_before, half.later));
  asked.progress("fitting gamma-gamma");
  const auto spending = fit_spending(half.spending);
  report.put("gammagamma.p", spending.p);
  report.put("gammagamma.q", spending.q);
  report.put("gammagamma.gamma", spending.gamma);
  report.put("gammagamma.log_likelihood", spending.log_likelihood);
  put_boundaries(report, "gammagamma", spending.boundaries);
  report.put("people", static_cast<double>(half.purchases.size()));
  report.put("weeks_ahead", half.weeks_ahead);
  predictions.emplace_back("as before (naive)", as_before);
  report.plots.push_back(by_repeats(half, predictions));
  return report;
}

}  // namespace plaza::app::evaluate
