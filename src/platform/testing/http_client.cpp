#include "platform/testing/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "platform/base/text.h"

namespace plaza::testing {

namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error("test client: " + what + ": " + std::strerror(errno));
}

bool names_header(const HttpClient::Headers& headers, std::string_view name) {
  for (const auto& header : headers) {
    if (lower_ascii(header.first) == name) return true;
  }
  return false;
}

}  // namespace

std::string HttpReply::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

Wire::Wire(const std::string& address, std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (socket_ < 0) fail("socket");
  const timeval longest{20, 0};
  const int on = 1;
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &to.sin_addr);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    ::close(socket_);
    fail("connect");
  }
}

Wire::~Wire() {
  if (socket_ >= 0) ::close(socket_);
}

Wire::Wire(Wire&& other) noexcept : socket_(std::exchange(other.socket_, -1)), unread_(std::move(other.unread_)) {}

void Wire::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) fail("send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string Wire::read_some() {
  if (!unread_.empty()) return std::exchange(unread_, {});
  char buffer[16'384];
  const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
  if (got < 0 && errno == ECONNRESET) return {};
  if (got < 0) fail("receive");
  return {buffer, static_cast<std::size_t>(got)};
}

std::string Wire::read_until(std::string_view text) {
  std::string all;
  for (;;) {
    const auto found = all.find(text);
    if (found != std::string::npos) {
      unread_ = all.substr(found + text.size());
      all.resize(found + text.size());
      return all;
    }
    const std::string more = read_some();
    if (more.empty()) return all;
    all += more;
  }
}

bool Wire::closed_by_server() { return read_some().empty(); }
void Wire::finish_sending() { ::shutdown(socket_, SHUT_WR); }
void Wire::slow_reader() {
  const int bytes = 4096;
  setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

HttpReply Wire::receive(bool body) {
  HttpReply reply;
  const std::string head = read_until("\r\n\r\n");
  if (head.empty()) throw std::runtime_error("test client: closed");
  if (head.size() < 12) throw std::runtime_error("test client: no response but: " + head);
  reply.status = std::atoi(head.c_str() + 9);
  std::size_t at = head.find("\r\n") + 2;
  while (at + 2 < head.size()) {
    const auto end = head.find("\r\n", at);
    const auto colon = head.find(':', at);
    reply.headers.emplace_back(lower_ascii(head.substr(at, colon - at)),
                               std::string(trimmed(std::string_view(head).substr(colon + 1, end - colon - 1))));
    at = end + 2;
  }
  if (!body || reply.status == 204 || reply.status == 304 || reply.status < 200) return reply;
  if (reply.header("transfer-encoding") == "chunked") {
    for (;;) {
      const auto size = std::strtoul(read_until("\r\n").c_str(), nullptr, 16);
      std::string chunk;
      while (chunk.size() < size + 2) {
        const std::string more = read_some();
        if (more.empty()) return reply;
        chunk += more;
      }
      unread_ = chunk.substr(size + 2);
      reply.body.append(chunk, 0, size);
      if (size == 0) return reply;
    }
  }
  const std::string length = reply.header("content-length");
  const std::size_t size = length.empty() ? std::string::npos : std::strtoul(length.c_str(), nullptr, 10);
  while (reply.body.size() < size) {
    const std::string more = read_some();
    if (more.empty()) break;
    reply.body += more;
  }
  if (reply.body.size() > size) {
    unread_ = reply.body.substr(size);
    reply.body.resize(size);
  }
  return reply;
}

HttpClient::HttpClient(std::uint16_t port, std::string address) : port_(port), address_(std::move(address)) {}

void HttpClient::set_header(const std::string& name, const std::string& value) {
  if (value.empty()) defaults_.erase(lower_ascii(name));
  else defaults_[lower_ascii(name)] = value;
}

std::string HttpClient::compose(const std::string& method, const std::string& target, const std::string& body,
                                const Headers& headers) const {
  const std::string host = address_ + ":" + std::to_string(port_);
  std::string text = method + " " + target + " HTTP/1.1\r\nhost: " + host + "\r\n";
  if (method != "GET" && method != "HEAD" && !names_header(headers, "origin")) text += "origin: http://" + host + "\r\n";
  if (!body.empty() && !names_header(headers, "content-type")) text += "content-type: application/json\r\n";
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
    text += "content-length: " + std::to_string(body.size()) + "\r\n";
  }
  std::string cookie;
  for (const auto& [name, value] : cookies_) cookie += (cookie.empty() ? "" : "; ") + name + "=" + value;
  if (!cookie.empty()) text += "cookie: " + cookie + "\r\n";
  for (const auto& [name, value] : defaults_) {
    if (!names_header(headers, name)) text += name + ": " + value + "\r\n";
  }
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  return text + "\r\n" + body;
}

HttpReply HttpClient::request(const std::string& method, const std::string& target, const std::string& body,
                              const Headers& headers) {
  const std::string text = compose(method, target, body, headers);
  HttpReply reply;
  for (int attempt = 0;; ++attempt) {
    const bool kept = !wire_.empty();
    try {
      if (wire_.empty()) wire_.emplace_back(address_, port_);
      wire_.front().send(text);
      reply = wire_.front().receive(method != "HEAD");
      break;
    } catch (const std::runtime_error&) {
      wire_.clear();
      if (!kept || attempt > 0) throw;
    }
  }
  if (reply.header("connection") == "close") wire_.clear();
  keep_cookies(reply);
  return reply;
}

void HttpClient::keep_cookies(const HttpReply& reply) {
  for (const auto& [name, value] : reply.headers) {
    if (name != "set-cookie") continue;
    const auto pair = value.substr(0, value.find(';'));
    const auto equals = pair.find('=');
    if (equals == std::string::npos) continue;
    const bool expired = lower_ascii(value).find("max-age=0") != std::string::npos;
    if (expired || equals + 1 == pair.size()) cookies_.erase(pair.substr(0, equals));
    else cookies_[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
}

}  // namespace plaza::testing
