// Store credit of accounts as files bring it. Thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::credit {

class Wallets {
 public:
  virtual ~Wallets() = default;
  // In every currency in which there ever was some, by currency; what is used up is there with 0.
  virtual std::vector<Money> all(db::Reader& reader, identity::AccountId account) = 0;
  // Opens store credit in a currency with what another shop owed: a movement "imported" with `note` from the shop's own
  // "granted". `key` names the customer of the file and the currency. Never adds to what is there. Refusals change nothing:
  // credit.wallet_there (409, there is or was some in this currency), credit.key_reused (409, it was given to another account),
  // credit.currency_not_sold, request.invalid with the field "amount" (400).
  virtual Status open(db::Transaction& tx, identity::AccountId account, Money amount, std::string_view note,
                      std::string_view actor, std::string_view key) = 0;
};

}  // namespace plaza::credit
