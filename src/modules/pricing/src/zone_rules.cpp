#include "zone_rules.h"

#include <algorithm>
#include <set>

#include "platform/base/text.h"

namespace plaza::pricing {
namespace {

std::int64_t rate_of_class(const TaxZoneBody& zone, std::string_view tax_class) {
  std::int64_t standard = 0;
  for (const auto& rate : zone.rates) {
    if (rate.tax_class == tax_class) return rate.rate_ppm;
    if (rate.tax_class == standard_tax_class) standard = rate.rate_ppm;
  }
  return standard;
}

Status refused(std::vector<FieldError> wrong) {
  if (wrong.empty()) return done();
  return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", std::move(wrong)};
}

void check_rate(const ShippingRate& rate, const std::string& key, std::vector<FieldError>& wrong) {
  if (rate.delivery_days_min > rate.delivery_days_max) {
    wrong.push_back({key + ".delivery_days_max", "out_of_range", "must not be less than delivery_days_min"});
  }
  if (rate.kind != RateKind::flat && rate.steps.empty()) {
    wrong.push_back({key + ".steps", "required", "a rate by weight or price needs a step"});
  }
  for (std::size_t i = 1; i < rate.steps.size(); ++i) {
    if (rate.steps[i].from <= rate.steps[i - 1].from) {
      wrong.push_back({key + ".steps[" + std::to_string(i) + "].from", "out_of_order", "must be more than the one before"});
    }
  }
  if (!rate.pickup) return;
  Places place;
  place.countries = {rate.pickup_country};
  std::vector<FieldError> none;
  check_places(place, none);
  if (!none.empty()) wrong.push_back({key + ".pickup_country", "wrong_format", "must be a country's code of two capital letters"});
  if (trimmed(rate.pickup_address).empty()) wrong.push_back({key + ".pickup_address", "required", "where is it fetched?"});
}

}  // namespace

TaxRates rates_in(const TaxZoneBody& zone, std::span<const Line> lines) {
  TaxRates rates;
  for (const auto& line : lines) rates.lines.push_back(rate_of_class(zone, line.tax_class));
  rates.shipping = zone.shipping_ppm;
  return rates;
}

std::optional<std::int64_t> price_of(const ShippingRate& rate, std::int64_t subtotal, std::int64_t weight_g) {
  if (!rate.enabled) return std::nullopt;
  if (rate.weight_max && weight_g > *rate.weight_max) return std::nullopt;
  if (rate.free_from && subtotal >= *rate.free_from) return 0;
  std::int64_t price = rate.price;
  if (rate.kind == RateKind::flat) return price;
  const std::int64_t measure = rate.kind == RateKind::weight ? weight_g : subtotal;
  for (const auto& step : rate.steps) {
    if (measure >= step.from) price = step.price;
  }
  return price;
}

Status check(const TaxZoneBody& zone) {
  std::vector<FieldError> wrong;
  check_places(zone, wrong);
  std::set<std::string_view> classes;
  for (std::size_t i = 0; i < zone.rates.size(); ++i) {
    if (!classes.insert(zone.rates[i].tax_class).second) {
      wrong.push_back({"rates[" + std::to_string(i) + "].tax_class", "duplicate", "has a rate already"});
    }
  }
  return refused(std::move(wrong));
}

Status check(const ShippingZoneBody& zone) {
  std::vector<FieldError> wrong;
  check_places(zone, wrong);
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < zone.rates.size(); ++i) {
    const std::string key = "rates[" + std::to_string(i) + "]";
    if (!ids.insert(zone.rates[i].id).second) wrong.push_back({key + ".id", "duplicate", "is used twice"});
    check_rate(zone.rates[i], key, wrong);
  }
  return refused(std::move(wrong));
}

}  // namespace plaza::pricing
