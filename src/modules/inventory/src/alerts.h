// "Tell me when it is back": a member by the bell (and by mail, if they want that), a guest by one mail.
// Told once, by the event that there is something to buy again, inside its transaction.
#pragma once

#include <string_view>

#include "catalog/catalog.h"
#include "inventory/levels.h"
#include "notifications/bell.h"
#include "notifications/mailer.h"
#include "platform/base/id.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/events/outbox.h"
#include "supply_store.h"

namespace plaza::inventory {

struct AlertParts {
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  const Levels& levels;
  notifications::Mailer* mailer;
  notifications::Bell* bell;
};

class Alerts {
 public:
  explicit Alerts(const AlertParts& parts) : parts_(parts) {}

  struct Who {
    identity::AccountId account_id;  // none: a guest with an address
    std::string email;
    std::string locale;
  };
  // Asking twice is asking once. Codes: inventory.variant_not_found.
  Status ask(db::Transaction& tx, catalog::VariantId variant, const Who& who);
  // Nothing there to call off is fine.
  void call_off(db::Transaction& tx, catalog::VariantId variant, const Who& who);
  // Tells some of those who asked, if there still is something to buy; the rest by another event.
  Status tell(db::Transaction& tx, catalog::VariantId variant);

 private:
  void tell(db::Transaction& tx, const catalog::Product& product, const AlertRow& alert);

  const AlertParts parts_;
};

}  // namespace plaza::inventory
