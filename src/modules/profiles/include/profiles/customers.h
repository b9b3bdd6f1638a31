// What a brand's customer file says of an account: names as they are written on parcels, addresses, notes of staff, and whether
// the person agreed to be written to. The account itself (e-mail, handle, display name) belongs to its person, and to identity.
// Erased with the account. Thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"

namespace plaza::profiles {

enum class Channel { email, sms, push, onsite };
constexpr auto enum_names(Channel*) { return std::array<std::string_view, 4>{"email", "sms", "push", "onsite"}; }

enum class ConsentState { never_asked, given, withdrawn };
constexpr auto enum_names(ConsentState*) {
  return std::array<std::string_view, 3>{"never_asked", "given", "withdrawn"};
}

// Whether marketing may be sent on a channel, since when, and where that is known from.
struct Consent {
  ConsentState state = ConsentState::never_asked;
  Time at;
  std::string source;  // "import", …
  std::string origin;  // of an imported one: the source that its file named, or empty
  friend bool operator==(const Consent&, const Consent&) = default;
};

struct CustomerAddress {
  std::string name, company, line1, line2, city, region, postal_code, country, phone;
  friend bool operator==(const CustomerAddress&, const CustomerAddress&) = default;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Optional{});
    v("company", company, json::Optional{});
    v("line1", line1, json::Optional{});
    v("line2", line2, json::Optional{});
    v("city", city, json::Optional{});
    v("region", region, json::Optional{});
    v("postal_code", postal_code, json::Optional{});
    v("country", country, json::Optional{});
    v("phone", phone, json::Optional{});
  }
};

inline constexpr std::size_t customer_addresses_max = 50;
inline constexpr std::size_t customer_tags_max = 250;

struct Customer {
  std::string known_as;  // the id that the shop gave where the customer comes from, or empty
  std::string first_name, last_name, phone;
  std::string note;  // of staff
  std::vector<std::string> tags;
  std::vector<CustomerAddress> addresses;  // the first is the default
  std::optional<Time> since;               // when elsewhere; nothing: since there is the account
  Consent email, sms;
  friend bool operator==(const Customer&, const Customer&) = default;
};

class Customers {
 public:
  virtual ~Customers() = default;
  // An empty one when nothing was kept.
  virtual Customer find(db::Reader& reader, identity::AccountId account) = 0;
  // Whose file holds this telephone number, written in full or as in its country; at most 5.
  virtual std::vector<identity::AccountId> of_phone(db::Reader& reader, std::string_view phone) = 0;
  // False: it was so already. Codes: request.invalid with fields (too long, too many).
  virtual Result<bool> put(db::Transaction& tx, identity::AccountId account, const Customer& customer) = 0;
};

}  // namespace plaza::profiles
