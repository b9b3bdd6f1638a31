#include "tables.h"

#include "answers/module.h"
#include "calls/module.h"
#include "care/module.h"
#include "catalog/module.h"
#include "classifiers/module.h"
#include "community/module.h"
#include "content/module.h"
#include "credit/module.h"
#include "drops/module.h"
#include "experiments/module.h"
#include "feed/module.h"
#include "identity/module.h"
#include "interactions/module.h"
#include "interchange/module.h"
#include "inventory/module.h"
#include "mailbox/module.h"
#include "media/module.h"
#include "messaging/module.h"
#include "moderation/module.h"
#include "networks/module.h"
#include "notifications/module.h"
#include "orders/module.h"
#include "payments/module.h"
#include "predictions/module.h"
#include "pricing/module.h"
#include "profiles/module.h"
#include "promotions/module.h"
#include "radar/module.h"
#include "returns/module.h"
#include "reviews/module.h"
#include "segments/module.h"
#include "platform/db/platform_tables.h"
#include "platform/events/tables.h"
#include "platform/http/idempotency.h"
#include "platform/jobs/tables.h"

namespace plaza::app {

void migrate(db::Database& main, db::Database& log) {
  main.migrate(db::platform_migrations());
  for (const auto migrations : {events::migrations(), jobs::migrations(), http::migrations(), identity::migrations(),
                                media::migrations(), catalog::migrations(), profiles::migrations(),
                                interchange::migrations(), notifications::migrations(), inventory::migrations(), pricing::migrations(), drops::migrations(),
                                promotions::migrations(), credit::migrations(), moderation::migrations(), content::migrations(), segments::migrations(),
                                payments::migrations(), orders::migrations(), returns::migrations(), reviews::migrations(), community::migrations(), answers::migrations(), messaging::migrations(), care::migrations(), networks::migrations(), calls::migrations(), mailbox::migrations(),
                                feed::migrations(), radar::migrations(), classifiers::migrations(), experiments::migrations(), predictions::migrations()}) {
    main.migrate(migrations);
  }
  log.migrate(interactions::migrations());
}

}  // namespace plaza::app
