// What one unit costs whom, when, in which currency; from memory, on every node.
//
// The regular price in the shop's own currency is the catalogue's; in another it is an entry of a price list of that currency,
// else the catalogue's price by the currency's rate and rounding rule. Lists with a time (sales) or a customer group compete with
// it: the lowest price that applies wins. A sale's crossed-out price is the price before it. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "pricing/ids.h"

namespace plaza::pricing {

struct Buyer {
  Currency currency = {};
  identity::AccountId account_id = {};  // none: a guest
  Time at = {};
};

struct UnitPrice {
  std::int64_t amount = 0;                      // minor units of the buyer's currency
  std::optional<std::int64_t> compare_at = {};  // above `amount`, or nothing
  std::string list = {};                        // name of the price list that decided; empty: the catalogue
  bool sale = false;                            // a list with a time decided
  std::optional<Time> until = {};               // when that sale ends

  friend bool operator==(const UnitPrice&, const UnitPrice&) = default;
};

struct CurrencyChoice {
  Currency currency = {};
  int digits = 2;
  bool base = false;  // the shop's own
};

// Products whose price changed; empty: all may have.
using PricesChanged = std::function<void(std::span<const catalog::ProductId> products)>;

class Prices {
 public:
  virtual ~Prices() = default;
  // `base` and `base_compare_at` are the catalogue's, in the shop's currency. Nothing: the shop does not sell in the buyer's
  // currency (pricing.currency_not_sold).
  virtual std::optional<UnitPrice> of(catalog::VariantId variant, catalog::ProductId product, Money base,
                                      std::optional<Money> base_compare_at, const Buyer& buyer) const = 0;
  // The shop's own first.
  virtual std::vector<CurrencyChoice> currencies() const = 0;
  virtual bool sells_in(Currency currency) const = 0;
  virtual Currency base_currency() const = 0;
  // An amount of the shop's currency in another one it sells in, rounded by its rule; for shipping, thresholds and the like.
  virtual std::optional<std::int64_t> convert(std::int64_t base_amount, Currency currency) const = 0;
  virtual std::vector<CustomerGroupId> groups_of(identity::AccountId account) const = 0;
  // Whether this account may see other prices than everybody: kept answers are not for them.
  virtual bool has_own_prices(identity::AccountId account) const = 0;
  // Called when what everybody is shown in the shop's currency may have changed: a list was edited, a sale began or ended. On
  // the writer's, the events' or the timer's thread: be quick. Added before the program serves.
  virtual void on_change(PricesChanged changed) = 0;
};

}  // namespace plaza::pricing
