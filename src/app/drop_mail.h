// Mails to members of a drop's line: it is your turn, and it is over.
#pragma once

#include "catalog/catalog.h"
#include "identity/accounts.h"
#include "notifications/mailer.h"
#include "platform/events/outbox.h"

namespace plaza::app {

struct DropMailParts {
  catalog::Catalog& catalog;
  identity::Accounts& accounts;
  notifications::Mailer& mailer;
};
// Only to addresses that were shown to be their owner's.
void subscribe_drop_mail(events::Dispatcher& dispatcher, const DropMailParts& parts);

}  // namespace plaza::app
