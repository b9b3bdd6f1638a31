// A request as it comes from the network, in one piece and byte by byte.
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/http/head.h"
#include "platform/http/request_parser.h"
#include "platform/http/target.h"
#include "target.h"

namespace plaza::fuzz {
namespace {

constexpr std::size_t head_max = 2'000;

struct Outcome {
  http::Request request;
  bool done = false;
  bool failed = false;
};

// As connection.cpp does: the head, then, when the route has said how much it takes, the body.
void parse(std::string_view bytes, std::size_t piece, Outcome& out) {
  http::RequestParser parser(out.request, head_max);
  std::string input;
  boost::beast::error_code failure;
  const auto feed = [&] {
    while (!input.empty() && !parser.is_done() && !out.failed) {
      const bool head_was_done = parser.is_header_done();
      const std::size_t used = parser.put(boost::asio::buffer(input), failure);
      input.erase(0, used);
      if (failure == http::beast_http::error::need_more) return;
      if (failure) out.failed = true;
      if (!head_was_done && parser.is_header_done()) {
        parser.body_max(500);
        parser.eager(true);
      } else if (used == 0) {
        return;
      }
    }
  };
  for (std::size_t at = 0; at < bytes.size() && !out.failed && !parser.is_done(); at += piece) {
    input += bytes.substr(at, piece);
    failure = {};
    feed();
  }
  out.done = !out.failed && parser.is_done();
}

void look_at(http::Request& request) {
  CHECK(request.body.size() <= 500);
  for (const auto& [name, value] : request.headers) {
    CHECK(name.find_first_of("\r\n:ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos);
    CHECK(value.find_first_of("\r\n") == std::string::npos);
    (void)http::parse_http_date(value);
    (void)http::etag_matches(value, "\"tag\"");
  }
  if (!http::parse_target(request)) return;
  CHECK(is_utf8(request.path) && request.path.find("/../") == std::string::npos);
  CHECK(http::percent_decoded(http::percent_encoded(request.path)) == request.path);
}

}  // namespace

void read(std::string_view bytes) {
  Outcome whole, bits;
  parse(bytes, bytes.size() + 1, whole);
  parse(bytes, 1, bits);
  if (whole.done != bits.done) {  // Beast counts a head about as long as the limit differently when it comes in pieces
    CHECK(bytes.find("\r\n\r\n") + 8 > head_max);
    return;
  }
  if (!whole.done) return;
  CHECK(whole.request.target == bits.request.target && whole.request.headers == bits.request.headers &&
        whole.request.body == bits.request.body);
  look_at(whole.request);
}

std::vector<std::string> seeds() {
  return {"GET /v1/products?q=a%20b&limit=5 HTTP/1.1\r\nHost: shop.example:80\r\nIf-None-Match: W/\"tag\", *\r\n\r\n",
          "POST /v1/carts HTTP/1.1\r\nhost: [::1]\r\ncontent-length: 2\r\n\r\n{}",
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx: y\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nx: y\r\n\r\n",
          "GET http://a/%2e%2e/b HTTP/1.0\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"};
}

}  // namespace plaza::fuzz
