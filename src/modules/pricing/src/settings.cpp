#include <algorithm>

#include "pricing/price.h"

namespace plaza::pricing {
namespace {

void check_option(const ShippingOption& option, const std::string& key, std::vector<FieldError>& wrong) {
  if (option.id.empty() || option.id.size() > 50) wrong.push_back({key + ".id", "length", "must have 1 to 50 letters"});
  if (option.name.empty() || option.name.size() > 100) {
    wrong.push_back({key + ".name", "length", "must have 1 to 100 letters"});
  }
  if (option.price < 0 || option.price > unit_price_max) {
    wrong.push_back({key + ".price", "out_of_range", "must not be negative"});
  }
  if (option.free_from && *option.free_from < 0) {
    wrong.push_back({key + ".free_from", "out_of_range", "must not be negative"});
  }
  if (option.delivery_days_min < 0 || option.delivery_days_max > 365 ||
      option.delivery_days_min > option.delivery_days_max) {
    wrong.push_back({key + ".delivery_days_max", "out_of_range", "days must be in order and within 0 to 365"});
  }
}

// What one unit of everyday money is where it is not about a euro, in minor units.
std::int64_t everyday_unit(Currency currency) {
  struct Entry {
    std::string_view code;
    std::int64_t unit;
  };
  constexpr Entry entries[] = {{"JPY", 100}, {"KRW", 1'000}, {"VND", 6'000}, {"IDR", 1'000'000},
                               {"CLP", 600}, {"HUF", 30'000}, {"THB", 3'500}, {"INR", 8'000}};
  for (const auto& entry : entries) {
    if (entry.code == currency.code()) return entry.unit;
  }
  std::int64_t unit = 1;
  for (int digit = 0; digit < minor_digits(currency); ++digit) unit *= 10;
  return unit;
}

}  // namespace

Status validate(const Settings& settings) {
  std::vector<FieldError> wrong;
  if (settings.tax_ppm < 0 || settings.tax_ppm > 1'000'000) {
    wrong.push_back({"pricing.tax_ppm", "out_of_range", "must be within 0 and 1,000,000 (100 %)"});
  }
  if (settings.shipping.size() > 20) wrong.push_back({"pricing.shipping", "too_many", "has more than 20 options"});
  bool standard = false;
  for (std::size_t i = 0; i < settings.shipping.size(); ++i) {
    const auto& option = settings.shipping[i];
    const std::string key = "pricing.shipping[" + std::to_string(i) + "]";
    check_option(option, key, wrong);
    standard = standard || option.id == "standard";
    if (find_shipping(settings, option.id) != &option) wrong.push_back({key + ".id", "duplicate", "is used twice"});
  }
  if (!standard) wrong.push_back({"pricing.shipping", "required", "must have an option with the id standard"});
  if (wrong.empty()) return done();
  return Error{ErrorKind::invalid, "pricing.settings", "The settings of prices are wrong.", std::move(wrong)};
}

std::vector<ShippingOption> starting_shipping(Currency currency) {
  const std::int64_t unit = everyday_unit(currency);
  const auto of = [&](std::int64_t hundredths) { return scale_rounded(unit, hundredths, 100); };
  return {{"standard", "Standard", of(490), of(5'000), 2, 4}, {"express", "Express", of(1'290), std::nullopt, 1, 2}};
}

const ShippingOption* find_shipping(const Settings& settings, std::string_view id) {
  const auto found = std::find_if(settings.shipping.begin(), settings.shipping.end(),
                                  [&](const ShippingOption& option) { return option.id == id; });
  return found == settings.shipping.end() ? nullptr : &*found;
}

std::int64_t shipping_price(const ShippingOption& option, std::int64_t subtotal) {
  return option.free_from && subtotal >= *option.free_from ? 0 : option.price;
}

std::string shipping_text(const ShippingOption& option, std::int64_t price, Currency currency) {
  const bool said = option.name.find("hipping") != std::string::npos || option.name.find("elivery") != std::string::npos;
  std::string text = option.pickup ? "Pick-up: " + option.name : said ? option.name : option.name + " shipping";
  if (price == 0 && option.free_from && *option.free_from > 0) {
    text += ", free from " + decimal_text({*option.free_from, currency}) + " " + std::string(currency.code());
  }
  return text;
}

}  // namespace plaza::pricing
