#include <curl/curl.h>

#include <mutex>
#include <stdexcept>

#include "platform/base/text.h"
#include "platform/mail/mail.h"

namespace plaza::mail {
namespace {

void curl_ready() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
      throw std::runtime_error("libcurl could not start.");
  });
}

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Server {
  std::string url;  // scheme, host and port
  std::string host;
  std::string user;
  std::string password;
  bool encrypted_from_start = false;
};

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = CURLU_URLDECODE) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

std::optional<Server> parse_server(const std::string& text) {
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
    return std::nullopt;
  Server server;
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  server.host = part_of(url.get(), CURLUPART_HOST);
  server.user = part_of(url.get(), CURLUPART_USER);
  server.password = part_of(url.get(), CURLUPART_PASSWORD);
  const std::string port = part_of(url.get(), CURLUPART_PORT);
  server.encrypted_from_start = scheme == "smtps";
  if ((scheme != "smtp" && scheme != "smtps") || server.host.empty()) return std::nullopt;
  server.url = scheme + "://" + server.host + (port.empty() ? "" : ":" + port);
  return server;
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "::1";
}

struct Upload {
  std::string_view rest;
};
std::size_t read_piece(char* buffer, std::size_t size, std::size_t count, void* data) {
  auto& upload = *static_cast<Upload*>(data);
  const std::size_t length = std::min(size * count, upload.rest.size());
  upload.rest.copy(buffer, length);
  upload.rest.remove_prefix(length);
  return length;
}

class Smtp final : public Sender {
 public:
  Smtp(Server server, const SmtpOptions& options, const Clock& clock)
      : server_(std::move(server)), options_(options), clock_(clock) {}

  Status send(const Message& message) override {
    TRY(const std::string mail, compose(message, clock_.now()));
    const std::unique_ptr<CURL, FreeHandle> handle(curl_easy_init());
    if (!handle) throw std::runtime_error("libcurl has no memory.");
    std::unique_ptr<curl_slist, FreeList> recipients;
    for (const Address& to : message.to) {
      curl_slist* longer = curl_slist_append(recipients.get(), ("<" + to.address + ">").c_str());
      if (longer == nullptr) throw std::runtime_error("libcurl has no memory.");
      if (!recipients) recipients.reset(longer);
    }
    Upload upload{mail};
    char reason[CURL_ERROR_SIZE] = "";
    set_up(handle.get(), message, recipients.get(), upload, mail.size(), reason);
    const CURLcode code = curl_easy_perform(handle.get());
    if (code == CURLE_OK) return done();
    long reply = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply);
    const std::string detail = excerpt(*reason != '\0' ? reason : curl_easy_strerror(code), 200);
    // A refused login is the operator's to mend, not the mail's fault.
    if (reply >= 500 && reply < 600 && code != CURLE_LOGIN_DENIED) {
      return Error{ErrorKind::unprocessable, "mail.rejected",
                   detail + " (" + std::to_string(reply) + ")"};
    }
    return Error{ErrorKind::upstream, "mail.unreachable", detail};
  }

 private:
  void set_up(CURL* handle, const Message& message, curl_slist* recipients, Upload& upload,
              std::size_t size, char* reason) const {
    const std::string domain = message.from.address.substr(message.from.address.find('@') + 1);
    curl_easy_setopt(handle, CURLOPT_URL, (server_.url + "/" + domain).c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout_ms));
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(options_.connect_timeout_ms));
    const bool must_encrypt = !server_.user.empty() && !is_this_machine(server_.host);
    curl_easy_setopt(handle, CURLOPT_USE_SSL,
                     static_cast<long>(must_encrypt ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    if (!options_.ca_file.empty())
      curl_easy_setopt(handle, CURLOPT_CAINFO, options_.ca_file.c_str());
    if (!server_.user.empty()) {
      curl_easy_setopt(handle, CURLOPT_USERNAME, server_.user.c_str());
      curl_easy_setopt(handle, CURLOPT_PASSWORD, server_.password.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, ("<" + message.from.address + ">").c_str());
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_piece);
    curl_easy_setopt(handle, CURLOPT_READDATA, &upload);
    curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  }

  const Server server_;
  const SmtpOptions options_;
  const Clock& clock_;
};

}  // namespace

Result<std::unique_ptr<Sender>> open_smtp(const SmtpOptions& options, const Clock& clock) {
  curl_ready();
  auto server = parse_server(options.url);
  if (!server) {
    return Error{ErrorKind::invalid,
                 "mail.invalid",
                 "The mail server is given as smtp://host:port or smtps://host:port.",
                 {{"url", "no_address", "It is not smtp:// or smtps:// and a host."}}};
  }
  return std::unique_ptr<Sender>(std::make_unique<Smtp>(std::move(*server), options, clock));
}

}  // namespace plaza::mail
