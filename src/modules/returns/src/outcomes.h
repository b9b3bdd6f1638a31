// Keeps what became of the units of each order, and sums it up. outcome_of() is pure.
#pragma once

#include <map>

#include "platform/events/outbox.h"
#include "returns/module.h"
#include "returns/outcomes.h"

namespace plaza::returns {

struct Tally {
  std::int64_t delivered = 0, returned = 0, failed = 0;
  std::map<std::string, std::int64_t> reasons;  // units by code
};

// The product's share is that of its units and of `drawn_by` more that did as the whole shop's did (the mean of a beta distribution).
inline constexpr double drawn_by = 30;
std::optional<Outcome> outcome_of(const Tally& product, const Tally& shop, const Policy& policy);
// 30, 50, 100, 200, 500, 1,000, …: the largest that is not above.
std::int64_t rounded_down(std::int64_t units);

class OutcomeService final : public Outcomes {
 public:
  explicit OutcomeService(const Needs& needs) : needs_(needs) {}
  std::vector<std::optional<Outcome>> of(db::Reader& reader, std::span<const catalog::ProductId> products) override;
  void subscribe(events::Dispatcher& dispatcher);
  Status sum_up();
  // Orders of before this was counted, some hundreds at once; sums up when it has come to the last.
  Status count_before();

 private:
  void work_out(db::Transaction& tx, orders::OrderId id);
  bool count_some_before(db::Transaction& tx);

  const Needs& needs_;
};

}  // namespace plaza::returns
