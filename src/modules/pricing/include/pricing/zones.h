// Tax zones and shipping zones as staff make them; kept and told as JSON. Values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/json/describe.h"
#include "pricing/price.h"

namespace plaza::pricing {

inline constexpr std::size_t places_max = 300;
inline constexpr std::size_t zones_max = 200;

struct Places {
  std::vector<std::string> countries;  // "DE"
  std::vector<std::string> regions;    // "US-CA"
  bool everywhere_else() const { return countries.empty() && regions.empty(); }
};

struct ClassRate {
  std::string tax_class = standard_tax_class;
  std::int64_t rate_ppm = 0;
  template <class V>
  void describe(V& v) {
    v("tax_class", tax_class, json::Length{1, 40});
    v("rate_ppm", rate_ppm, json::Between{0, 1'000'000}, json::Doc{"Parts per million: 190000 is 19 %."});
  }
};

struct TaxZoneBody : Places {
  std::string name;
  std::vector<ClassRate> rates;   // a class that is not here has the standard one's
  std::int64_t shipping_ppm = 0;  // 0: shipping is not taxed
  bool prices_include_tax = true;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 100});
    v("countries", countries, json::Optional{}, json::Items{0, places_max});
    v("regions", regions, json::Optional{}, json::Items{0, places_max});
    v("rates", rates, json::Optional{}, json::Items{0, 40});
    v("shipping_ppm", shipping_ppm, json::Optional{}, json::Between{0, 1'000'000});
    v("prices_include_tax", prices_include_tax, json::Optional{});
  }
};

enum class RateKind { flat, weight, price };
constexpr auto enum_names(RateKind*) { return std::array{"flat", "weight", "price"}; }

struct RateStep {
  std::int64_t from = 0;   // grams, or a subtotal in minor units
  std::int64_t price = 0;  // minor units of the shop's currency
  template <class V>
  void describe(V& v) {
    v("from", from, json::Between{0, unit_price_max});
    v("price", price, json::Between{0, unit_price_max});
  }
};

// One way to deliver. Amounts are of the shop's currency; other currencies by their rate and rounding.
struct ShippingRate {
  std::string id;
  std::string name;
  RateKind kind = RateKind::flat;
  std::int64_t price = 0;       // of a flat one, and below the first step
  std::vector<RateStep> steps;  // the last one that is reached holds
  std::optional<std::int64_t> weight_max;  // grams: heavier is not sent this way
  std::optional<std::int64_t> free_from;
  std::int64_t delivery_days_min = 2, delivery_days_max = 4;
  bool pickup = false;
  std::string pickup_address, pickup_country, pickup_region;
  bool enabled = true;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Length{1, 50}, json::Pattern{json::Pattern::Name::handle});
    v("name", name, json::Length{1, 100});
    v("kind", kind, json::Optional{});
    v("price", price, json::Optional{}, json::Between{0, unit_price_max});
    v("steps", steps, json::Optional{}, json::Items{0, 50});
    v("weight_max", weight_max, json::Between{0, unit_price_max});
    v("free_from", free_from, json::Between{0, unit_price_max});
    v("delivery_days_min", delivery_days_min, json::Optional{}, json::Between{0, 365});
    v("delivery_days_max", delivery_days_max, json::Optional{}, json::Between{0, 365});
    v("pickup", pickup, json::Optional{});
    v("pickup_address", pickup_address, json::Optional{}, json::Length{0, 300});
    v("pickup_country", pickup_country, json::Optional{}, json::Length{0, 2});
    v("pickup_region", pickup_region, json::Optional{}, json::Length{0, 6});
    v("enabled", enabled, json::Optional{});
  }
};

struct ShippingZoneBody : Places {
  std::string name;
  std::vector<ShippingRate> rates;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 100});
    v("countries", countries, json::Optional{}, json::Items{0, places_max});
    v("regions", regions, json::Optional{}, json::Items{0, places_max});
    v("rates", rates, json::Optional{}, json::Items{0, 20});
  }
};

}  // namespace plaza::pricing
