#include "order_foreign.h"

#include <algorithm>

#include "moments.h"
#include "order_columns.h"
#include "platform/base/text.h"

namespace plaza::interchange {
namespace {

using orders::Order;
using orders::OrderLine;
using orders::OrderStatus;
namespace column = order_column;

constexpr std::int64_t amount_max = 1'000'000'000'000;
constexpr int sku_hits_max = 10;
constexpr const char* unknown = "-";             // of an address that a file does not give
constexpr const char* unknown_country = "ZZ";

// The parts of `whole` in proportion to `weights`, together exactly it; all to the last when there is no weight.
std::vector<std::int64_t> shared_out(std::int64_t whole, const std::vector<std::int64_t>& weights) {
  std::int64_t weight_left = 0;
  for (const auto weight : weights) weight_left += weight;
  std::vector<std::int64_t> parts;
  for (const auto weight : weights) {
    const std::int64_t part = weight_left > 0 ? scale_rounded(whole, weight, weight_left) : 0;
    parts.push_back(part);
    whole -= part;
    weight_left -= weight;
  }
  if (!parts.empty()) parts.back() += whole;
  return parts;
}

class ForeignOrder {
 public:
  ForeignOrder(db::Reader& reader, const Needs& needs, const Sheet& sheet, std::span<const csv::Record> rows,
               const Complain& complain)
      : reader_(reader), needs_(needs), sheet_(sheet), rows_(rows), complain_(complain) {}

  std::optional<FiledOrder> read() {
    read_head();
    for (const auto& row : rows_) read_line(row);
    if (good_) read_totals();
    if (!good_) return std::nullopt;
    share_out();
    read_address();
    read_states();
    if (!good_) return std::nullopt;
    return std::move(filed_);
  }

 private:
  const csv::Record& first() const { return rows_.front(); }
  std::string head(const char* name) const { return sheet_.cell(first(), name); }

  void wrong(const csv::Record& row, const char* name, const char* message) {
    good_ = false;
    complain_(row.line, name, message);
  }

  std::int64_t amount(const csv::Record& row, const char* name, bool required) {
    std::string text = sheet_.cell(row, name);
    if (text.empty()) {
      if (required) wrong(row, name, "Is required.");
      return 0;
    }
    if (const auto point = text.find('.'); point != std::string::npos) {
      const auto digits = static_cast<std::size_t>(minor_digits(currency_));
      while (text.size() > point + 1 + digits && text.back() == '0') text.pop_back();
      if (text.ends_with('.')) text.pop_back();
    }
    const auto money = parse_money(text, currency_);
    if (money && money->amount >= 0 && money->amount <= amount_max) return money->amount;
    wrong(row, name, "Is no amount of the order's currency.");
    return 0;
  }

  Time moment(const char* name, bool required) {
    const std::string text = head(name);
    const auto time = parse_moment(text);
    if (time) return *time;
    if (required || !text.empty()) wrong(first(), name, "Is no time.");
    return {};
  }

  void read_head() {
    Order& order = filed_.order;
    const auto currency = parse_currency(head(column::currency));
    if (currency) currency_ = *currency;
    else wrong(first(), column::currency, "Is no currency, such as EUR.");
    order.email = head(column::email);
    order.placed_at = moment(column::created_at, true);
    order.note = sheet_.raw(first(), column::notes);
    order.locale = "en";
    order.shipping_option = {"imported", head(column::shipping_method)};
    filed_.elsewhere.method = head(column::payment_method);
    filed_.elsewhere.reference = head(column::payment_reference);
  }

  void name_product(OrderLine& line, const csv::Record& row) {
    line.product.title = sheet_.cell(row, column::line_name);
    if (line.product.title.empty()) line.product.title = line.sku.empty() ? unknown : line.sku;
    if (!line.sku.empty()) {
      for (const auto& product : needs_.catalog.products(reader_, {line.sku, std::nullopt, {}, sku_hits_max})) {
        for (const auto& variant : product.variants) {
          if (variant.sku != line.sku) continue;
          line.variant_id = variant.id;
          line.product.id = product.id;
          line.product.handle = product.handle;
        }
      }
    }
    if (line.variant_id) return;
    line.variant_id = needs_.ids.make<catalog::VariantId>();  // of nothing that is here
    line.product.id = needs_.ids.make<catalog::ProductId>();
  }

