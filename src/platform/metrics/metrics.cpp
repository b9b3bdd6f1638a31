#include "platform/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "platform/base/check.h"

namespace plaza::metrics {
namespace {

constexpr std::size_t label_sets_max = 1000;

enum class Kind { counter, gauge, histogram };

struct Declared {
  Kind kind;
  std::string help;
  std::set<prometheus::Labels> label_sets;
};

struct Registry {
  prometheus::Registry prometheus;
  std::mutex mutex;  // guards the two below
  std::map<std::string, Declared, std::less<>> declared;
  std::vector<std::weak_ptr<std::function<void()>>> refreshers;
};

Registry& registry() {
  static Registry* const instance =
      new Registry;  // never destroyed: handles live in static objects too
  return *instance;
}

// The labels as they are kept: beyond the maximum every value is "other".
prometheus::Labels admitted(Registry& all, Kind kind, std::string_view name, std::string_view help,
                            Labels labels) {
  prometheus::Labels wanted;
  for (const Label& label : labels) wanted.emplace(label.name, label.value);
  std::lock_guard lock(all.mutex);
  auto found = all.declared.find(name);
  if (found == all.declared.end()) {
    found = all.declared.emplace(std::string(name), Declared{kind, std::string(help), {}}).first;
  }
  Declared& declared = found->second;
  CHECK(declared.kind == kind);
  CHECK(declared.help == help);
  if (!declared.label_sets.contains(wanted) && declared.label_sets.size() >= label_sets_max) {
    for (auto& [label, value] : wanted) value = "other";
  }
  declared.label_sets.insert(wanted);
  return wanted;
}

}  // namespace

void Counter::add(double amount) const { counter_->Increment(amount); }
double Counter::value() const { return counter_->Value(); }
void Gauge::set(double value) const { gauge_->Set(value); }
void Gauge::add(double amount) const { gauge_->Increment(amount); }
double Gauge::value() const { return gauge_->Value(); }
void Histogram::observe(double value) const { histogram_->Observe(value); }

std::span<const double> latency_buckets() {
  static constexpr double buckets[] = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                       0.05,   0.1,     0.25,   0.5,   1.0,    2.5,   5.0,  10.0};
  return buckets;
}

Counter counter(std::string_view name, std::string_view help, Labels labels) {
  Registry& all = registry();
  const auto kept = admitted(all, Kind::counter, name, help, labels);
  auto& family = prometheus::BuildCounter()
                     .Name(std::string(name))
                     .Help(std::string(help))
                     .Register(all.prometheus);
  return Counter(family.Add(kept));
}

Gauge gauge(std::string_view name, std::string_view help, Labels labels) {
  Registry& all = registry();
  const auto kept = admitted(all, Kind::gauge, name, help, labels);
  auto& family = prometheus::BuildGauge()
                     .Name(std::string(name))
                     .Help(std::string(help))
                     .Register(all.prometheus);
  return Gauge(family.Add(kept));
}

Histogram histogram(std::string_view name, std::string_view help, Labels labels,
                    std::span<const double> buckets) {
  Registry& all = registry();
  const auto kept = admitted(all, Kind::histogram, name, help, labels);
  auto& family = prometheus::BuildHistogram()
                     .Name(std::string(name))
                     .Help(std::string(help))
                     .Register(all.prometheus);
  return Histogram(family.Add(kept, std::vector<double>(buckets.begin(), buckets.end())));
}

std::shared_ptr<void> before_render(std::function<void()> refresh) {
  auto kept = std::make_shared<std::function<void()>>(std::move(refresh));
  Registry& all = registry();
  std::lock_guard lock(all.mutex);
  std::erase_if(all.refreshers, [](const auto& refresher) { return refresher.expired(); });
  all.refreshers.push_back(kept);
  return kept;
}

std::string render() {
  Registry& all = registry();
  std::vector<std::shared_ptr<std::function<void()>>> due;
  {
    std::lock_guard lock(all.mutex);
    for (const auto& refresher : all.refreshers) {
      if (auto alive = refresher.lock()) due.push_back(std::move(alive));
    }
  }
  for (const auto& refresh : due) (*refresh)();
  return prometheus::TextSerializer().Serialize(all.prometheus.Collect());
}

}  // namespace plaza::metrics
