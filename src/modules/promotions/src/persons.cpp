#include "persons.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"

namespace plaza::promotions {

std::string folded_email(std::string_view email) {
  const std::string lower = lower_ascii(trimmed(email));
  const auto at = lower.rfind('@');
  if (at == std::string::npos) return lower;
  std::string mailbox = lower.substr(0, at);
  std::string host = lower.substr(at + 1);
  if (const auto plus = mailbox.find('+'); plus != std::string::npos && plus > 0)
    mailbox.resize(plus);
  if (host == "googlemail.com") host = "gmail.com";
  if (host == "gmail.com") std::erase(mailbox, '.');
  return mailbox + "@" + host;
}

Person person_of(identity::AccountId account, std::string_view email) {
  Person person;
  if (account) person.account = to_text(account);
  const std::string address = folded_email(email);
  if (!address.empty()) {
    const auto digest = crypto::sha256("promotions.person:" + address);
    person.email = crypto::hex(crypto::view(digest).substr(0, 16));
  }
  return person;
}

}  // namespace plaza::promotions
