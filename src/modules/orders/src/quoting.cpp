#include "quoting.h"

namespace plaza::orders {

std::optional<pricing::UnitPrice> unit_price(const Needs& needs, const catalog::SoldVariant& sold, const pricing::Buyer& buyer) {
  const auto& variant = sold.variant;
  if (needs.prices) return needs.prices->of(variant.id, variant.product_id, variant.price, variant.compare_at_price, buyer);
  if (buyer.currency != needs.pricing.currency) return std::nullopt;
  pricing::UnitPrice price;
  price.amount = variant.price.amount;
  if (variant.compare_at_price) price.compare_at = variant.compare_at_price->amount;
  return price;
}

pricing::Line priced_line(const Needs& needs, const catalog::SoldVariant& sold, std::int64_t price, std::int64_t quantity) {
  pricing::Line line;
  line.unit_price = price;
  line.quantity = quantity;
  line.weight_g = sold.variant.weight_grams;
  if (needs.taxes) line.tax_class = needs.taxes->class_of(sold.variant.product_id);
  return line;
}

bool sells_in(const Needs& needs, Currency currency) {
  return needs.prices ? needs.prices->sells_in(currency) : currency == needs.pricing.currency;
}

pricing::Taxation taxation(const Needs& needs, std::span<const pricing::Line> lines, const Address* address,
                           const pricing::ShippingOption* option, identity::AccountId account) {
  const bool fetched = option && option->pickup && !option->pickup_country.empty();
  std::string_view country, region, postal_code;
  if (fetched) {
    country = option->pickup_country;
    region = option->pickup_region;
  } else if (address) {
    country = address->country;
    if (address->region) region = *address->region;
    postal_code = address->postal_code;
  }
  if (needs.taxes) return needs.taxes->of({lines, country, region, postal_code, account, needs.clock.now()});
  pricing::Taxation taxed;
  taxed.prices_include_tax = needs.pricing.prices_include_tax;
  if (needs.tax) {
    taxed.rates = needs.tax->rates({lines, country, region, postal_code});
  } else {
    taxed.rates = {std::vector<std::int64_t>(lines.size(), needs.pricing.tax_ppm), needs.pricing.tax_ppm};
  }
  return taxed;
}

std::vector<pricing::ShippingOption> shipping_options(const Needs& needs, std::string_view country, std::string_view region,
                                                      std::int64_t subtotal, std::int64_t weight_g, Currency currency) {
  if (needs.shipping) return needs.shipping->options({country, region, subtotal, weight_g, currency});
  auto options = needs.pricing.shipping;
  for (auto& option : options) option.price = pricing::shipping_price(option, subtotal);
  return options;
}

}  // namespace plaza::orders
