// Rows of customers, and what may stand in them.
#pragma once

#include "consent_book.h"
#include "profiles/customers.h"

namespace plaza::profiles {

class CustomerStore final : public Customers {
 public:
  explicit CustomerStore(ConsentBook& consents) : consents_(consents) {}
  Customer find(db::Reader& reader, identity::AccountId account) override;
  std::vector<identity::AccountId> of_phone(db::Reader& reader, std::string_view phone) override;
  Result<bool> put(db::Transaction& tx, identity::AccountId account, const Customer& customer) override;
  void forget(db::Transaction& tx, identity::AccountId account);

 private:
  ConsentBook& consents_;
};

}  // namespace plaza::profiles
