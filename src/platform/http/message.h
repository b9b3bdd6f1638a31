// A request as it arrived and the response that goes back, without any word of Beast or Asio.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/result.h"

namespace plaza::http {

enum class Method { get, head, post, put, patch, del, options };
std::string_view method_text(Method method);

using Headers = std::vector<std::pair<std::string, std::string>>;  // names in lower case

struct Request {
  Method method = Method::get;
  std::string target;  // path and query as sent
  std::string path;    // percent-decoded, valid UTF-8
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  Headers headers;
  std::string body;  // already un-gzipped when Content-Encoding said so
  std::string remote_address;

  std::string_view header(std::string_view lower_case_name) const;  // empty when absent
  std::string_view cookie(std::string_view name) const;
  std::optional<std::string_view> query_value(std::string_view name) const;
};

// A body that goes on: Server-Sent Events or a large download. Thread-safe; what is sent after close is dropped.
class Stream {
 public:
  virtual ~Stream() = default;
  // False when the peer is gone or too slow (more than 1 MB waits): stop producing.
  virtual bool send(std::string data) = 0;
  virtual void close() = 0;
};

// A WebSocket after the upgrade. Text messages only; thread-safe.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  virtual bool send(std::string text) = 0;
  virtual void close() = 0;
};
struct WebSocketHandlers {
  std::function<void(std::shared_ptr<WebSocket>)> opened;
  std::function<void(std::string)> received;
  std::function<void()> closed;
};

struct Response {
  int status = 200;
  Headers headers;  // names in lower case; the server adds date, content-length, request-id and the security headers
  // More headers, ready made and not checked: "etag: \"a\"\r\nvary: accept-encoding\r\n". With it the server adds no Vary to an
  // encoded body and does not look for an etag.
  std::shared_ptr<const std::string> head_lines;
  std::string content_type = "application/json";
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // instead of `body`: ready bytes that are not copied
  std::string_view encoding;  // "gzip" or "br": the body is compressed already; "identity": never compress it (static text)
  std::string file;                                // instead of `body`: a file to send (Range, ETag, Last-Modified)
  std::function<void(std::shared_ptr<Stream>)> stream;       // instead of `body`: called once the head is sent
  std::optional<WebSocketHandlers> websocket;                // instead of `body`: the upgrade

  Response& header(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

Response problem(const Error& error);  // RFC 9457 problem+json; the status follows from the kind
Response redirect(int status, std::string location);
Response html(int status, std::string body);
int status_of(ErrorKind kind);

}  // namespace plaza::http
