#include "order_view.h"

#include "refund_share.h"
#include "rules.h"

namespace plaza::orders {
namespace {

OrderLineView line_of(const Order& order, const OrderLine& line) {
  const auto state = state_of(order, line);
  OrderLineView view;
  static_cast<OrderLine&>(view) = line;
  view.fulfilled = state.fulfilled;
  view.delivered = state.delivered;
  view.refunded = state.refunded;
  view.to_fulfil = order.status == OrderStatus::paid ? state.to_fulfil() : 0;
  view.refunded_amount = {state.refunded_amount, line.total.currency};
  if (order.after.fulfilments.empty()) {  // of an earlier version, or untouched
    const bool left = order.status == OrderStatus::fulfilled || order.status == OrderStatus::delivered;
    view.fulfilled = left ? line.quantity : 0;
    view.delivered = order.status == OrderStatus::delivered ? line.quantity : 0;
  }
  return view;
}

}  // namespace

OrderView view_of(const Order& order, const std::vector<payments::Payment>& payments, const Viewer& viewer) {
  OrderView view;
  view.id = order.id;
  view.number = number_text(order.number);
  view.status = order.status;
  view.placed_at = order.placed_at;
  view.email = order.email;
  for (const auto& line : order.lines) view.lines.push_back(line_of(order, line));
  view.totals = order.totals;
  view.shipping_address = order.shipping_address;
  view.shipping_option = order.shipping_option;
  if (!order.note.empty()) view.note = order.note;
  if (!order.tracking.empty()) view.tracking = order.tracking;
  for (const auto& payment : payments) {
    view.payments.push_back({payment.id, payment.provider, payment.status, payment.amount});
  }
  const bool untouched = may_cancel(order.status) && order.after.fulfilments.empty();
  const bool in_time = viewer.staff || in_grace(order, viewer.now, viewer.grace);
  view.can_cancel = untouched && in_time;
  view.can_edit_address = untouched && in_time && order.status == OrderStatus::paid;
  if (untouched) view.changeable_until = order.placed_at + viewer.grace;
  view.history = order.history;
  view.version = order.version;
  view.currency = order.totals.total.currency.code();
  view.amounts = amounts_of(order);
  view.fulfilment_status = fulfilment_status_of(order);
  view.fulfilments = order.after.fulfilments;
  view.refunds = order.after.refunds;
  view.discounts = order.discounts;
  view.tenders = order.tenders;
  if (order.exchange_of) view.exchange_of = order.exchange_of;
  return view;
}

PaymentStep step_of(const payments::Payment& payment) {
  return {payment.id, payment.provider, payment.status, payment.amount, payment.action};
}

}  // namespace plaza::orders
