#include "editing.h"

#include <algorithm>
#include <map>

#include "contact.h"
#include "offer.h"
#include "order_change.h"
#include "platform/base/check.h"
#include "platform/crypto/crypto.h"
#include "quoting.h"
#include "refund_share.h"
#include "rules.h"
#include "sold_cards.h"

namespace plaza::orders {
namespace {

constexpr std::size_t lines_max = cart_lines_max;

Error unavailable(const std::string& field) {
  return {ErrorKind::conflict, "orders.line_unavailable", "Some of it is not sold.", {{field, "unavailable", "It is not sold."}}};
}

std::string line_field(std::size_t index, const char* name) { return "lines[" + std::to_string(index) + "]." + name; }

// More units of a line that are not there yet.
void promise(const Needs& needs, OrderLine& line, std::int64_t units) {
  const auto early = needs.levels.preorder(line.variant_id, units);
  if (!early) return;
  line.preorder = true;
  if (early->promised_at) line.promised_at = early->promised_at;
}

// A line for something new, at today's price.
Result<OrderLine> new_line(const Needs& needs, db::Reader& reader, const Order& order, catalog::VariantId variant,
                           std::int64_t quantity, const std::string& field) {
  auto found = needs.catalog.variants(reader, std::span(&variant, 1));
  if (found.empty() || found[0].status != catalog::ProductStatus::active) return unavailable(field);
  const Currency currency = order.totals.total.currency;
  const auto price = unit_price(needs, found[0], {currency, order.account_id, needs.clock.now()});
  if (!price) return unavailable(field);
  OrderLine line;
  line.id = needs.ids.make<LineId>();
  line.variant_id = variant;
  line.product = product_of(needs, found[0]);
  line.gift_card = credit::is_gift_card(found[0].product_type);
  line.variant_title = found[0].variant.title;
  line.sku = found[0].variant.sku;
  line.quantity = quantity;
  line.unit_price = Money{price->amount, currency};
  line.discount = Money{0, currency};
  line.weight_g = found[0].variant.weight_grams;
  line.tax_ppm = -1;  // not known yet
  promise(needs, line, quantity);
  return line;
}

// Gives each discount the part that its line's new quantity has of it.
void scale_discounts(Order& order, std::size_t line, std::int64_t from, std::int64_t to) {
  for (auto& discount : order.discounts) {
    if (line < discount.lines.size()) discount.lines[line] = scale_rounded(discount.lines[line], to, from);
  }
}

void remove_line(Order& order, std::size_t index) {
  order.lines.erase(order.lines.begin() + static_cast<std::ptrdiff_t>(index));
  for (auto& discount : order.discounts) {
    if (index < discount.lines.size()) discount.lines.erase(discount.lines.begin() + static_cast<std::ptrdiff_t>(index));
  }
}

// Codes of gift cards that were sent are taken back, not sent back: their units leave the parcels, the newest first.
void unsend(Order& order, LineId line, std::int64_t units) {
  auto& parcels = order.after.fulfilments;
  for (auto parcel = parcels.rbegin(); parcel != parcels.rend(); ++parcel) {
    for (auto& sent : parcel->lines) {
      if (sent.line_id != line) continue;
      const std::int64_t part = std::min(units, sent.quantity);
      sent.quantity -= part;
      units -= part;
    }
    std::erase_if(parcel->lines, [](const FulfilmentLine& sent) { return sent.quantity == 0; });
  }
  std::erase_if(parcels, [](const Fulfilment& parcel) { return parcel.lines.empty(); });
}

Status set_line(const Needs& needs, Rework& work, const Order& before, const EditRequest::Line& wanted, std::size_t index) {
  auto& lines = work.order.lines;
  const auto line = std::find_if(lines.begin(), lines.end(), [&](const auto& other) { return other.id == wanted.line_id; });
  if (line == lines.end()) return Error{ErrorKind::not_found, "orders.line_not_found", "The order has no such line."};
  const auto state = state_of(before, *line);
  const std::int64_t left = state.fulfilled + state.unshipped;
  const std::int64_t least = line->gift_card ? state.refunded : left;
  if (wanted.quantity < least || (wanted.quantity == 0 && state.refunded > 0)) {
    return Error{ErrorKind::conflict, "orders.too_many_units",
                 std::to_string(least) + " of it have left or were refunded already.",
                 {{line_field(index, "quantity"), "out_of_range", "is less than what has left or was refunded"}}};
  }
  const std::int64_t change = wanted.quantity - line->quantity;
  if (change == 0) return done();
  work.text += (work.text.empty() ? "" : ", ") + line->product.title + ": " + std::to_string(line->quantity) + " → " +
               std::to_string(wanted.quantity);
  if (change > 0) work.more.push_back({line->variant_id, change});
  if (change < 0) work.fewer.push_back({line->variant_id, -change});
  if (wanted.quantity < left) unsend(work.order, line->id, left - wanted.quantity);
  if (change > 0) promise(needs, *line, change);
  const auto position = static_cast<std::size_t>(line - lines.begin());
  if (wanted.quantity == 0) {
    remove_line(work.order, position);
    return done();
  }
  scale_discounts(work.order, position, line->quantity, wanted.quantity);
  line->quantity = wanted.quantity;
  return done();
}

Status set_lines(const Needs& needs, db::Reader& reader, Rework& work, const Order& before, const EditRequest& request) {
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    const auto& wanted = request.lines[i];
    const bool is_new = static_cast<bool>(wanted.variant_id);
    if (is_new == static_cast<bool>(wanted.line_id)) {
      return invalid_field(line_field(i, "line_id"), "required", "name either a line or a variant");
    }
    if (wanted.quantity < (is_new ? 1 : 0) || wanted.quantity > line_quantity_max) {
      return invalid_field(line_field(i, "quantity"), "out_of_range", "must be between 0 and 99, of something new at least 1");
    }
    if (!is_new) {
      TRY_DONE(set_line(needs, work, before, wanted, i));
      continue;
    }
    TRY(auto line, new_line(needs, reader, before, wanted.variant_id, wanted.quantity, line_field(i, "variant_id")));
    work.text += (work.text.empty() ? "+" : ", +") + std::to_string(wanted.quantity) + " × " + line.product.title;
    work.more.push_back({wanted.variant_id, wanted.quantity});
    work.order.lines.push_back(std::move(line));
  }
  if (work.order.lines.empty()) return invalid_field("lines", "empty", "would leave nothing: cancel the order instead");
  if (work.order.lines.size() > lines_max) return invalid_field("lines", "too_many", "would be too many lines");
  return done();
}

// What is taken away in one line and added in another stays where it is.
void settle_units(Rework& work, const Order& before) {
  std::map<std::int64_t, std::int64_t> change;
  for (const auto& line : work.more) change[line.variant_id.value] += line.quantity;
  for (const auto& line : work.fewer) change[line.variant_id.value] -= line.quantity;
  work.more.clear();
  work.fewer.clear();
  for (const auto& [id, units] : change) {
    const catalog::VariantId variant{id};
    if (units < 0) work.fewer.push_back({variant, -units});
    if (units <= 0) continue;
    work.more.push_back({variant, units});
    std::int64_t kept = 0;
    for (const auto& line : before.lines) {
      if (line.variant_id == variant) kept += line.quantity - state_of(before, line).refunded;
    }
    if (kept > 0) work.kept.push_back({variant, kept});
  }
}

struct Shipping {
  std::int64_t price = 0;
  std::string text;
};

// What was paid for shipping stays, unless it goes to another country or region.
Result<Shipping> shipping_of(const Needs& needs, const Order& before, Order& order) {
  const std::int64_t price = before.totals.shipping ? before.totals.shipping->amount : 0;
  const bool moved = order.shipping_address.country != before.shipping_address.country ||
                     order.shipping_address.region != before.shipping_address.region;
  if (!moved || order.exchange_of) return Shipping{price, order.shipping_option.name};
  std::int64_t subtotal = 0, weight = 0;
  for (const auto& line : order.lines) {
    subtotal += line.unit_price.amount * line.quantity;
    weight += line.weight_g * line.quantity;
  }
  for (const auto& discount : order.discounts) {
    for (const auto off : discount.lines) subtotal -= off;
  }
  const auto& address = order.shipping_address;
  for (const auto& option : shipping_options(needs, address.country, address.region.value_or(""), std::max<std::int64_t>(0, subtotal),
                                             weight, order.totals.total.currency)) {
    if (option.id == order.shipping_option.id) return Shipping{option.price, option.name};
  }
  return Error{ErrorKind::conflict, "orders.not_delivered_there", "This way of delivery does not go to that country."};
}

// Rates that the order was sold at, and of today for what they are not known of; all of today's when it goes elsewhere.
pricing::Taxation taxes_of(const Needs& needs, const Order& before, const Order& order, std::span<const pricing::Line> lines) {
  auto taxed = taxation(needs, lines, &order.shipping_address, nullptr, order.account_id);
  const bool moved = order.shipping_address.country != before.shipping_address.country ||
                     order.shipping_address.region != before.shipping_address.region ||
                     order.shipping_address.postal_code != before.shipping_address.postal_code;
  taxed.prices_include_tax = before.totals.tax_included;
  if (moved || !before.taxed) return taxed;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (order.lines[i].tax_ppm >= 0) taxed.rates.lines[i] = order.lines[i].tax_ppm;
  }
  taxed.rates.shipping = before.taxed->shipping_ppm;
  taxed.tax_exempt = before.taxed->exempt;
  return taxed;
}

