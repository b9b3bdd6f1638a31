// How far a post will spread, from its first hours. Reads tideh_dev.csv (cascade_id, time_s, followers; the first row of a cascade is
// the post itself) and, if it is there, tideh_dev_meta.csv (cascade_id, "shares, day and its part when it was posted"); or, in a folder
// without it, twitter_train.txt and twitter_valid.txt ("user,milliseconds" of each cascade on a line), where nobody's followers are
// known. Judged by ten-fold cross-validation, ten times dealt anew; the small ones of the second kind are learnt from train, judged on valid.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

#include "evaluate/suites.h"
#include "ml/forecast/cascade.h"

namespace plaza::app::evaluate {
namespace {

using namespace ml::forecast;

constexpr double hours_asked[] = {1, 6, 12};
constexpr int deals = 10;
constexpr std::size_t folds = 10;

struct Judgement {
  std::vector<double> errors;  // relative to the final size
  std::size_t inside = 0;      // the 80 % interval
};

double final_size(const Cascade& cascade) { return static_cast<double>(cascade.shares.size()) - 1; }

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

void judge(Judgement& into, const Cascade& cascade, const CascadeForecast& forecast) {
  const double size = final_size(cascade);
  into.errors.push_back(std::abs(forecast.size - size) / std::max(1.0, size));
  into.inside += size >= std::floor(forecast.low) && size <= std::ceil(forecast.high) ? 1 : 0;
}

std::vector<Cascade> read_followed(const Folder& folder) {
  const std::string file = "tideh_dev.csv", text = folder.read(file);
  CsvRows rows(file, text, {"cascade_id", "time_s", "followers"});
  std::map<std::int64_t, Cascade> by_id;
  while (rows.next()) {
    auto& shares = by_id[rows.integer(0)].shares;
    const Share share{rows.real(1), rows.real(2)};
    if (share.seconds < 0) rows.refuse("time_s: is below zero");
    if (share.reach < 0) rows.refuse("followers: is below zero");
    if (!shares.empty() && share.seconds < shares.back().seconds) rows.refuse("time_s: is before the row above it");
    if (shares.empty() && share.seconds != 0) rows.refuse("time_s: the first row of a cascade is the post itself, at 0");
    shares.push_back(share);
  }
  if (folder.has("tideh_dev_meta.csv")) {
    const std::string meta = folder.read("tideh_dev_meta.csv");
    CsvRows lines("tideh_dev_meta.csv", meta, {"cascade_id", "first_line"});
    while (lines.next()) {
      const auto known = by_id.find(lines.integer(0));
      const std::string first = lines.text(1);
      const auto blank = first.find(' ');
      if (known == by_id.end() || blank == std::string::npos) continue;
      const double days = std::strtod(first.c_str() + blank, nullptr);
      known->second.hour_of_day = (days - std::floor(days)) * 24;
    }
  }
  std::vector<Cascade> cascades;
  for (auto& [id, cascade] : by_id) cascades.push_back(std::move(cascade));
  if (cascades.size() < 20) throw WrongFile(file, 0, "has fewer than 20 cascades");
  return cascades;
}

std::vector<Cascade> read_bare(const Folder& folder, const std::string& file) {
  const std::string text = folder.read(file);
  std::vector<Cascade> cascades;
  Fields fields(file, text);
  while (fields.next()) {
    Cascade cascade;
    double first = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::string entry(fields.text(i));
      const auto comma = entry.find(',');
      char* end = nullptr;
      const double at = comma == std::string::npos ? std::nan("") : std::strtod(entry.c_str() + comma + 1, &end) / 1000;
      if (!std::isfinite(at) || end == nullptr || *end != '\0') fields.refuse("'" + entry + "' is not user,milliseconds");
      if (i == 0) first = at;
      cascade.shares.push_back({std::max(0.0, at - first), 1});
    }
    std::sort(cascade.shares.begin(), cascade.shares.end(), [](const Share& a, const Share& b) { return a.seconds < b.seconds; });
    cascades.push_back(std::move(cascade));
  }
  return cascades;
}

// Those that can be asked about: more than ten have passed it on by then.
std::vector<Cascade> begun(const std::vector<Cascade>& all, double now) {
  std::vector<Cascade> some;
  for (const Cascade& cascade : all) {
    const auto seen = std::count_if(cascade.shares.begin(), cascade.shares.end(), [&](const Share& share) { return share.seconds <= now; });
    if (seen > 10) some.push_back(cascade);
  }
  return some;
}

Judgement cross_validate(const std::vector<Cascade>& cascades, double now, std::mt19937_64& random, double& medians) {
  Judgement all;
  medians = 0;
  for (int deal = 0; deal < deals; ++deal) {
    std::vector<std::size_t> order(cascades.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), random);
    Judgement once;
    for (std::size_t fold = 0; fold < folds; ++fold) {
      std::vector<Cascade> fitted;
      for (std::size_t i = 0; i < order.size(); ++i) {
        if (i % folds != fold) fitted.push_back(cascades[order[i]]);
      }
      const CascadeModel model = CascadeModel::fit(fitted, now);
      for (std::size_t i = fold; i < order.size(); i += folds) judge(once, cascades[order[i]], model.forecast(cascades[order[i]]));
    }
    medians += median(once.errors) / deals;
    all.inside += once.inside;
    all.errors.insert(all.errors.end(), once.errors.begin(), once.errors.end());
  }
  return all;
}

