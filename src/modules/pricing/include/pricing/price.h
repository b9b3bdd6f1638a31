// What a set of lines costs, and why. Pure: values in, values out. Each line's tax is rounded on its own (half away from zero,
// 128-bit intermediates) and the tax of the whole is the sum of its lines', so a line's tax never depends on its neighbours and
// a part of an order can be given back to the last minor unit.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/json/describe.h"

namespace plaza::pricing {

inline constexpr std::int64_t unit_price_max = 1'000'000'000'000;  // minor units
inline constexpr std::int64_t quantity_max = 99;
inline constexpr std::size_t lines_max = 100;
inline constexpr std::size_t deductions_max = 100;
inline constexpr const char* standard_tax_class = "standard";

struct ShippingOption {
  std::string id;    // "standard" always exists while the shop has no shipping zones of its own
  std::string name;
  std::int64_t price = 0;                       // minor units
  std::optional<std::int64_t> free_from = {};   // a subtotal from which it costs nothing, minor units
  int delivery_days_min = 2;
  int delivery_days_max = 4;
  bool pickup = false;               // fetched by the buyer: no delivery address, taxed at the place named below
  std::string pickup_address = {};   // for people: "Musterstr. 1, 10115 Berlin"
  std::string pickup_country = {};   // ISO 3166-1 alpha-2
  std::string pickup_region = {};
};

struct Settings {
  Currency currency = {};
  std::int64_t tax_ppm = 0;         // the flat rate in parts per million: 190,000 is 19 %
  bool prices_include_tax = true;
  std::vector<ShippingOption> shipping = {{"standard", "Standard", 490, 5'000, 2, 4},
                                          {"express", "Express", 1'290, std::nullopt, 1, 2}};
};
// All that is wrong, by configuration key ("pricing.tax_ppm"). Call once at start-up: the functions below CHECK instead.
Status validate(const Settings& settings);
// Options with sensible prices for a currency, as the demo and new shops start with: 4.90 EUR, 490 JPY, 4.900 KWD.
std::vector<ShippingOption> starting_shipping(Currency currency);

struct Line {
  std::int64_t unit_price = 0;  // 0..unit_price_max, minor units of the basket's currency
  std::int64_t quantity = 0;    // 1..quantity_max
  std::string tax_class = standard_tax_class;  // what the tax zones know rates of
  std::int64_t weight_g = 0;    // of one unit
};

// Rates in parts per million, 0..1,000,000; `lines` in the order of the priced lines.
struct TaxRates {
  std::vector<std::int64_t> lines;
  std::int64_t shipping = 0;
};

// Port: rates by destination, from whoever knows them. Thread-safe, from memory.
class TaxCalculator {
 public:
  struct Question {
    std::span<const Line> lines;
    std::string_view country;  // ISO 3166-1 alpha-2; empty while it is not known
    std::string_view region;
    std::string_view postal_code;
  };
  virtual ~TaxCalculator() = default;
  virtual TaxRates rates(const Question& question) const = 0;
};

// Something taken off: a discount. More than a line (or shipping) costs is never taken: what is too much is left out, and the
// reason says what was taken.
struct Deduction {
  std::string code;  // what the shopper typed; empty: automatic
  std::string text;  // for people: "Summer: 10 % off"
  std::vector<std::int64_t> lines;  // >= 0, minor units, by priced line; empty: nothing off the lines
  std::int64_t shipping = 0;        // >= 0
};

struct Basket {
  Currency currency = {};
  bool prices_include_tax = true;
  std::span<const Line> lines = {};
  std::span<const Deduction> deductions = {};  // taken off one after the other
  std::optional<std::int64_t> shipping = {};   // minor units; nothing: not chosen yet
  std::string shipping_text = {};              // "Standard shipping", "Standard shipping, free from 50.00 EUR"
  TaxRates rates = {};
  bool tax_exempt = false;  // the buyer pays no tax: of inclusive prices it is taken out
};

// One reason of a total. Codes: items, discount, shipping, shipping_free, tax, tax_included, tax_exempt.
struct Reason {
  static constexpr const char* schema_name = "TotalsReason";
  std::string code;
  std::string text;  // for people: "19 % tax, included in the prices"
  Money amount;      // negative when it is taken off
  bool counted = true;  // part of the sum; an included tax is not: it is inside the others
  template <class V>
  void describe(V& v) {
    v("code", code);
    v("text", text);
    v("amount", amount);
    v("counted", counted);
  }
};

// Reasons that are counted add up to `total`.
struct Totals {
  Money subtotal;                 // of the lines, as their prices are shown, before anything is taken off
  Money discount;                 // taken off lines and shipping, not negative
  std::optional<Money> shipping;  // before its discount; nothing until an option is chosen
  Money tax;                      // inside the others when tax_included, else on top; 0 for who pays none
  Money total;
  bool tax_included = true;
  std::vector<Reason> reasons;
  template <class V>
  void describe(V& v) {
    v("subtotal", subtotal);
    v("discount", discount);
    v("shipping", shipping);
    v("tax", tax);
    v("total", total);
    v("tax_included", tax_included);
    v("reasons", reasons, json::Items{0, 400});
  }
};

// `total` is what a line adds to the order's total without shipping: subtotal - discount, plus its tax when that comes on top,
// minus the tax inside it when the buyer is exempt.
struct LineTotals {
  Money subtotal;  // unit price times quantity
  Money discount = {};  // not negative
  Money tax = {};
  Money total = {};
};

// The totals of `lines` and `shipping_total` add up to totals.total; their taxes and shipping_tax to totals.tax.
struct Quote {
  std::vector<LineTotals> lines;
  Money shipping = {};           // before its discount; 0 until an option is chosen
  Money shipping_discount = {};
  Money shipping_tax = {};
  Money shipping_total = {};
  Totals totals;
};

Quote price(const Basket& basket);

// `amount` (>= 0) in shares proportional to `weights` (>= 0): the shares add up to it exactly, each within one unit of the exact
// one (largest remainder, Hamilton 1792; the first of equals gets more). All weights 0: all of it is the first's; none: empty.
std::vector<std::int64_t> share_out(std::int64_t amount, std::span<const std::int64_t> weights);

// The option of this id, or nothing.
const ShippingOption* find_shipping(const Settings& settings, std::string_view id);
// What an option costs for lines of this subtotal, in minor units.
std::int64_t shipping_price(const ShippingOption& option, std::int64_t subtotal);
// What `Basket::shipping_text` says of an option: "Standard shipping", "…, free from 50.00 EUR", "Pick-up: Berlin shop".
std::string shipping_text(const ShippingOption& option, std::int64_t price, Currency currency);

// Without discounts and at the settings' flat rate, or at rates that a TaxCalculator gave. `option` may be null: nothing is
// chosen yet.
Quote price(std::span<const Line> lines, const ShippingOption* option, const Settings& settings);
Quote price(std::span<const Line> lines, const ShippingOption* option, const Settings& settings,
            const TaxRates& rates);

}  // namespace plaza::pricing
