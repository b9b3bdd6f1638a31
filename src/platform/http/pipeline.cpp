#include "platform/http/pipeline.h"

#include <exception>
#include <random>

#include "platform/base/text.h"
#include "platform/db/database.h"
#include "platform/http/compression.h"
#include "platform/http/status_text.h"
#include "platform/http/target.h"
#include "platform/log/log.h"

namespace plaza::http {

namespace {

Response server_error() {
  return problem_with_status(500, {ErrorKind::invalid, "server.error", "Something broke on our side."});
}

Response unavailable() {
  return problem({ErrorKind::unavailable, "server.unavailable", "The service cannot answer now. Try again."});
}

// Turns what a handler threw into a response; the text goes to the log only.
Response failed(std::exception_ptr failure, const Request& request, const std::string& request_id) {
  try {
    std::rethrow_exception(failure);
  } catch (const db::DatabaseError& error) {
    report_failure(request, request_id, error.what());
    return error.kind() == db::DatabaseError::Kind::unavailable ? unavailable() : server_error();
  } catch (const std::exception& error) {
    report_failure(request, request_id, error.what());
  } catch (...) {
    report_failure(request, request_id, "unknown exception");
  }
  return server_error();
}

Status decode_body(Request& request, std::size_t body_max) {
  const auto encoding = lower_ascii(trimmed(request.header("content-encoding")));
  if (encoding.empty() || encoding == "identity" || request.body.empty()) return done();
  if (encoding != "gzip" && encoding != "deflate" && encoding != "x-gzip") {
    return Error{ErrorKind::unsupported, "request.unsupported_media_type", "Content-Encoding must be gzip or deflate."};
  }
  TRY(request.body, inflated(request.body, body_max));
  return done();
}

}  // namespace

void report_failure(const Request& request, std::string_view request_id, std::string_view what) {
  log::error("request failed", {{"request_id", request_id},
                                {"method", method_text(request.method)},
                                {"path", request.path},
                                {"what", what}});
}

void make_request_id(std::string& out) {
  thread_local std::mt19937_64 random{std::random_device{}()};
  constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::uint64_t bits = random();
  out.resize(13);
  for (auto& c : out) {
    c = digits[bits & 31];
    bits >>= 5;
  }
}

bool is_request_id(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  for (const char c : text) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                      c == '.' || c == '-';
    if (!fine) return false;
  }
  return true;
}

void Pipeline::admit(const Request& request, BodyFollows body, const std::string& request_id,
                     Exchange& exchange) const {
  try {
    admission_.admit(request, body, request_id, exchange);
  } catch (...) {
    exchange.answer = failed(std::current_exception(), request, request_id);
  }
}

Task<Response> Pipeline::run(Request& request, Exchange& exchange, const std::string& request_id) const {
  if (auto decoded = decode_body(request, exchange.body_max); !decoded.ok()) {
    co_return problem(decoded.error());
  }
  Call call{request,    std::move(exchange.caller), request_id, std::move(exchange.path_values),
            0,          {},                         clock_.now(), exchange.route, {}};
  std::exception_ptr failure;
  try {
    co_return co_await exchange.route->handler(call);
  } catch (...) {
    failure = std::current_exception();
  }
  co_return failed(failure, request, request_id);
}

namespace {

Request prepared(const Request& original) {
  Request request = original;
  for (auto& header : request.headers) header.first = lower_ascii(header.first);
  if (request.target.empty()) {
    request.target = request.path.empty() ? "/" : request.path;
    char separator = '?';
    for (const auto& [name, value] : request.query) {
      request.target += separator + percent_encoded(name) + '=' + percent_encoded(value);
      separator = '&';
    }
  }
  if (request.header("host").empty()) request.headers.emplace_back("host", "localhost");
  return request;
}

}  // namespace

Task<Response> dispatch(const ServerParts& parts, const Request& original) {
  const Pipeline pipeline(parts);
  Request request = prepared(original);
  std::string request_id(request.header("x-request-id"));
  if (!is_request_id(request_id)) make_request_id(request_id);
  if (!parse_target(request)) {
    Response refused = problem({ErrorKind::invalid, "request.malformed", "The address is not well-formed."});
    add_instance(refused, request_id);
    co_return refused;
  }
  Exchange exchange;
  pipeline.admit(request, request.body.empty() ? BodyFollows::no : BodyFollows::yes, request_id, exchange);
  if (!exchange.answer && request.body.size() > exchange.body_max) {
    exchange.answer = problem({ErrorKind::too_large, "request.too_large", "The body is too large."});
  }
  if (!exchange.answer) {
    Response answer = co_await pipeline.run(request, exchange, request_id);
    exchange.answer.emplace(std::move(answer));
  }
  add_instance(*exchange.answer, request_id);
  co_return std::move(*exchange.answer);
}

}  // namespace plaza::http
