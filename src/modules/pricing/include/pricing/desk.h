// What staff set: price lists, currencies, groups and zones. Writes take the caller's transaction, publish
// pricing.price_changed in it, and show in this node's memory with its commit. Thread-safe.
//
// Codes: pricing.list_not_found, pricing.group_not_found, pricing.zone_not_found (404), pricing.currency_not_sold (400),
// pricing.currency_in_use, pricing.group_in_use, pricing.country_taken, pricing.too_many, pricing.stale (409; a version that is
// not 0 and not the newest), request.invalid with fields (400).
#pragma once

#include <span>
#include <string_view>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"
#include "pricing/price_list.h"
#include "pricing/zones.h"

namespace plaza::pricing {

// Adds or replaces an entry, or removes it.
struct EntryChange {
  Entry entry;  // of a variant: its product may be left out
  bool remove = false;
};
inline constexpr std::size_t entry_changes_max = 1'000;
inline constexpr std::size_t members_added_max = 1'000;

class Desk {
 public:
  virtual ~Desk() = default;
  // `rate`: units of it for one unit of the shop's currency, in billionths.
  virtual Status put_currency(db::Transaction& tx, Currency currency, std::int64_t rate, const Rounding& rounding) = 0;
  // Ids, counts, versions and times of what is given are made here.
  virtual Result<PriceList> create_list(db::Transaction& tx, const PriceList& wish) = 0;
  // Everything staff may set becomes what `wish` says.
  virtual Result<PriceList> update_list(db::Transaction& tx, const PriceList& wish, std::int64_t version) = 0;
  virtual Result<PriceList> change_entries(db::Transaction& tx, PriceListId id, std::span<const EntryChange> changes) = 0;
  virtual Result<CustomerGroupId> create_group(db::Transaction& tx, std::string_view name, bool tax_exempt) = 0;
  virtual Status add_members(db::Transaction& tx, CustomerGroupId id, std::span<const identity::AccountId> accounts) = 0;
  virtual Result<TaxZoneId> create_zone(db::Transaction& tx, const TaxZoneBody& zone) = 0;
  virtual Result<ShippingZoneId> create_zone(db::Transaction& tx, const ShippingZoneBody& zone) = 0;
};

}  // namespace plaza::pricing
