// What the process counts, for Prometheus. One process-wide registry: a metric is declared where it is used, by asking
// for it, and a handle is as cheap as a pointer: make it once, keep it, copy it freely. All thread-safe.
//
//   const metrics::Counter placed = metrics::counter("plaza_orders_placed_total", "Orders placed.");
//   placed.add();
//
// Names: plaza_<block>_<what>_<unit>, counters end in _total; base units (seconds, bytes). Labels are few and fixed
// (route, status, kind), never ids: a metric keeps at most 1,000 label sets and counts the rest under the value "other".
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace plaza::metrics {

struct Label {
  const char* name;
  std::string_view value;
};
using Labels = std::initializer_list<Label>;

// Only grows.
class Counter {
 public:
  void add(double amount = 1) const;
  double value() const;

 private:
  friend Counter counter(std::string_view, std::string_view, Labels);
  explicit Counter(prometheus::Counter& counter) : counter_(&counter) {}
  prometheus::Counter* counter_;
};

// Goes up and down.
class Gauge {
 public:
  void set(double value) const;
  void add(double amount) const;
  double value() const;

 private:
  friend Gauge gauge(std::string_view, std::string_view, Labels);
  explicit Gauge(prometheus::Gauge& gauge) : gauge_(&gauge) {}
  prometheus::Gauge* gauge_;
};

class Histogram {
 public:
  void observe(double value) const;

 private:
  friend Histogram histogram(std::string_view, std::string_view, Labels, std::span<const double>);
  explicit Histogram(prometheus::Histogram& histogram) : histogram_(&histogram) {}
  prometheus::Histogram* histogram_;
};

// Seconds from 100 µs to 10 s.
std::span<const double> latency_buckets();

// The metric of this name and these labels, made at the first call. The same name with another kind or another help text
// is a mistake of the program (CHECK).
Counter counter(std::string_view name, std::string_view help, Labels labels = {});
Gauge gauge(std::string_view name, std::string_view help, Labels labels = {});
Histogram histogram(std::string_view name, std::string_view help, Labels labels = {},
                    std::span<const double> buckets = latency_buckets());

// Runs `refresh` before each render() while the returned token lives: for gauges that are looked up, not kept.
[[nodiscard]] std::shared_ptr<void> before_render(std::function<void()> refresh);

// Everything, in Prometheus text format 0.0.4.
std::string render();

}  // namespace plaza::metrics