// Prices `order` anew: lines, discounts, shipping and taxes as they are said there.
void price_anew(Order& order, const Shipping& shipping, const pricing::Taxation& taxed, std::span<const pricing::Line> lines) {
  const Currency currency = order.totals.total.currency;
  std::vector<pricing::Deduction> deductions;
  for (auto& discount : order.discounts) {
    discount.lines.resize(lines.size(), 0);
    discount.shipping = std::min(discount.shipping, shipping.price);
    std::int64_t amount = discount.shipping;
    for (const auto off : discount.lines) amount += off;
    discount.amount = {amount, currency};
    deductions.push_back({discount.code.value_or(""), discount.title, discount.lines, discount.shipping});
  }
  pricing::Basket basket;
  basket.currency = currency;
  basket.prices_include_tax = taxed.prices_include_tax;
  basket.lines = lines;
  basket.deductions = deductions;
  basket.shipping = shipping.price;
  basket.shipping_text = shipping.text;
  basket.rates = taxed.rates;
  basket.tax_exempt = taxed.tax_exempt;
  auto quote = pricing::price(basket);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto& line = order.lines[i];
    line.total = quote.lines[i].subtotal;
    line.discount = quote.lines[i].discount;
    line.tax = quote.lines[i].tax;
    line.charged = quote.lines[i].total;
    line.tax_ppm = taxed.rates.lines[i];
  }
  order.totals = std::move(quote.totals);
  order.taxed = Taxed{taxed.rates.shipping, taxed.tax_exempt};
}

