#include "zone_book.h"

#include <algorithm>
#include <mutex>

namespace plaza::pricing {
namespace {

// A rate with its amounts in another currency.
ShippingRate in_currency(ShippingRate rate, const PriceBook& prices, Currency currency) {
  const auto into = [&](std::int64_t amount) { return prices.convert(amount, currency).value_or(amount); };
  rate.price = into(rate.price);
  if (rate.free_from) rate.free_from = into(*rate.free_from);
  for (auto& step : rate.steps) {
    step.price = into(step.price);
    if (rate.kind == RateKind::price) step.from = into(step.from);
  }
  return rate;
}

ShippingOption option_of(const ShippingRate& rate, std::int64_t price) {
  ShippingOption option;
  option.id = rate.id;
  option.name = rate.name;
  option.price = price;
  option.free_from = rate.free_from;
  option.delivery_days_min = static_cast<int>(rate.delivery_days_min);
  option.delivery_days_max = static_cast<int>(rate.delivery_days_max);
  option.pickup = rate.pickup;
  option.pickup_address = rate.pickup_address;
  option.pickup_country = rate.pickup_country;
  option.pickup_region = rate.pickup_region;
  return option;
}

// An option of the settings as a rate, so that both are worked out alike.
ShippingRate rate_of(const ShippingOption& option) {
  ShippingRate rate;
  rate.id = option.id;
  rate.name = option.name;
  rate.price = option.price;
  rate.free_from = option.free_from;
  rate.delivery_days_min = option.delivery_days_min;
  rate.delivery_days_max = option.delivery_days_max;
  return rate;
}

}  // namespace

Taxation TaxBook::of(const TaxQuestion& question) const {
  Taxation taxation;
  taxation.prices_include_tax = settings_.prices_include_tax;
  std::shared_lock lock(mutex_);
  const auto places = places_of(zones_);
  const int zone = zone_of(places, question.country, question.region);
  if (zone >= 0) {
    const auto& body = zones_[static_cast<std::size_t>(zone)].body;
    taxation.prices_include_tax = body.prices_include_tax;
    taxation.zone = body.name;
    taxation.rates = rates_in(body, question.lines);
  } else {
    const std::int64_t flat = zones_.empty() ? settings_.tax_ppm : 0;  // a country in no zone: nothing is owed there
    taxation.rates = {std::vector<std::int64_t>(question.lines.size(), flat), flat};
  }
  if (calculator_) {
    taxation.rates = calculator_->rates({question.lines, question.country, question.region, question.postal_code});
  }
  exempt(taxation, question);
  return taxation;
}

void TaxBook::exempt(Taxation& taxation, const TaxQuestion& question) const {
  if (!question.account_id) return;
  const auto found = exemptions_.find(question.account_id.value);
  if (found != exemptions_.end() && (!found->second.until || question.at < *found->second.until)) {
    taxation.tax_exempt = true;
    taxation.exempt_reason = found->second.note;
    return;
  }
  const auto group = prices_.exempt_group(question.account_id);
  if (group.empty()) return;
  taxation.tax_exempt = true;
  taxation.exempt_reason = group;
}

std::string TaxBook::class_of(catalog::ProductId product) const {
  std::shared_lock lock(mutex_);
  const auto found = classes_.find(product.value);
  return found == classes_.end() ? standard_tax_class : found->second;
}

void TaxBook::apply(TaxState state) {
  std::unique_lock lock(mutex_);
  if (state.version < version_) return;
  version_ = state.version;
  zones_ = std::move(state.zones);
  exemptions_.clear();
  for (auto& exemption : state.exemptions) exemptions_[exemption.account_id.value] = std::move(exemption);
  classes_.clear();
  for (auto& one : state.classes) classes_[one.product_id.value] = std::move(one.tax_class);
}

std::vector<ShippingOption> ShippingBook::options(const ShippingQuestion& question) const {
  if (!prices_.sells_in(question.currency)) return {};
  std::vector<ShippingRate> rates;
  {
    std::shared_lock lock(mutex_);
    const auto places = places_of(state_.zones);
    const int zone = zone_of(places, question.country, question.region);
    if (zone >= 0) rates = state_.zones[static_cast<std::size_t>(zone)].body.rates;
    else if (state_.zones.empty()) std::transform(settings_.shipping.begin(), settings_.shipping.end(), std::back_inserter(rates), rate_of);
  }
  std::vector<ShippingOption> options;
  for (const auto& rate : rates) {
    const auto here = in_currency(rate, prices_, question.currency);
    if (const auto price = price_of(here, question.subtotal, question.weight_g)) options.push_back(option_of(here, *price));
  }
  return options;
}

void ShippingBook::apply(ShippingState state) {
  std::unique_lock lock(mutex_);
  if (state.version >= state_.version) state_ = std::move(state);
}

}  // namespace plaza::pricing
