// What a person agreed to: by purpose and, for marketing, by channel, with when, where and which version of the text was shown. Whoever
// uses data for one of these purposes asks here first, each time: the answer comes from memory and is the newest.
//
//   marketing        mails, texts, pushes and banners that advertise: nothing without a yes
//   personalization  a feed that learns from what they do
//   analytics        keeping what they do on our own pages
//   sharing          giving data about them to others
//
// A person is an account, a visitor, or an account in a visitor's browser. Signed in, the account's word holds, else the browser's; signed
// out, the later of the browser's and that of the account which it is linked to. Never asked: the shop's default.
// Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "profiles/customers.h"

namespace plaza::profiles {

enum class Purpose { marketing, personalization, analytics, sharing };
constexpr auto enum_names(Purpose*) {
  return std::array<std::string_view, 4>{"marketing", "personalization", "analytics", "sharing"};
}

// Who acts: an account, a visitor, or an account in a visitor's browser.
struct Subject {
  identity::AccountId account;
  std::string visitor;
};

struct Choice {
  Purpose purpose = Purpose::marketing;
  Channel channel = Channel::onsite;  // of all purposes but marketing
  ConsentState state = ConsentState::never_asked;
  Time at;
  std::string source;        // "account", "visitor", "staff", "import", "gpc" (the browser's Sec-GPC), …
  std::string text_version;  // of the words that were shown; may be empty
  std::string reason;        // of staff
  std::string origin;        // of an import
  identity::AccountId by;    // of staff
};

class Consents {
 public:
  virtual ~Consents() = default;

  // From memory, on any thread.
  virtual bool allows(const Subject& subject, Purpose purpose, Channel channel = Channel::onsite) const = 0;
  // What was said itself, without defaults; nothing when nobody ever asked.
  virtual std::optional<bool> said(const Subject& subject, Purpose purpose, Channel channel) const = 0;

  // The choices in force, one for each purpose and channel that was asked for.
  virtual std::vector<Choice> choices(db::Reader& reader, const Subject& subject) = 0;
  // All that were ever made, newest first, at most `limit`.
  virtual std::vector<Choice> history(db::Reader& reader, const Subject& subject, int limit) = 0;
  // Keeps a choice with its history and publishes consent_changed; a repetition changes nothing. With an account it is the account's,
  // else the visitor's. Errors: request.invalid (channel: only marketing has others than onsite; visitor).
  virtual Status choose(db::Transaction& tx, const Subject& subject, const Choice& choice) = 0;
};

}  // namespace plaza::profiles