  void read_line(const csv::Record& row) {
    const std::string quantity = sheet_.cell(row, column::line_quantity);
    if (quantity.empty() && sheet_.cell(row, column::line_name).empty()) return;
    OrderLine line;
    line.id = needs_.ids.make<orders::LineId>();
    const auto units = parse_integer(quantity);
    if (!units || *units < 1 || *units > 1'000'000) return wrong(row, column::line_quantity, "Must be a whole number from 1.");
    line.quantity = *units;
    line.sku = sheet_.cell(row, column::line_sku);
    line.unit_price = {amount(row, column::line_price, true), currency_};
    line.total = line.unit_price * line.quantity;
    line.discount = {std::min(amount(row, column::line_discount, false), line.total.amount), currency_};
    if (!good_) return;
    name_product(line, row);
    sent_.push_back(lower_ascii(sheet_.cell(row, column::line_fulfilment)) == "fulfilled");
    filed_.order.lines.push_back(std::move(line));
  }

  void read_totals() {
    if (filed_.order.lines.empty()) return wrong(first(), column::line_quantity, "The order has no lines.");
    auto& totals = filed_.order.totals;
    std::int64_t lines = 0;
    for (const auto& line : filed_.order.lines) lines += line.total.amount;
    const std::int64_t discount = amount(first(), column::discount_amount, false);
    const std::int64_t shipping = amount(first(), column::shipping, false);
    const std::int64_t tax = amount(first(), column::taxes, false);
    const std::int64_t total = amount(first(), column::total, true);
    const std::int64_t without_tax = lines - discount + shipping;
    if (without_tax != total && without_tax + tax != total)
      return wrong(first(), column::total, "Is not what lines, discount, shipping and taxes add up to.");
    totals.tax_included = without_tax == total;
    totals.subtotal = {lines, currency_};
    totals.discount = {discount, currency_};
    totals.shipping = Money{shipping, currency_};
    totals.tax = {tax, currency_};
    totals.total = {total, currency_};
    const auto reason = [&](const char* code, const char* text, std::int64_t value, bool counted) {
      if (value != 0) totals.reasons.push_back({code, text, {value, currency_}, counted});
    };
    reason("items", "Items", lines, true);
    reason("discount", "Discount", -discount, true);
    reason("shipping", "Shipping", shipping, true);
    reason(totals.tax_included ? "tax_included" : "tax", "Taxes", tax, !totals.tax_included);
  }

  // The discount of the whole order and the tax over lines and shipping.
  void share_out() {
    Order& order = filed_.order;
    const auto& totals = order.totals;
    std::int64_t discount_left = totals.discount.amount;
    for (auto& line : order.lines) {
      line.discount.amount = std::min(line.discount.amount, discount_left);
      discount_left -= line.discount.amount;
    }
    std::vector<std::int64_t> weights;
    for (const auto& line : order.lines) weights.push_back(line.total.amount - line.discount.amount);
    weights.push_back(totals.shipping->amount);
    const auto discounts = shared_out(discount_left, weights);
    weights.clear();
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      auto& line = order.lines[i];
      line.discount.amount += discounts[i];
      weights.push_back(line.total.amount - line.discount.amount);
    }
    weights.push_back(totals.shipping->amount - discounts.back());
    const auto taxes = shared_out(totals.tax.amount, weights);
    orders::OrderDiscount taken{std::nullopt, "Discount", totals.discount, {}, discounts.back()};
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      auto& line = order.lines[i];
      line.tax = {taxes[i], currency_};
      line.charged = {weights[i] + (totals.tax_included ? 0 : taxes[i]), currency_};
      taken.lines.push_back(line.discount.amount);
    }
    order.taxed = orders::Taxed{};
    const std::string code = head(column::discount_code);
    if (!code.empty()) taken.code = taken.title = code;
    if (totals.discount.amount > 0) order.discounts.push_back(std::move(taken));
  }

  void read_address() {
    const auto or_unknown = [](std::string text, std::size_t most) {
      return text.empty() ? std::string(unknown) : std::string(first_code_points(text, most));
    };
    auto& address = filed_.order.shipping_address;
    std::string name = head(column::shipping_name), country = head(column::country);
    if (name.empty()) name = head(column::billing_name);
    if (country.empty()) country = head(column::billing_country);
    address.name = or_unknown(name, 100);
    address.line1 = or_unknown(head(column::line1), 200);
    address.city = or_unknown(head(column::city), 100);
    std::string postal_code = head(column::postal_code);
    if (postal_code.starts_with('\'')) postal_code.erase(0, 1);
    address.postal_code = or_unknown(postal_code, 16);
    address.country = country.size() == 2 ? country : unknown_country;
    if (const auto text = head(column::line2); !text.empty()) address.line2 = text;
    if (const auto text = head(column::region); !text.empty()) address.region = text;
    if (const auto text = head(column::phone); !text.empty()) address.phone = text.substr(text[0] == '\'' ? 1 : 0);
  }

  void happened(Time at, OrderStatus status) { filed_.order.history.push_back({at, status, "system", std::nullopt}); }

