// What staff do with drops: make, change, schedule, pause, close.
#pragma once

#include <optional>
#include <string>

#include "catalog/catalog.h"
#include "line_table.h"
#include "platform/base/id.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::drops {

// What is absent stays as it is (of a new drop: the default).
struct DropWish {
  std::optional<std::string> title;
  std::optional<Time> joins_at, opens_at, closes_at;
  std::optional<std::int64_t> quantity, per_person, rate_per_minute, admission_seconds, work_bits;
  std::optional<bool> sells_on;
};

// Codes: drops.not_found, drops.product_not_found (404), drops.product_has_drop, drops.stale,
// drops.wrong_state, drops.below_sold (409), request.invalid (400).
class Desk {
 public:
  Desk(IdSource& ids, const Clock& clock, catalog::Catalog& catalog, LineTable& lines)
      : ids_(ids), clock_(clock), catalog_(catalog), lines_(lines) {}

  // A draft.
  Result<Drop> create(db::Transaction& tx, catalog::ProductId product, Mode mode,
                      const DropWish& wish);
  // What was fixed by the opening (its times, the limit per person) stays so afterwards: drops.wrong_state.
  Result<Drop> change(db::Transaction& tx, DropId id, std::int64_t version, const DropWish& wish);
  Result<Drop> move(db::Transaction& tx, DropId id, State to);
  // Of a draft only.
  Status remove(db::Transaction& tx, DropId id);
  Result<Drop> find(db::Reader& reader, DropId id) const;

 private:
  IdSource& ids_;
  const Clock& clock_;
  catalog::Catalog& catalog_;
  LineTable& lines_;
};

}  // namespace plaza::drops
