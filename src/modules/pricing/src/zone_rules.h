// Tax zones and shipping zones: what they decide. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "places.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "pricing/ids.h"
#include "pricing/shipping.h"
#include "pricing/taxes.h"
#include "pricing/zones.h"

namespace plaza::pricing {

struct TaxZone {
  TaxZoneId id;
  TaxZoneBody body;
  std::int64_t version = 1;
  Time created_at;
};

struct ShippingZone {
  ShippingZoneId id;
  ShippingZoneBody body;
  std::int64_t version = 1;
  Time created_at;
};

// Rates of the lines by their classes, and of shipping.
TaxRates rates_in(const TaxZoneBody& zone, std::span<const Line> lines);

// The price of a rate in the shop's currency for a subtotal (of that currency) and a weight; nothing: not offered.
std::optional<std::int64_t> price_of(const ShippingRate& rate, std::int64_t subtotal, std::int64_t weight_g);

// All that is wrong with a zone, by field.
Status check(const TaxZoneBody& zone);
Status check(const ShippingZoneBody& zone);

template <class Zone>
std::vector<const Places*> places_of(const std::vector<Zone>& zones) {
  std::vector<const Places*> places;
  for (const auto& zone : zones) places.push_back(&zone.body);
  return places;
}

}  // namespace plaza::pricing
