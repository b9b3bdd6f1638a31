#include "pricing/price.h"

#include <algorithm>
#include <map>

#include "platform/base/check.h"

namespace plaza::pricing {
namespace {

constexpr std::int64_t million = 1'000'000;

// "19", "7.5", "8.875": a rate in parts per million as per cent.
std::string percent_text(std::int64_t ppm) {
  std::string text = std::to_string(ppm / 10'000);
  std::string rest = std::to_string(ppm % 10'000);
  if (rest == "0") return text;
  rest.insert(0, 4 - rest.size(), '0');
  rest.erase(rest.find_last_not_of('0') + 1);
  return text + "." + rest;
}

// The tax of an amount that holds it already, or that it comes on top of.
std::int64_t tax_of(std::int64_t amount, std::int64_t ppm, bool included) {
  CHECK(ppm >= 0 && ppm <= million);
  return scale_rounded(amount, ppm, included ? million + ppm : million);
}

// A line, or shipping (the last part), in minor units.
struct Part {
  std::int64_t subtotal = 0;
  std::int64_t discount = 0;
  std::int64_t rate = 0;
  std::int64_t tax = 0;  // what it would be, whoever pays it
  std::int64_t paid() const { return subtotal - discount; }
};

std::vector<Part> parts_of(const Basket& basket) {
  CHECK(basket.lines.size() <= lines_max && basket.rates.lines.size() == basket.lines.size());
  std::vector<Part> parts(basket.lines.size() + 1);
  for (std::size_t i = 0; i < basket.lines.size(); ++i) {
    const auto& line = basket.lines[i];
    CHECK(line.unit_price >= 0 && line.unit_price <= unit_price_max);
    CHECK(line.quantity >= 1 && line.quantity <= quantity_max);
    parts[i].subtotal = line.unit_price * line.quantity;
    parts[i].rate = basket.rates.lines[i];
  }
  CHECK(basket.shipping.value_or(0) >= 0 && basket.shipping.value_or(0) <= unit_price_max * quantity_max);
  parts.back().subtotal = basket.shipping.value_or(0);
  parts.back().rate = basket.rates.shipping;
  return parts;
}

// Takes a deduction off the parts, no more than is there; says how much that was.
std::int64_t take_off(std::vector<Part>& parts, const Deduction& deduction) {
  CHECK(deduction.lines.empty() || deduction.lines.size() + 1 == parts.size());
  std::int64_t taken = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool shipping = i + 1 == parts.size();
    const std::int64_t wish = shipping ? deduction.shipping : deduction.lines.empty() ? 0 : deduction.lines[i];
    CHECK(wish >= 0);
    const std::int64_t off = std::min(wish, parts[i].paid());
    parts[i].discount += off;
    taken += off;
  }
  return taken;
}

std::string discount_text(const Deduction& deduction) {
  if (!deduction.text.empty()) return deduction.text;
  return deduction.code.empty() ? "Discount" : "Code " + deduction.code;
}

// What the reasons of a basket are made of, one after the other.
class Explanation {
 public:
  Explanation(const Basket& basket, std::vector<Reason>& reasons) : basket_(basket), reasons_(reasons) {}

  void items(std::int64_t subtotal) {
    std::int64_t units = 0;
    for (const auto& line : basket_.lines) units += line.quantity;
    add("items", units == 1 ? "1 item" : std::to_string(units) + " items", subtotal, true);
  }
  void shipping() {
    if (!basket_.shipping) return;
    const std::string text = basket_.shipping_text.empty() ? "Shipping" : basket_.shipping_text;
    add(*basket_.shipping == 0 ? "shipping_free" : "shipping", text, *basket_.shipping, true);
  }
  void discount(const Deduction& deduction, std::int64_t taken) {
    add("discount", discount_text(deduction), -taken, true);
  }
  void taxes(std::span<const Part> parts) {
    std::map<std::int64_t, std::int64_t> by_rate;
    std::int64_t taken_out = 0;
    for (const auto& part : parts) {
      by_rate[part.rate] += part.tax;
      taken_out += part.tax;
    }
    const bool included = basket_.prices_include_tax;
    if (basket_.tax_exempt) {
      add("tax_exempt", included ? "No tax: taken out of the prices" : "No tax", included ? -taken_out : 0, true);
      return;
    }
    for (const auto& [rate, amount] : by_rate) {
      if (rate == 0) continue;
      const std::string text = percent_text(rate) + " % tax";
      add(included ? "tax_included" : "tax", included ? text + ", included in the prices" : text, amount, !included);
    }
  }

 private:
  void add(const char* code, std::string text, std::int64_t amount, bool counted) {
    reasons_.push_back({code, std::move(text), {amount, basket_.currency}, counted});
  }
  const Basket& basket_;
  std::vector<Reason>& reasons_;
};

// A part as it is told: its tax, and what it adds to the total.
LineTotals told(const Part& part, const Basket& basket) {
  const auto money = [&](std::int64_t amount) { return Money{amount, basket.currency}; };
  const std::int64_t tax = basket.tax_exempt ? 0 : part.tax;
  std::int64_t total = part.paid();
  if (!basket.prices_include_tax) total += tax;
  if (basket.prices_include_tax && basket.tax_exempt) total -= part.tax;
  return {money(part.subtotal), money(part.discount), money(tax), money(total)};
}

}  // namespace

Quote price(const Basket& basket) {
  CHECK(basket.deductions.size() <= deductions_max);
  auto parts = parts_of(basket);
  const auto money = [&](std::int64_t amount) { return Money{amount, basket.currency}; };
  Quote quote;
  Totals& totals = quote.totals;
  Explanation explain(basket, totals.reasons);
  std::int64_t subtotal = 0;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) subtotal += parts[i].subtotal;
  explain.items(subtotal);
  std::int64_t discount = 0;
  explain.shipping();
  for (const auto& deduction : basket.deductions) {
    const std::int64_t taken = take_off(parts, deduction);
    explain.discount(deduction, taken);
    discount += taken;
  }
  for (auto& part : parts) part.tax = tax_of(part.paid(), part.rate, basket.prices_include_tax);
  explain.taxes(parts);

