// What a brand's file says of a customer's prices and taxes: the groups, and the exemption of the account itself. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"

namespace plaza::pricing {

// A group as files know it: by its name.
struct GroupName {
  std::string name;         // 1..100 code points
  bool tax_exempt = false;  // of a group that is made now; one that is there stays as staff set it
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 100});
    v("tax_exempt", tax_exempt, json::Optional{});
  }
  friend bool operator==(const GroupName&, const GroupName&) = default;
};
struct TaxExemption {
  std::string note;           // 1..300 code points
  std::optional<Time> until;  // nothing: for ever
  friend bool operator==(const TaxExemption&, const TaxExemption&) = default;
};
struct Standing {
  std::vector<GroupName> groups;  // by name, each name once
  std::optional<TaxExemption> exemption;
  friend bool operator==(const Standing&, const Standing&) = default;
};
struct StandingWish {
  identity::AccountId account;
  Standing standing;  // its groups in any order
};

class Standings {
 public:
  virtual ~Standings() = default;
  virtual Standing of(db::Reader& reader, identity::AccountId account) = 0;
  // Makes each account's standing what is wished; groups that are missing are created, and of several with one name the oldest
  // is meant. The caller has seen the accounts in this transaction. An answer to each wish: whether anything changed, or
  // request.invalid with the field "groups" or "exemption", pricing.too_many; a refused wish changes nothing. Many at once: all
  // are announced and shown in memory together.
  virtual std::vector<Result<bool>> put(db::Transaction& tx, std::span<const StandingWish> wishes, std::string_view actor) = 0;
};

}  // namespace plaza::pricing
