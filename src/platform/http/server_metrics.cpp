#include "platform/http/server_metrics.h"

namespace plaza::http {

namespace {

constexpr const char* requests_name = "plaza_http_requests_total";
constexpr const char* requests_help = "Requests answered, by operation; 'none' for files, pages from memory and unknown addresses.";

}  // namespace

ServerMetrics::ServerMetrics(const Routes& routes)
    : unrouted_(metrics::counter(requests_name, requests_help, {{"route", "none"}})),
      connections_(metrics::gauge("plaza_http_connections", "Open client connections.")) {
  for (const auto& route : routes.all()) {
    routes_.push_back({metrics::counter(requests_name, requests_help, {{"route", route->operation_id}}),
                       metrics::histogram("plaza_http_request_seconds", "From the complete request to the handler's answer.",
                                          {{"route", route->operation_id}})});
  }
  for (const char* status : {"1xx", "2xx", "3xx", "4xx", "5xx"}) {
    by_class_.push_back(
        metrics::counter("plaza_http_responses_total", "Responses, by class of status.", {{"status", status}}));
  }
}

void ServerMetrics::count(std::size_t route_index, bool routed, int status) const {
  (routed ? routes_[route_index].requests : unrouted_).add();
  const int kind = status / 100;
  if (kind >= 1 && kind <= 5) by_class_[static_cast<std::size_t>(kind - 1)].add();
}

void ServerMetrics::took(std::size_t route_index, double seconds) const { routes_[route_index].seconds.observe(seconds); }

void ServerMetrics::connections(int change) const { connections_.add(change); }

}  // namespace plaza::http