  totals.subtotal = money(subtotal);
  totals.discount = money(discount);
  if (basket.shipping) totals.shipping = money(*basket.shipping);
  totals.tax = totals.total = money(0);
  totals.tax_included = basket.prices_include_tax;
  for (const auto& part : parts) {
    quote.lines.push_back(told(part, basket));
    totals.tax = totals.tax + quote.lines.back().tax;
    totals.total = totals.total + quote.lines.back().total;
  }
  const LineTotals shipping = quote.lines.back();
  quote.lines.pop_back();
  quote.shipping = shipping.subtotal;
  quote.shipping_discount = shipping.discount;
  quote.shipping_tax = shipping.tax;
  quote.shipping_total = shipping.total;
  return quote;
}

Quote price(std::span<const Line> lines, const ShippingOption* option, const Settings& settings,
            const TaxRates& rates) {
  Basket basket;
  basket.currency = settings.currency;
  basket.prices_include_tax = settings.prices_include_tax;
  basket.lines = lines;
  basket.rates = rates;
  if (option) {
    std::int64_t subtotal = 0;
    for (const auto& line : lines) subtotal += line.unit_price * line.quantity;
    basket.shipping = shipping_price(*option, subtotal);
    basket.shipping_text = shipping_text(*option, *basket.shipping, settings.currency);
  }
  return price(basket);
}

Quote price(std::span<const Line> lines, const ShippingOption* option, const Settings& settings) {
  return price(lines, option, settings,
               TaxRates{std::vector<std::int64_t>(lines.size(), settings.tax_ppm), settings.tax_ppm});
}

}  // namespace plaza::pricing
