#pragma once

#include "platform/base/id.h"

namespace plaza::pricing {

// A list of prices: of a currency, of a customer group, of a sale.
struct PriceListTag {
  static constexpr const char* prefix = "plt";
};
using PriceListId = Id<PriceListTag>;

// A set of customers who have prices of their own, or pay no tax.
struct CustomerGroupTag {
  static constexpr const char* prefix = "cgr";
};
using CustomerGroupId = Id<CustomerGroupTag>;

// Where a set of tax rates holds.
struct TaxZoneTag {
  static constexpr const char* prefix = "txz";
};
using TaxZoneId = Id<TaxZoneTag>;

// Where a set of ways to deliver holds.
struct ShippingZoneTag {
  static constexpr const char* prefix = "shz";
};
using ShippingZoneId = Id<ShippingZoneTag>;

}  // namespace plaza::pricing