std::vector<pricing::Line> priced_lines(const Needs& needs, const Order& order) {
  std::vector<pricing::Line> lines;
  for (const auto& line : order.lines) {
    pricing::Line priced;
    priced.unit_price = line.unit_price.amount;
    priced.quantity = line.quantity;
    priced.weight_g = line.weight_g;
    if (needs.taxes) priced.tax_class = needs.taxes->class_of(line.product.id);
    lines.push_back(std::move(priced));
  }
  return lines;
}

// Takes off what it costs more than `value`, each line its part; taxes follow, so a minor unit may have to be tried again.
void waive(Order& order, std::int64_t value, const Shipping& shipping, const pricing::Taxation& taxed, std::span<const pricing::Line> lines) {
  const std::int64_t total = order.totals.total.amount;
  if (total <= value) return;
  for (std::int64_t left = std::max<std::int64_t>(0, value); order.totals.total.amount > value; left = std::max<std::int64_t>(0, left - 1)) {
    OrderDiscount off;
    off.title = "Replacement";
    for (const auto& line : lines) {
      const std::int64_t price = line.unit_price * line.quantity;
      off.lines.push_back(price - scale_rounded(price, left, total));
    }
    order.discounts = {std::move(off)};
    price_anew(order, shipping, taxed, lines);
    if (left == 0) break;
  }
}

