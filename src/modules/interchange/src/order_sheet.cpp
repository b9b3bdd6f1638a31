#include "order_sheet.h"

#include "order_columns.h"
#include "platform/json/codec.h"

namespace plaza::interchange {
namespace {

using orders::FulfilmentStatus;
using orders::Order;
using orders::OrderLine;
using orders::OrderStatus;
namespace column = order_column;

constexpr const char* names[] = {
    column::name,           column::email,          column::financial_status, column::paid_at,
    column::fulfilment_status, column::fulfilled_at, column::currency,       column::subtotal,
    column::shipping,       column::taxes,          column::total,            column::discount_code,
    column::discount_amount, column::shipping_method, column::created_at,     column::line_quantity,
    column::line_name,      column::line_price,     column::line_sku,         column::line_fulfilment,
    column::line_discount,  column::shipping_name,  column::line1,            column::line2,
    column::city,           column::postal_code,    column::region,           column::country,
    column::phone,          column::notes,          column::cancelled_at,     column::payment_method,
    column::payment_reference, column::refunded,    column::outstanding,      column::id,
    column::status,         column::shop,           column::customer,         column::carrier,
    column::tracking,       column::tenders,        column::line_total,       column::line_tax,
    column::line_product,   column::record,         column::line_record};
constexpr int first_cells = 14;  // of the order: between its name and its lines
constexpr int later_cells = 21;  // of the order: behind a line's first cells

std::int64_t sum_refunded(const Order& order) {
  std::int64_t sum = 0;
  for (const auto& refund : order.after.refunds) sum += refund.amount.amount;
  return sum;
}

std::int64_t paid(const Order& order) {
  return order.after.paid.value_or(order.paid_at.micros ? order.totals.total.amount : 0);
}

std::string_view financial_status(const Order& order) {
  const std::int64_t back = sum_refunded(order), in = paid(order);
  if (back > 0) return back >= in ? "refunded" : "partially_refunded";
  if (order.status == OrderStatus::cancelled && in == 0) return "voided";
  if (in >= order.totals.total.amount) return "paid";
  return in > 0 ? "partially_paid" : "pending";
}

bool left(OrderStatus status) { return status == OrderStatus::fulfilled || status == OrderStatus::delivered; }

std::string_view fulfilment_status(const Order& order) {
  if (left(order.status)) return "fulfilled";
  return order.after.fulfilments.empty() ? "unfulfilled" : "partial";
}

std::string when(const Order& order, OrderStatus status) {
  for (const auto& entry : order.history) {
    if (entry.status == status) return to_text(entry.at);
  }
  return {};
}

std::string fulfilled_at(const Order& order) {
  if (!left(order.status)) return {};
  return order.after.fulfilments.empty() ? when(order, OrderStatus::fulfilled)
                                         : to_text(order.after.fulfilments.back().shipped_at);
}

// "GIFT10, SUMMER"
template <class List, class Text>
std::string joined(const List& list, const Text& text) {
  std::string all;
  for (const auto& item : list) {
    const std::string part = text(item);
    if (!part.empty()) all += (all.empty() ? "" : ", ") + part;
  }
  return all;
}

void order_cells(csv::Writer& out, const FiledOrder& filed) {
  const Order& order = filed.order;
  const auto& totals = order.totals;
  const Currency currency = totals.total.currency;
  out.field(order.email).field(financial_status(order));
  out.field(order.paid_at.micros ? to_text(order.paid_at) : std::string());
  out.field(fulfilment_status(order)).field(fulfilled_at(order)).field(currency.code());
  out.field(decimal_text({totals.subtotal.amount - totals.discount.amount, currency}));
  out.field(totals.shipping ? decimal_text(*totals.shipping) : std::string());
  out.field(decimal_text(totals.tax)).field(decimal_text(totals.total));
  out.field(joined(order.discounts, [](const auto& discount) { return discount.code.value_or(discount.title); }));
  out.field(decimal_text(totals.discount)).field(order.shipping_option.name).field(to_text(order.placed_at));
}

void line_cells(csv::Writer& out, const Order& order, const OrderLine& line) {
  const bool whole = line.variant_title.empty() || line.variant_title == "Default";
  std::int64_t sent = left(order.status) && order.after.fulfilments.empty() ? line.quantity : 0;
  for (const auto& parcel : order.after.fulfilments) {
    for (const auto& part : parcel.lines) sent += part.line_id == line.id ? part.quantity : 0;
  }
  out.field(line.quantity).field(whole ? line.product.title : line.product.title + " - " + line.variant_title);
  out.field(decimal_text(line.unit_price)).field(line.sku);
  out.field(sent >= line.quantity ? "fulfilled" : sent > 0 ? "partial" : "unfulfilled");
  out.field(decimal_text(line.discount));
}

void address_cells(csv::Writer& out, const orders::Address& address) {
  out.field(address.name).field(address.line1).field(address.line2.value_or("")).field(address.city);
  out.field(address.postal_code).field(address.region.value_or("")).field(address.country).field(address.phone.value_or(""));
}

void later_order_cells(csv::Writer& out, const FiledOrder& filed) {
  const Order& order = filed.order;
  const Currency currency = order.totals.total.currency;
  const auto& payments = filed.elsewhere.payments;
  address_cells(out, order.shipping_address);
  out.field(order.note).field(when(order, OrderStatus::cancelled));
  const auto by = [](const auto& payment) { return payment.provider; };
  const auto which = [](const auto& payment) { return to_text(payment.id); };
  out.field(payments.empty() ? filed.elsewhere.method : joined(payments, by));
  out.field(payments.empty() ? filed.elsewhere.reference : joined(payments, which));
  std::int64_t due = order.totals.total.amount - paid(order);
  if (order.status == OrderStatus::cancelled || order.status == OrderStatus::refunded) due = 0;
  out.field(decimal_text({sum_refunded(order), currency})).field(decimal_text({std::max<std::int64_t>(due, 0), currency}));
  out.field(to_text(order.id)).field(json::enum_text(order.status)).field(filed.source).field(filed.elsewhere.customer);
  out.field(joined(order.after.fulfilments, [](const auto& parcel) { return parcel.carrier.value_or(""); }));
  const auto parcels = joined(order.after.fulfilments, [](const auto& parcel) { return parcel.tracking.value_or(""); });
  out.field(parcels.empty() ? order.tracking : parcels);
  out.field(joined(order.tenders, [](const auto& tender) {
    return std::string(json::enum_text(tender.kind)) + " " + decimal_text(tender.amount);
  }));
}

void empty_cells(csv::Writer& out, int count) {
  for (int i = 0; i < count; ++i) out.field(std::string_view());
}

}  // namespace

std::span<const char* const> order_names() { return names; }

void write_order_names(csv::Writer& out) {
  for (const char* name : names) out.field(name);
  out.end_record();
}

void write_order(csv::Writer& out, const FiledOrder& filed) {
  bool first = true;
  for (const auto& line : filed.order.lines) {
    OrderLine kept = line;
    kept.product.image.reset();
    out.field(filed.name);
    if (first) order_cells(out, filed);
    else empty_cells(out, first_cells);
    line_cells(out, filed.order, line);
    if (first) later_order_cells(out, filed);
    else empty_cells(out, later_cells);
    out.field(decimal_text(line.charged)).field(decimal_text(line.tax)).field(line.product.handle);
    out.field(first ? json::encode(record_of(filed)) : std::string()).field(json::encode(kept));
    out.end_record();
    first = false;
  }
}

std::string order_rows(const FiledOrder& filed) {
  std::string text;
  csv::Writer out(text);
  write_order(out, filed);
  return text;
}

FiledOrder filed(db::Reader& reader, const Needs& needs, Order order) {
  FiledOrder filed;
  if (const auto origin = needs.past_orders.origin(reader, order.id)) {
    filed.source = origin->source;
    filed.name = origin->name;
    if (auto kept = json::decode<Elsewhere>(origin->extra); kept.ok()) filed.elsewhere = std::move(*kept);
  } else {
    filed.source = needs.shop_name;
    filed.name = own_name(order.number);
  }
  for (const auto& payment : needs.payments.of(reader, order.id.value))
    filed.elsewhere.payments.push_back({payment.id, payment.provider, payment.status, payment.amount});
  if (order.exchange_of) filed.elsewhere.exchange_of = to_text(order.exchange_of);
  if (order.account_id) {
    const auto account = needs.accounts.find(reader, order.account_id);
    if (account) filed.elsewhere.customer = account->email;
  }
  filed.order = std::move(order);
  return filed;
}

OrderPage write_orders(db::Reader& reader, const Needs& needs, orders::OrderQuery query, int orders) {
  OrderPage page;
  csv::Writer out(page.text);
  write_order_names(out);
  query.limit = 100;
  for (int written = 0;;) {
    auto found = needs.orders.list(reader, query);
    const auto count = std::ssize(found);
    if (count > 0) query.before = found.back().id;
    for (auto& order : found) {
      if (order.status == OrderStatus::placed || order.status == OrderStatus::dropped) continue;
      write_order(out, filed(reader, needs, std::move(order)));
    }
    if (count < query.limit) return page;
    written += query.limit;
    if (written < orders) continue;
    page.next = query.before;
    return page;
  }
}

}  // namespace plaza::interchange
