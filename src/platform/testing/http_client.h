// A small blocking HTTP/1.1 client for tests, on a raw socket so that tests can also say things no decent client would.
// Not thread-safe; use one per thread. Waits at most 20 seconds for anything, then throws std::runtime_error.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaza::testing {

struct HttpReply {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // de-chunked, not un-gzipped

  std::string header(std::string_view lower_case_name) const;  // empty when absent
};

// One TCP connection.
class Wire {
 public:
  Wire(const std::string& address, std::uint16_t port);
  ~Wire();
  Wire(Wire&& other) noexcept;
  Wire& operator=(Wire&&) = delete;

  void send(std::string_view bytes);
  // The next whole response; `body` is false after a HEAD.
  HttpReply receive(bool body = true);
  std::string read_some();                     // empty: the server closed
  std::string read_until(std::string_view text);  // up to and with `text`, or all until the close
  bool closed_by_server();                     // waits for it; false when something is sent instead
  void finish_sending();                       // shuts down our half
  void slow_reader();                          // smallest receive buffer

 private:
  int socket_ = -1;
  std::string unread_;
};

// Keeps the connection, cookies and default headers, as a browser would: requests carry an Origin of the server.
class HttpClient {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  explicit HttpClient(std::uint16_t port, std::string address = "127.0.0.1");

  HttpReply get(const std::string& target, const Headers& headers = {}) { return request("GET", target, {}, headers); }
  HttpReply post(const std::string& target, const std::string& json = "{}", const Headers& headers = {}) {
    return request("POST", target, json, headers);
  }
  HttpReply put(const std::string& target, const std::string& json = {}, const Headers& headers = {}) {
    return request("PUT", target, json, headers);
  }
  HttpReply patch(const std::string& target, const std::string& json, const Headers& headers = {}) {
    return request("PATCH", target, json, headers);
  }
  HttpReply del(const std::string& target, const Headers& headers = {}) { return request("DELETE", target, {}, headers); }
  // Sends content-type application/json unless `headers` says otherwise. Reconnects once when a kept connection was closed.
  HttpReply request(const std::string& method, const std::string& target, const std::string& body, const Headers& headers);

  void set_header(const std::string& name, const std::string& value);  // with every request; empty value: no longer
  void set_bearer(const std::string& token) { set_header("authorization", token.empty() ? "" : "Bearer " + token); }
  std::map<std::string, std::string>& cookies() { return cookies_; }

 private:
  std::string compose(const std::string& method, const std::string& target, const std::string& body,
                      const Headers& headers) const;
  void keep_cookies(const HttpReply& reply);

  const std::uint16_t port_;
  const std::string address_;
  std::vector<Wire> wire_;  // none or one
  std::map<std::string, std::string> cookies_;
  std::map<std::string, std::string> defaults_;
};

}  // namespace plaza::testing
