// What the server counts. Handles are fetched once per route at start-up. Private to http.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "platform/http/route.h"
#include "platform/metrics/metrics.h"

namespace plaza::http {

// Thread-safe.
class ServerMetrics {
 public:
  explicit ServerMetrics(const Routes& routes);

  // One answered request; not routed: a front's, or refused before a route was found.
  void count(std::size_t route_index, bool routed, int status) const;
  void took(std::size_t route_index, double seconds) const;
  void connections(int change) const;

 private:
  struct OfRoute {
    metrics::Counter requests;
    metrics::Histogram seconds;
  };
  std::vector<OfRoute> routes_;
  metrics::Counter unrouted_;
  std::vector<metrics::Counter> by_class_;  // 1xx … 5xx
  metrics::Gauge connections_;
};

}  // namespace plaza::http
