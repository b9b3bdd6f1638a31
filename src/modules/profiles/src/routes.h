// The HTTP routes of profiles: people, for staff.
#pragma once

#include "block_book.h"
#include "consent_book.h"
#include "erasure.h"
#include "platform/http/route.h"
#include "profiles/customers.h"
#include "service.h"
#include "suggestion_book.h"
#include "views.h"

namespace plaza::profiles {

struct PeopleParts {
  db::Database& database;
  identity::Accounts& accounts;
  interactions::Log& log;
  ProfileService& profiles;
  OrderSummaries* const& orders;  // plugged in later; may be null
  Customers& customers;
  SuggestionBook& suggestions;
  ConsentBook& consents;
  Erasure& erasure;
  BlockBook& blocks;
};

Error person_not_found();
SuggestionView view_of(const Suggestion& suggestion);

// Linking and parting, with a look at what would change; and what the program suggests.
void add_link_routes(http::Routes& routes, const PeopleParts& parts);
// /v1/me/consents, and what staff see and write down of it.
void add_consent_routes(http::Routes& routes, const PeopleParts& parts);
// Export, erasure and receipts.
void add_erasure_routes(http::Routes& routes, const PeopleParts& parts);
// /v1/me/blocks
void add_block_routes(http::Routes& routes, const PeopleParts& parts);
void add_people_routes(http::Routes& routes, const PeopleParts& parts);

}  // namespace plaza::profiles
