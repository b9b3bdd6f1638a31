// What happens to orders after they were paid, over their store.
#pragma once

#include "giving_back.h"
#include "orders/module.h"

namespace plaza::orders {

class AfterSaleService final : public AfterSale {
 public:
  explicit AfterSaleService(const Needs& needs) : needs_(needs), giving_back_(needs) {}

  Result<Order> fulfil(db::Transaction& tx, OrderId id, const FulfilmentRequest& request) override;
  Result<Order> deliver(db::Transaction& tx, OrderId id, FulfilmentId fulfilment, const By& by) override;
  Result<RefundDone> estimate(db::Reader& reader, OrderId id, const RefundRequest& request) override;
  Result<RefundDone> refund(db::Transaction& tx, OrderId id, const RefundRequest& request) override;
  Result<EditDone> preview(db::Reader& reader, OrderId id, const EditRequest& request) override;
  Result<EditDone> edit(db::Transaction& tx, OrderId id, const EditRequest& request) override;
  Result<ExchangeDone> preview_exchange(db::Reader& reader, const ExchangeRequest& request) override;
  Result<ExchangeDone> exchange(db::Transaction& tx, const ExchangeRequest& request) override;
  std::vector<AuditEntry> audit(db::Reader& reader, const Order& order) override;

  // Everything that is on its way has arrived.
  Result<Order> deliver_all(db::Transaction& tx, OrderId id, const By& by, std::optional<std::int64_t> version);
  // The end of it: all money and all units that are left. `to` is cancelled or refunded. `check` may refuse it.
  Result<Order> give_up(db::Transaction& tx, OrderId id, OrderStatus to, const By& by, std::string_view reason,
                        std::optional<std::int64_t> version, const std::function<Status(const Order&)>& check);

 private:
  // Money and goods of a refund that was written.
  Status carry_out(db::Transaction& tx, const Order& order, const Refund& refund, const By& by, std::string_view stock_reason);

  const Needs needs_;
  GivingBack giving_back_;
};

}  // namespace plaza::orders
