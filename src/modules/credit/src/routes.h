// The routes of gift cards and store credit.
#pragma once

#include "identity/accounts.h"
#include "identity/allowance.h"
#include "platform/db/database.h"
#include "platform/http/route.h"
#include "service.h"

namespace plaza::credit {

struct RouteParts {
  db::Database& database;
  identity::Accounts& accounts;
  CreditService& credit;
  identity::Allowance* allowance = nullptr;

  Status allowed(const http::Call& call, db::Transaction& tx, Money amount, std::string_view reference, std::string_view reason) const {
    if (!allowance || amount.amount <= 0) return done();
    return allowance->take(tx, call.caller, identity::Gift::credit, amount, reference, reason);
  }
};

void add_card_routes(http::Routes& routes, const RouteParts& parts);
void add_store_credit_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::credit
