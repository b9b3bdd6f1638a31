// Who pays which tax where; from memory, on every node. A zone names countries ("DE") or regions ("US-CA"), its rates by tax
// class, whether shipping is taxed, and whether prices include the tax there. A region's zone goes before its country's, that
// before the zone of all others; without any zone the settings' flat rate holds. Thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "platform/base/time.h"
#include "pricing/price.h"

namespace plaza::pricing {

struct TaxQuestion {
  std::span<const Line> lines = {};
  std::string_view country = {};  // ISO 3166-1 alpha-2; empty while it is not known: the shop's first zone
  std::string_view region = {};   // "CA" or "US-CA"
  std::string_view postal_code = {};
  identity::AccountId account_id = {};  // none: a guest
  Time at = {};
};

struct Taxation {
  TaxRates rates;
  bool prices_include_tax = true;
  bool tax_exempt = false;
  std::string zone = {};            // its name; empty: the flat rate
  std::string exempt_reason = {};   // the note of the exemption, or the group's name
};

class Taxes {
 public:
  virtual ~Taxes() = default;
  virtual Taxation of(const TaxQuestion& question) const = 0;
  // "standard" unless staff said otherwise.
  virtual std::string class_of(catalog::ProductId product) const = 0;
  // Rates come from here instead of the zones from now on (borrowed; before serving). Whether prices include tax, and who is
  // exempt, stay as they are.
  virtual void plug(const TaxCalculator& calculator) = 0;
};

}  // namespace plaza::pricing
