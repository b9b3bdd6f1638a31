// The HTTP server: routes, limits, compression, graceful shutdown. One I/O thread per core, each with its own listening socket.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/base/task.h"
#include "platform/base/time.h"
#include "platform/http/caller.h"
#include "platform/http/route.h"

namespace plaza::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one, see Server::port()
  int threads = 0;            // 0: one per core
  std::size_t header_max = 16'384;
  int header_seconds_max = 10;   // from the first byte of a request to the end of its head
  int body_seconds_max = 60;     // then the client must have sent 16 KB for each further second
  int idle_seconds_max = 75;
  std::size_t connections_max = 20'000;
  bool trust_forwarded = false;  // behind our own proxy: the last X-Forwarded-For, and X-Forwarded-Host, are believed
};

class Server {
 public:
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
  // Stops accepting, lets running requests finish (at most `seconds`), closes streams, joins the threads.
  virtual void stop(int seconds) = 0;
};

// What is asked before the routes, for GET and HEAD: returns a response, or nothing to go on. For files and cached pages.
// Called on the I/O thread with the caller already known (a stale session cookie makes a stranger); must answer from memory.
using Front = std::function<std::optional<Response>(const Request&, const Caller&)>;

struct ServerParts {
  const Routes& routes;
  Authenticator& authenticator;
  std::vector<Front> fronts = {};
  std::function<Response(Call&)> not_found = {};  // for pages: an HTML 404; else problem+json
  const Clock* clock = nullptr;                   // Call::received_at; null: the system's
};

// Starts serving at once. Throws when the address cannot be bound.
std::unique_ptr<Server> serve(const ServerOptions& options, const ServerParts& parts);

// Runs a request through routing, access, decoding and the handler without a socket: for route tests.
Task<Response> dispatch(const ServerParts& parts, const Request& request);

// OpenAPI 3.1 of the documented routes, stable order, pretty printed.
std::string openapi(const Routes& routes, const std::string& title, const std::string& version);

}  // namespace plaza::http
