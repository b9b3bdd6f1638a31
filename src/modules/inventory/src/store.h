// Balances, the ledger and locations in the database.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "inventory/ids.h"
#include "inventory/stock.h"
#include "platform/db/connection.h"

namespace plaza::inventory {

inline constexpr LocationId main_location{1};

// A balance as a move left it.
struct Balance {
  catalog::VariantId variant_id;
  LocationId location_id;
  catalog::ProductId product_id;
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
  std::int64_t version = 0;
  std::int64_t safety = 0;
  // What can be sold. Negative never: less than the safety stock is there.
  std::int64_t available() const { return std::max<std::int64_t>(on_hand - reserved - safety, 0); }
};

// Open until it was closed, which only one can do.
struct Hold {
  catalog::VariantId variant_id;
  LocationId location_id;
  std::int64_t quantity = 0;
  std::string reference;
};

struct NewEntry {
  std::int64_t id = 0;
  Time at;
  std::int64_t delta_on_hand = 0;
  std::int64_t delta_reserved = 0;
  std::string_view reason, reference, actor;
  std::optional<Time> held_until;
};

struct Location {
  LocationId id;
  std::string handle, name;
  std::int64_t priority = 0;  // the lowest is asked first
  std::string countries = {};  // "LA,VN"; empty: serves all
};

// Moves: nothing when there is not enough (or no such stock).
std::optional<Balance> sell(db::Transaction& tx, catalog::VariantId variant, LocationId location,
                            std::int64_t quantity);
std::optional<Balance> hold(db::Transaction& tx, catalog::VariantId variant, LocationId location,
                            std::int64_t quantity);
std::optional<Balance> give_back(db::Transaction& tx, const Hold& hold);
std::optional<Balance> sell_held(db::Transaction& tx, const Hold& hold);
std::optional<Balance> add(db::Transaction& tx, catalog::VariantId variant, LocationId location,
                           std::int64_t quantity);
// False: it is there already.
bool insert_stock(db::Transaction& tx, const Balance& balance);
// Locks the row and gives it as it is.
std::optional<Balance> touch(db::Transaction& tx, catalog::VariantId variant, LocationId location);
// Nothing when more is held.
std::optional<Balance> set(db::Transaction& tx, catalog::VariantId variant, LocationId location,
                           std::int64_t on_hand);

// Nothing when it is the same already, or there is no such stock.
std::optional<Balance> set_safety(db::Transaction& tx, catalog::VariantId variant,
                                  LocationId location, std::int64_t safety);
std::optional<Balance> take_for_presale(db::Transaction& tx, catalog::VariantId variant,
                                        LocationId location, std::int64_t quantity);

void enter(db::Transaction& tx, const Balance& balance, const NewEntry& entry);
std::vector<Hold> close_holds(db::Transaction& tx, std::string_view reference);
std::int64_t extend_holds(db::Transaction& tx, std::string_view reference, Time until);
std::vector<Hold> close_expired(db::Transaction& tx, Time now, int limit);
std::vector<Hold> close_expired_of(db::Transaction& tx, Time now, catalog::VariantId variant);
std::optional<LocationId> sold_from(db::Reader& reader, std::string_view order,
                                    catalog::VariantId variant);
std::vector<LedgerEntry> read_ledger(db::Reader& reader, catalog::VariantId variant,
                                     std::int64_t before, int limit);

std::int64_t available(db::Reader& reader, catalog::VariantId variant);
// By id.
std::vector<LocationId> with_enough(db::Reader& reader, catalog::VariantId variant,
                                    std::int64_t quantity);
std::optional<Balance> stock_at(db::Reader& reader, catalog::VariantId variant,
                                LocationId location);
std::vector<Balance> stock_of(db::Reader& reader, catalog::VariantId variant);
std::vector<catalog::VariantId> variants_after(db::Reader& reader, catalog::VariantId after,
                                               int limit);
void each_balance(db::Reader& reader, const std::function<void(const Balance&)>& each);

std::vector<Location> locations(db::Reader& reader);
std::optional<Location> find_location(db::Reader& reader, std::string_view handle);
// False: the handle is taken.
bool insert_location(db::Transaction& tx, const Location& location, Time at);
bool update_location(db::Transaction& tx, const Location& location);

}  // namespace plaza::inventory
