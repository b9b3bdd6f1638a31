// The way of a request from its head to its response, the same with and without a socket. Private to http.
#pragma once

#include <string>

#include "platform/http/admission.h"
#include "platform/http/router.h"
#include "platform/http/server.h"

namespace plaza::http {

// Thread-safe: only reads what it was built from.
class Pipeline {
 public:
  explicit Pipeline(const ServerParts& parts)
      : parts_(parts), clock_(parts.clock ? *parts.clock : system_clock_), router_(parts.routes), admission_(parts_, router_) {}
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // Decides what the head allows; see Admission. Never throws: what a front or the authenticator throws becomes 503 or 500.
  void admit(const Request& request, BodyFollows body, const std::string& request_id, Exchange& exchange) const;
  // Runs the admitted route's handler once the body is there. Never throws: what the handler throws becomes 503 or 500.
  Task<Response> run(Request& request, Exchange& exchange, const std::string& request_id) const;

 private:
  ServerParts parts_;
  SystemClock system_clock_;
  const Clock& clock_;
  Router router_;
  Admission admission_;
};

// What a handler threw, for the log: with the request's id, method and path.
void report_failure(const Request& request, std::string_view request_id, std::string_view what);

// 13 characters, unique enough to find a request in a log.
void make_request_id(std::string& out);
// 1 to 64 of letters, digits, `_`, `.`, `-`.
bool is_request_id(std::string_view text);

}  // namespace plaza::http
