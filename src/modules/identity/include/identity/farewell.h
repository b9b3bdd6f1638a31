// Port: what happens with an account that is about to be erased, in the same transaction. Blocks above implement it (profiles, which erases
// the person everywhere and writes a receipt); without one only the account itself goes.
#pragma once

#include <string>

#include "identity/accounts.h"

namespace plaza::identity {

class Farewell {
 public:
  virtual ~Farewell() = default;
  virtual void before_erase(db::Transaction& tx, const Account& account) = 0;
  // The receipt of an account that was erased; empty: none.
  virtual std::string receipt_of(db::Reader& reader, AccountId account) = 0;
};

}  // namespace plaza::identity
