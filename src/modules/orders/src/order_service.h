// Orders over their store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "after_sale_service.h"
#include "order_view.h"
#include "orders/module.h"

namespace plaza::orders {

class OrderService final : public Orders {
 public:
  OrderService(const Needs& needs, AfterSaleService& after_sale)
      : needs_(needs), after_sale_(after_sale), giving_back_(needs) {}

  std::optional<Order> find(db::Reader& reader, OrderId id) override;
  Result<Order> find_for(db::Reader& reader, const Shopper& shopper, OrderId id) override;
  std::vector<Order> list(db::Reader& reader, const OrderQuery& query) override;
  std::int64_t count_of(db::Reader& reader, identity::AccountId account) override;
  bool has_bought(db::Reader& reader, identity::AccountId account, std::string_view email) override;
  Result<Order> cancel(db::Transaction& tx, OrderId id, const By& by, std::string_view reason,
                       std::optional<std::int64_t> version = {}) override;
  Result<Order> fulfil(db::Transaction& tx, OrderId id, std::string_view tracking, const By& by = Actor::staff,
                       std::optional<std::int64_t> version = {}) override;
  Result<Order> deliver(db::Transaction& tx, OrderId id, const By& by = Actor::staff,
                        std::optional<std::int64_t> version = {}) override;
  Result<Order> refund(db::Transaction& tx, OrderId id, std::string_view reason, const By& by = Actor::staff,
                       std::optional<std::int64_t> version = {}) override;
  OrderView view(db::Reader& reader, const Order& order) override;

  // As staff see one; `with_audit` also who did what.
  OrderView staff_view(db::Reader& reader, const Order& order, bool with_audit);
  // What was promised of units that were sold before they were there, as stock knows it now.
  OrderView with_promises(db::Reader& reader, OrderView view);
  // The address of an order that its buyer may still change.
  Result<Order> move_address(db::Transaction& tx, OrderId id, const Address& address, const By& by,
                             std::optional<std::int64_t> version);

 private:
  std::vector<Order> waiting(db::Reader& reader, const OrderQuery& query);
  Status check_grace(const Order& order, const By& by) const;

  const Needs needs_;
  AfterSaleService& after_sale_;
  GivingBack giving_back_;
};

}  // namespace plaza::orders
