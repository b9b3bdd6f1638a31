// HTTP out, by libcurl. Blocking: for jobs, the command line and tests. Every call has a deadline.
#pragma once

#include <cstdint>
#include <string>

#include "platform/base/result.h"
#include "platform/http/message.h"

namespace plaza::http {

struct ClientRequest {
  Method method = Method::get;
  std::string url;
  Headers headers;
  std::string body;
  int timeout_ms = 10'000;
  std::size_t body_max = 10'000'000;
  bool private_addresses = false;  // false: refuses loopback and private ranges after resolving (SSRF guard)
  int redirects_max = 0;
};
struct ClientResponse {
  int status = 0;
  Headers headers;
  std::string body;
};
// The error is http.unreachable, http.timed_out, http.too_large or http.forbidden_address (all ErrorKind::upstream).
Result<ClientResponse> fetch(const ClientRequest& request);

}  // namespace plaza::http
