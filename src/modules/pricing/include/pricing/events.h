// What pricing announces. Prices that change because a sale begins or ends are not events: every node's own timer tells
// Prices::on_change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "platform/json/describe.h"
#include "pricing/ids.h"

namespace plaza::pricing {

// What an entry of a price list is about; without a variant: all variants of the product.
struct PricedTarget {
  catalog::ProductId product_id;
  std::optional<catalog::VariantId> variant_id;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("variant_id", variant_id);
  }
};

// A price list, the currencies, groups, taxes or shipping were edited. The aggregate is the list, or 0.
struct PriceChanged {
  static constexpr const char* topic = "pricing.price_changed";
  std::string what;             // price_list, currencies, groups, taxes, shipping
  std::optional<PriceListId> price_list_id;
  bool all = true;              // any product's price may have changed
  std::vector<PricedTarget> targets;  // else these entries of the list did (at most 1,000)
  template <class V>
  void describe(V& v) {
    v("what", what);
    v("price_list_id", price_list_id);
    v("all", all);
    v("targets", targets, json::Items{0, 1'000});
  }
};

}  // namespace plaza::pricing