void put(Report& report, const std::string& hour, double error, const Judgement& judged) {
  const double infinite = static_cast<double>(
      std::count_if(judged.errors.begin(), judged.errors.end(), [](double value) { return !std::isfinite(value); }));
  report.put(hour + ".median_error", error);
  report.put(hour + ".coverage@80", static_cast<double>(judged.inside) / std::max<double>(1, static_cast<double>(judged.errors.size())));
  report.put(hour + ".not_finite", infinite);
}

void put_self_exciting(Report& report, const std::string& hour, const std::vector<Cascade>& cascades, double now) {
  std::vector<double> errors;
  for (const Cascade& cascade : cascades) {
    errors.push_back(std::abs(self_exciting(cascade.shares, now).final_size - final_size(cascade)) / std::max(1.0, final_size(cascade)));
  }
  report.put(hour + ".self_exciting.median_error", median(std::move(errors)));
}

}  // namespace

Report run_cascades(const Asked& asked) {
  asked.progress("reading");
  Report report;
  report.suite = "cascades";
  const bool followed = asked.folder.has("tideh_dev.csv");
  const auto learnt = followed ? read_followed(asked.folder) : read_bare(asked.folder, "twitter_train.txt");
  const auto held = followed ? std::vector<Cascade>{} : read_bare(asked.folder, "twitter_valid.txt");
  std::mt19937_64 random(asked.seed);
  for (const double hours : hours_asked) {
    const std::string hour = std::to_string(static_cast<int>(hours)) + "h";
    asked.progress("after " + hour);
    const double now = hours * 3600;
    if (followed) {
      double medians = 0;
      const Judgement judged = cross_validate(learnt, now, random, medians);
      put(report, hour, medians, judged);
      put_self_exciting(report, hour, learnt, now);
      continue;
    }
    const CascadeModel model = CascadeModel::fit(begun(learnt, now), now);
    Judgement judged;
    const auto asked_about = begun(held, now);
    for (const Cascade& cascade : asked_about) judge(judged, cascade, model.forecast(cascade));
    put(report, hour, median(judged.errors), judged);
    put_self_exciting(report, hour, asked_about, now);
    report.put(hour + ".cascades", static_cast<double>(asked_about.size()));
  }
  report.put("cascades", static_cast<double>(followed ? learnt.size() : held.size()));
  return report;
}

}  // namespace plaza::app::evaluate
