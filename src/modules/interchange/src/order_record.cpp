#include "order_record.h"

namespace plaza::interchange {

OrderRecord record_of(const FiledOrder& filed) {
  const orders::Order& order = filed.order;
  OrderRecord record;
  record.id = order.id;
  record.number = order.number;
  record.status = order.status;
  record.placed_at = order.placed_at;
  if (order.paid_at.micros) record.paid_at = order.paid_at;
  record.locale = order.locale;
  record.visitor = order.visitor;
  record.tracking = order.tracking;
  record.note = order.note;
  record.totals = order.totals;
  record.shipping_address = order.shipping_address;
  record.shipping_option = order.shipping_option;
  record.discounts = order.discounts;
  record.tenders = order.tenders;
  record.taxed = order.taxed;
  record.history = order.history;
  record.after = order.after;
  record.after.pending.reset();  // a payment of this shop that nobody waits for elsewhere
  record.elsewhere = filed.elsewhere;
  return record;
}

orders::Order order_of(const OrderRecord& record) {
  orders::Order order;
  order.id = record.id;
  order.number = record.number;
  order.status = record.status;
  order.placed_at = record.placed_at;
  order.paid_at = record.paid_at.value_or(Time{});
  order.locale = record.locale;
  order.visitor = record.visitor;
  order.tracking = record.tracking;
  order.note = record.note;
  order.totals = record.totals;
  order.shipping_address = record.shipping_address;
  order.shipping_option = record.shipping_option;
  order.discounts = record.discounts;
  order.tenders = record.tenders;
  order.taxed = record.taxed;
  order.history = record.history;
  order.after = record.after;
  return order;
}

}  // namespace plaza::interchange
