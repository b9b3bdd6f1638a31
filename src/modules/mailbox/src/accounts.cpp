// How a mailbox is written in the configuration.
#include <curl/curl.h>

#include <memory>

#include "mailbox/settings.h"
#include "platform/base/text.h"
#include "platform/mail/mail.h"

namespace plaza::mailbox {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, CURLU_URLDECODE) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

Error invalid(std::string why) { return {ErrorKind::invalid, "mailbox.invalid", "A mailbox is given as \"address imaps://user:password@host/folder\": " + std::move(why)}; }

bool is_plain(std::string_view text) {
  for (const char c : text) {
    if (c < 0x20 || c > 0x7e) return false;
  }
  return true;
}

}  // namespace

Result<Account> parse_account(std::string_view text) {
  text = trimmed(text);
  const auto blank = text.find(' ');
  if (blank == std::string_view::npos) return invalid("there is one word only");
  const auto address = mail::parse_address(lower_ascii(text.substr(0, blank)));
  if (!address || address->address.find('+') != std::string::npos) return invalid("the first word is no address");
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  const std::string rest(trimmed(text.substr(blank)));
  if (!url || curl_url_set(url.get(), CURLUPART_URL, rest.c_str(), 0) != CURLUE_OK) return invalid("the second word is no address of a server");
  Account account;
  account.address = address->address;
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "imap" && scheme != "imaps") return invalid("the server's address begins with neither imap:// nor imaps://");
  account.encrypted_from_start = scheme == "imaps";
  account.host = part_of(url.get(), CURLUPART_HOST);
  account.user = part_of(url.get(), CURLUPART_USER);
  account.password = part_of(url.get(), CURLUPART_PASSWORD);
  const auto port = parse_integer(part_of(url.get(), CURLUPART_PORT));
  account.port = port ? static_cast<int>(*port) : account.encrypted_from_start ? 993 : 143;
  const std::string folder = part_of(url.get(), CURLUPART_PATH);
  if (folder.empty()) return invalid("the folder is not plain ASCII");
  if (folder.size() > 1) account.folder = folder.substr(1);
  if (account.host.empty()) return invalid("the server has no name");
  if (account.user.empty() || account.password.empty()) return invalid("the user or the password is missing");
  if (!is_plain(account.folder) || account.folder.size() > 200) return invalid("the folder is not plain ASCII");
  return account;
}

}  // namespace plaza::mailbox
