// Tax zones, exemptions, tax classes and shipping zones in memory: what Taxes and Shipping answer from. Thread-safe.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <shared_mutex>
#include <string>
#include <vector>

#include "price_book.h"
#include "zone_rules.h"

namespace plaza::pricing {

struct Exemption {
  identity::AccountId account_id;
  std::string note;
  std::optional<Time> until;
  Time created_at;
};
struct ProductClass {
  catalog::ProductId product_id;
  std::string tax_class;
};

struct ZoneRate {
  TaxZoneId zone_id;
  std::string zone_name;
  std::int64_t rate_ppm = 0;
};
struct NamedClass {
  std::string name;
  std::int64_t product_count = 0;
  std::vector<ZoneRate> rates;
};

struct TaxState {
  std::int64_t version = 0;
  std::vector<TaxZone> zones;  // in the order they were made
  std::vector<Exemption> exemptions;
  std::vector<ProductClass> classes;
};
// The classes that zones rate and products bear, the standard one first, then by name.
std::vector<NamedClass> named_classes(const TaxState& state);

struct ShippingState {
  std::int64_t version = 0;
  std::vector<ShippingZone> zones;
};

class TaxBook final : public Taxes {
 public:
  TaxBook(const Settings& settings, const PriceBook& prices) : settings_(settings), prices_(prices) {}
  Taxation of(const TaxQuestion& question) const override;
  std::string class_of(catalog::ProductId product) const override;
  void plug(const TaxCalculator& calculator) override { calculator_ = &calculator; }

  void apply(TaxState state);

 private:
  void exempt(Taxation& taxation, const TaxQuestion& question) const;

  const Settings& settings_;
  const PriceBook& prices_;
  const TaxCalculator* calculator_ = nullptr;
  mutable std::shared_mutex mutex_;
  std::int64_t version_ = 0;
  std::vector<TaxZone> zones_;
  boost::unordered_flat_map<std::int64_t, Exemption> exemptions_;
  boost::unordered_flat_map<std::int64_t, std::string> classes_;
};

class ShippingBook final : public Shipping {
 public:
  ShippingBook(const Settings& settings, const PriceBook& prices) : settings_(settings), prices_(prices) {}
  std::vector<ShippingOption> options(const ShippingQuestion& question) const override;

  void apply(ShippingState state);

 private:
  const Settings& settings_;
  const PriceBook& prices_;
  mutable std::shared_mutex mutex_;
  ShippingState state_;
};

}  // namespace plaza::pricing