  void read_states() {
    Order& order = filed_.order;
    const std::string money = lower_ascii(head(column::financial_status));
    const Time cancelled_at = moment(column::cancelled_at, false);
    const bool cancelled = cancelled_at.micros != 0 || money == "voided";
    order.paid_at = moment(column::paid_at, false);
    happened(order.placed_at, OrderStatus::placed);
    read_money(money);
    if (order.paid_at.micros) happened(order.paid_at, OrderStatus::paid);
    order.status = OrderStatus::paid;
    if (!cancelled) read_parcel();
    read_refund(cancelled);
    if (!cancelled) return;
    order.status = OrderStatus::cancelled;
    happened(cancelled_at.micros ? cancelled_at : order.placed_at, OrderStatus::cancelled);
  }

  void read_money(const std::string& status) {
    Order& order = filed_.order;
    const bool all = status == "paid" || status == "refunded" || status == "partially_refunded" || status.empty();
    if (all) {
      if (!order.paid_at.micros) order.paid_at = order.placed_at;
      return;
    }
    const bool none = status == "voided" || status == "pending" || status == "authorized" || status == "expired";
    if (!none && status != "partially_paid")
      return wrong(first(), column::financial_status, "Must be paid, refunded, partially_refunded, partially_paid, pending, "
                                                      "authorized, expired or voided.");
    const std::int64_t due = none ? order.totals.total.amount : amount(first(), column::outstanding, true);
    order.after.paid = std::max<std::int64_t>(order.totals.total.amount - due, 0);
    if (*order.after.paid > 0 && !order.paid_at.micros) order.paid_at = order.placed_at;
  }

  void read_parcel() {
    Order& order = filed_.order;
    const std::string said = lower_ascii(head(column::fulfilment_status));
    const bool all = said == "fulfilled";
    orders::Fulfilment parcel;
    parcel.id = needs_.ids.make<orders::FulfilmentId>();
    const Time at = moment(column::fulfilled_at, false);
    parcel.shipped_at = at.micros ? at : order.placed_at;
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      if (all || (said == "partial" && sent_[i])) parcel.lines.push_back({order.lines[i].id, order.lines[i].quantity});
    }
    if (parcel.lines.empty()) return;
    if (all) {
      order.status = OrderStatus::fulfilled;
      happened(parcel.shipped_at, OrderStatus::fulfilled);
    }
    order.after.fulfilments.push_back(std::move(parcel));
  }

  void read_refund(bool cancelled) {
    Order& order = filed_.order;
    const std::int64_t back = amount(first(), column::refunded, false);
    if (back == 0 || !good_) return;
    const std::int64_t paid = order.after.paid.value_or(order.totals.total.amount);
    if (back > paid) return wrong(first(), column::refunded, "Is more than was paid.");
    orders::Refund refund;
    refund.id = needs_.ids.make<orders::RefundId>();
    refund.kind = cancelled ? orders::RefundKind::cancelled : orders::RefundKind::refund;
    refund.at = order.history.back().at;
    refund.shipping = refund.extra = refund.fee = refund.to_store_credit = refund.to_exchange = {0, currency_};
    refund.amount = refund.to_original = {back, currency_};
    const bool all = back == order.totals.total.amount;
    std::int64_t of_lines = 0;
    for (std::size_t i = 0; i < order.lines.size() && all; ++i) {
      const auto& line = order.lines[i];
      const bool left = !order.after.fulfilments.empty() &&
                        (order.status == OrderStatus::fulfilled || sent_[i]);
      const Money tax{std::min(line.tax.amount, line.charged.amount), currency_};
      refund.lines.push_back({line.id, line.quantity, line.charged, tax, left ? 0 : line.quantity, false});
      of_lines += line.charged.amount;
    }
    if (all) refund.shipping.amount = back - of_lines;
    else refund.extra.amount = back;
    order.after.refunds.push_back(std::move(refund));
    if (!all || cancelled) return;
    order.status = OrderStatus::refunded;
    happened(order.after.refunds.back().at, OrderStatus::refunded);
  }

  db::Reader& reader_;
  const Needs& needs_;
  const Sheet& sheet_;
  std::span<const csv::Record> rows_;
  const Complain& complain_;
  FiledOrder filed_;
  Currency currency_;
  std::vector<bool> sent_;  // by line: its own row says that it has left
  bool good_ = true;
};

}  // namespace

std::optional<FiledOrder> foreign_order(db::Reader& reader, const Needs& needs, const Sheet& sheet,
                                        std::span<const csv::Record> rows, const Complain& complain) {
  return ForeignOrder(reader, needs, sheet, rows, complain).read();
}

}  // namespace plaza::interchange
