// Beast's HTTP/1 parser writing straight into a Request, whose strings are used again and again: in the steady state of a
// connection a request without a body allocates nothing. Only connection.cpp includes this. Private to http.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <string_view>

#include "platform/http/message.h"

namespace plaza::http {

namespace beast_http = boost::beast::http;

// One message; make a new one for the next.
class RequestParser final : public beast_http::basic_parser<true> {
 public:
  // Ours, beside Beast's own errors.
  enum class Refused { none, method, header_value, too_large };

  RequestParser(Request& request, std::size_t header_max) : request_(request) {
    header_limit(static_cast<std::uint32_t>(header_max));
    body_limit(boost::none);  // the limit is the route's, known after the head: body_max()
    eager(false);
    used_headers_ = 0;
  }

  // Beast's put(), which stops the whole program (an assertion of 1.81) when it saw the last chunk's "0" and its line end and is
  // asked again with a single byte more. What begins with 0 there needs at least five bytes to its end, so fewer can wait.
  std::size_t put(boost::asio::const_buffer bytes, boost::beast::error_code& failure) {
    constexpr std::size_t shortest_end = 5;  // 0 CR LF CR LF
    if (is_header_done() && has_transfer_encoding_ && bytes.size() < shortest_end && bytes.size() > 0 &&
        *static_cast<const char*>(bytes.data()) == '0') {
      failure = beast_http::error::need_more;
      return 0;
    }
    return basic_parser::put(bytes, failure);
  }

  void body_max(std::size_t bytes) { body_max_ = bytes; }
  Refused refused() const { return refused_; }
  bool has_body() const { return has_transfer_encoding_ || (length_given() && content_length().value_or(0) > 0); }
  int version() const { return version_; }  // 10 or 11
  bool length_given() const { return content_length().has_value(); }

 private:
  using Code = boost::beast::error_code;
  using Text = boost::beast::string_view;

  static std::string_view view(Text text) { return {text.data(), text.size()}; }

  // Name or address, and port. Pages and redirects are built from it.
  static bool is_host(Text value) {
    for (const char c : value) {
      const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                        c == '_' || c == ':' || c == '[' || c == ']';
      if (!fine) return false;
    }
    return value.size() <= 260;
  }

  void refuse(Refused why, Code& ec) {
    refused_ = why;
    ec = beast_http::error::bad_value;
  }

  void on_request_impl(beast_http::verb verb, Text, Text target, int version, Code& ec) override {
    version_ = version;
    if (version != 11 && version != 10) return refuse(Refused::header_value, ec);
    switch (verb) {
      case beast_http::verb::get: request_.method = Method::get; break;
      case beast_http::verb::head: request_.method = Method::head; break;
      case beast_http::verb::post: request_.method = Method::post; break;
      case beast_http::verb::put: request_.method = Method::put; break;
      case beast_http::verb::patch: request_.method = Method::patch; break;
      case beast_http::verb::delete_: request_.method = Method::del; break;
      case beast_http::verb::options: request_.method = Method::options; break;
      default: return refuse(Refused::method, ec);
    }
    request_.target.assign(view(target));
    request_.body.clear();
  }

  void on_field_impl(beast_http::field field, Text name, Text value, Code& ec) override {
    if (is_header_done()) return;  // trailers are read over
    if (field == beast_http::field::transfer_encoding) {
      // Anything but plain chunked would be framed by guessing, which is how requests are smuggled.
      if (!boost::beast::iequals(value, "chunked")) return refuse(Refused::header_value, ec);
      has_transfer_encoding_ = true;
    }
    if (field == beast_http::field::host) {
      if (has_host_ || !is_host(value)) return refuse(Refused::header_value, ec);
      has_host_ = true;
    }
    if (used_headers_ == request_.headers.size()) request_.headers.emplace_back();
    auto& header = request_.headers[used_headers_++];
    header.first.resize(name.size());
    for (std::size_t i = 0; i < name.size(); ++i) {
      const char c = name[i];
      header.first[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    header.second.assign(view(value));
  }

  void on_header_impl(Code& ec) override {
    request_.headers.resize(used_headers_);
    if (version_ == 11 && !has_host_) return refuse(Refused::header_value, ec);
    if (version_ == 10 && has_transfer_encoding_) return refuse(Refused::header_value, ec);
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code& ec) override {
    if (!length) return;
    if (*length > body_max_) return refuse(Refused::too_large, ec);
    constexpr std::uint64_t trusted = 1'000'000;  // beyond, memory is taken as the bytes arrive
    request_.body.reserve(static_cast<std::size_t>(std::min(*length, trusted)));
  }

  std::size_t append(Text data, Code& ec) {
    if (request_.body.size() + data.size() > body_max_) {
      refuse(Refused::too_large, ec);
      return 0;
    }
    request_.body.append(data.data(), data.size());
    return data.size();
  }
  std::size_t on_body_impl(Text data, Code& ec) override { return append(data, ec); }
  void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text data, Code& ec) override { return append(data, ec); }
  void on_response_impl(int, Text, int, Code&) override {}
  void on_finish_impl(Code&) override {}

  Request& request_;
  std::size_t used_headers_ = 0;
  std::size_t body_max_ = 0;
  int version_ = 11;
  Refused refused_ = Refused::none;
  bool has_host_ = false;
  bool has_transfer_encoding_ = false;
};

}  // namespace plaza::http
