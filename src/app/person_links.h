// Guests who are likely a member: somebody ordered with an address that an account has shown to be its own. Only suggested: who knows an
// address is not its owner.
#pragma once

#include "identity/accounts.h"
#include "orders/orders.h"
#include "platform/events/outbox.h"
#include "profiles/suggestions.h"

namespace plaza::app {

struct PersonLinkParts {
  identity::Accounts& accounts;
  orders::Orders& orders;
  profiles::Suggestions& suggestions;
};
void subscribe_person_links(events::Dispatcher& dispatcher, const PersonLinkParts& parts);

}  // namespace plaza::app
