// The gate over memory and store.
#pragma once

#include "drops/gate.h"
#include "line_table.h"
#include "platform/base/time.h"

namespace plaza::drops {

class GateService final : public Gate {
 public:
  GateService(const Clock& clock, LineTable& lines) : clock_(clock), lines_(lines) {}

  bool guards(catalog::ProductId product) const override;
  Status may_buy(db::Reader& reader, catalog::ProductId product, std::int64_t quantity,
                 std::string_view tickets, identity::AccountId account) override;
  Status take(db::Transaction& tx, catalog::ProductId product, std::int64_t quantity,
              std::string_view tickets, identity::AccountId account, std::int64_t order) override;
  void give_back(db::Transaction& tx, std::int64_t order) override;

 private:
  // The caller's own ticket of this drop.
  Result<Ticket> ticket_of(db::Reader& reader, const Drop& drop, std::string_view tickets,
                           identity::AccountId account) const;
  // Why the guarded statement did not take it.
  Error refusal(db::Reader& reader, TicketId id, identity::AccountId account, Time now) const;

  const Clock& clock_;
  LineTable& lines_;
};

}  // namespace plaza::drops