Status set_address(Order& order, const Address& address, std::string& text) {
  std::vector<FieldError> wrong;
  check_address(address, "shipping_address.", wrong);
  if (!wrong.empty()) return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", std::move(wrong)};
  order.shipping_address = address;
  text += (text.empty() ? "" : ", ") + address.name + ", " + address.line1 + ", " + address.postal_code + " " + address.city +
          ", " + address.country;
  return done();
}

}  // namespace

Result<Rework> rework(const Needs& needs, db::Reader& reader, const Order& order, const EditRequest& request) {
  if (order.status != OrderStatus::paid) return wrong_state(order, "it can only be changed before it is sent.");
  if (order.after.pending) {
    return Error{ErrorKind::conflict, "orders.payment_in_flight", "A payment for this order is being asked for right now."};
  }
  Rework work;
  work.order = order;
  TRY_DONE(set_lines(needs, reader, work, order, request));
  settle_units(work, order);
  if (has_gift_cards(order)) {
    TRY(work.cards, surplus_cards(needs, reader, work.order));
  }
  if (request.shipping_address) TRY_DONE(set_address(work.order, *request.shipping_address, work.text));
  TRY(const auto shipping, shipping_of(needs, order, work.order));
  const auto lines = priced_lines(needs, work.order);
  price_anew(work.order, shipping, taxes_of(needs, order, work.order, lines), lines);
  const auto before = amounts_of(order);
  std::int64_t kept = before.paid.amount;
  for (const auto& refund : order.after.refunds) {
    if (refund.kind == RefundKind::edit) kept -= refund.amount.amount;
  }
  const std::int64_t total = work.order.totals.total.amount;
  work.difference = total - order.totals.total.amount;
  work.refund = std::min(std::max<std::int64_t>(0, kept - total), refundable(order));
  work.due = std::max<std::int64_t>(0, total - kept);
  work.order.after.paid = before.paid.amount;
  ++work.order.after.edits;
  return work;
}

Result<Order> replacement(const Needs& needs, db::Reader& reader, const Order& original, const ExchangeRequest& request) {
  if (request.lines.empty() || request.lines.size() > lines_max) return invalid_field("lines", "required", "name what to exchange for");
  Order order;
  order.account_id = original.account_id;
  order.visitor = original.visitor;
  order.email = original.email;
  order.locale = original.locale;
  order.shipping_address = original.shipping_address;
  order.shipping_option = original.shipping_option;
  order.exchange_of = original.id;
  order.placed_at = needs.clock.now();
  order.totals.total.currency = original.totals.total.currency;
  for (std::size_t i = 0; i < request.lines.size(); ++i) {
    const auto& wanted = request.lines[i];
    if (wanted.quantity < 1 || wanted.quantity > line_quantity_max) {
      return invalid_field(line_field(i, "quantity"), "out_of_range", "must be between 1 and 99");
    }
    TRY(auto line, new_line(needs, reader, original, wanted.variant_id, wanted.quantity, line_field(i, "variant_id")));
    order.lines.push_back(std::move(line));
  }
  const auto lines = priced_lines(needs, order);
  auto taxed = taxation(needs, lines, &order.shipping_address, nullptr, order.account_id);
  taxed.prices_include_tax = original.totals.tax_included;
  price_anew(order, {0, original.shipping_option.name}, taxed, lines);
  if (request.dearer == ExchangeRequest::Dearer::waived) waive(order, request.value, {0, original.shipping_option.name}, taxed, lines);
  return order;
}

}  // namespace plaza::orders
