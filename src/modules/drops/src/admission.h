// The turn that keeps drops going, every second on one node: opens what is due, lets people in at the
// drop's rate while there are units for them, takes back the turns of those who let their time go by,
// and ends what is over. Safe to run twice, or to be killed at any point: each part is one transaction
// of guarded statements.
#pragma once

#include "catalog/catalog.h"
#include "inventory/levels.h"
#include "line_table.h"
#include "platform/base/time.h"
#include "platform/db/database.h"

namespace plaza::drops {

class Admission {
 public:
  Admission(db::Database& database, const Clock& clock, catalog::Catalog& catalog,
            const inventory::Levels& levels, LineTable& lines)
      : database_(database), clock_(clock), catalog_(catalog), levels_(levels), lines_(lines) {}

  Status turn();

 private:
  Status turn(const Drop& drop, Time now);
  Status lapse(const Drop& drop, Time now);
  Status admit(const Drop& drop, Time now);
  std::int64_t in_stock(db::Reader& reader, catalog::ProductId product) const;

  db::Database& database_;
  const Clock& clock_;
  catalog::Catalog& catalog_;
  const inventory::Levels& levels_;
  LineTable& lines_;
};

}  // namespace plaza::drops
