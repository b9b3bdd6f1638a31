#include "platform/http/client.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "platform/base/text.h"
#include "platform/http/public_address.h"

namespace plaza::http {

namespace {

struct Exchange {
  const ClientRequest& request;
  ClientResponse response;
  bool too_large = false;
  bool forbidden = false;
};

struct Easy {
  CURL* handle = curl_easy_init();
  curl_slist* headers = nullptr;
  Easy() {
    if (!handle) throw std::runtime_error("libcurl cannot start");
  }
  ~Easy() {
    curl_slist_free_all(headers);
    curl_easy_cleanup(handle);
  }
  Easy(const Easy&) = delete;
  Easy& operator=(const Easy&) = delete;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* context) {
  auto& exchange = *static_cast<Exchange*>(context);
  if (exchange.response.body.size() + size > exchange.request.body_max) {
    exchange.too_large = true;
    return 0;
  }
  exchange.response.body.append(data, size);
  return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* context) {
  auto& headers = static_cast<Exchange*>(context)->response.headers;
  const std::string_view line(data, size);
  if (line.starts_with("HTTP/")) headers.clear();  // the next of several responses
  const auto colon = line.find(':');
  if (colon != std::string_view::npos && headers.size() < 200) {
    headers.emplace_back(lower_ascii(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))));
  }
  return size;
}

// Called with the address that is really connected to, after any DNS answer: names that resolve to us cannot slip through.
curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* address) {
  auto& exchange = *static_cast<Exchange*>(context);
  if (!exchange.request.private_addresses && !is_public_address(&address->addr)) {
    exchange.forbidden = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Error failure(const char* code, std::string detail) { return {ErrorKind::upstream, code, std::move(detail)}; }

bool has_break(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }

void prepare(Easy& easy, Exchange& exchange) {
  const ClientRequest& request = exchange.request;
  CURL* curl = easy.handle;
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, request.redirects_max > 0 ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, static_cast<long>(request.redirects_max));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout_ms));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(request.timeout_ms, 5'000)));
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // a proxy from the environment would hide the address we check
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "Plaza");
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
  const std::string method(method_text(request.method));
  if (request.method == Method::head) {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  } else if (request.method == Method::post || !request.body.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
  }
  const bool get_with_body = request.method == Method::get && !request.body.empty();
  if (get_with_body || (request.method != Method::head && request.method != Method::get && request.method != Method::post)) {
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  easy.headers = curl_slist_append(easy.headers, "Expect:");
  const bool typed = std::any_of(request.headers.begin(), request.headers.end(),
                                 [](const auto& header) { return lower_ascii(header.first) == "content-type"; });
  if (!typed) easy.headers = curl_slist_append(easy.headers, "Content-Type:");  // libcurl would call any body a form
  for (const auto& [name, value] : request.headers) {
    easy.headers = curl_slist_append(easy.headers, (name + (value.empty() ? ";" : ": " + value)).c_str());
  }
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, easy.headers);
}

}  // namespace

Result<ClientResponse> fetch(const ClientRequest& request) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw std::runtime_error("libcurl cannot start");
  for (const auto& [name, value] : request.headers) {
    if (has_break(name) || has_break(value)) return failure("http.unreachable", "A header holds a line break.");
  }
  Easy easy;
  Exchange exchange{request, {}, false, false};
  prepare(easy, exchange);
  const CURLcode code = curl_easy_perform(easy.handle);
  if (exchange.forbidden) return failure("http.forbidden_address", "The address is not a public one.");
  if (exchange.too_large) return failure("http.too_large", "The answer is too large.");
  if (code == CURLE_OPERATION_TIMEDOUT) return failure("http.timed_out", "No answer in time.");
  if (code != CURLE_OK) return failure("http.unreachable", curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(easy.handle, CURLINFO_RESPONSE_CODE, &status);
  exchange.response.status = static_cast<int>(status);
  return std::move(exchange.response);
}

}  // namespace plaza::http
