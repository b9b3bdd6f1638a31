// Stock: what is on hand, what of it is held, and why. Every move is one guarded statement and one
// ledger row in the caller's transaction, so two buyers never get the same unit and the ledger
// always explains the number.
//
// A hold (reservation) belongs to a reference ("crt_…", "ord_…") and lasts at least until its time.
// It goes on counting until it is released, by its owner or, when its time is over, by a job or by
// the next buyer who needs the units: so a payment that ends a moment too late still gets its units
// while the hold is there, or finds it gone; it never oversells.
//
// Where units come from: of the locations that serve the country, the first by priority (then by id)
// that has enough for all lines of the order, so that it is one parcel; else for each line the first
// that has enough for it. Safety stock is never sold. A variant on pre-order goes on selling, up to a
// cap, when no location has enough: such units are filled by the next arrivals, first come first served.
//
// Codes: inventory.limit_reached (409, fields `lines[i].quantity`: more than one order or one person
// may have), inventory.out_of_stock (409, fields `lines[i].quantity` by the index of the caller's
// line), inventory.hold_gone (409), inventory.below_reserved (409), inventory.location_not_found,
// inventory.variant_not_found (404), request.invalid (400).
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "inventory/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::inventory {

struct StockLine {
  catalog::VariantId variant_id;
  std::int64_t quantity = 1;  // > 0
};

// Who buys, as far as stock needs to know it. Borrowed.
struct Buyer {
  std::string_view country;             // ISO 3166-1 alpha-2; empty: any location serves
  std::span<const std::string> people;  // keys of the person, each counted: see person_keys()
  std::span<const StockLine> has = {};  // what the order has already, when more is added to it
};
// The keys that purchase limits count by: the account (its text id, or empty) and a digest of
// the folded e-mail.
std::vector<std::string> person_keys(std::string_view account, std::string_view email);

// Sold before it is there, and promised.
struct Presale {
  catalog::VariantId variant_id;
  std::int64_t quantity = 0;
  std::optional<Time> promised_at;
  bool filled = false;  // units have come and are the order's
};

struct StockLevel {
  catalog::VariantId variant_id;
  LocationId location_id;
  std::string location;  // its handle
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
  std::int64_t safety = 0;  // never sold
  std::int64_t available() const { return std::max<std::int64_t>(on_hand - reserved - safety, 0); }
};

struct LedgerEntry {
  std::int64_t id = 0;  // newest first; pass the last one's as `before` for the next page
  Time at;
  LocationId location_id;
  std::int64_t delta_on_hand = 0;
  std::int64_t delta_reserved = 0;
  std::int64_t balance_on_hand = 0;
  std::int64_t balance_reserved = 0;
  std::string reason;     // reserved, released, expired, sold, counted, imported, or the given one
  std::string reference;  // "ord_…"
  std::string actor;      // "acc_…", "system", or empty
};

inline constexpr std::int64_t on_hand_max = 1'000'000'000;

// Thread-safe. Lines are taken in the order of their variants (so that two transactions cannot wait
// for each other); a refusal names all lines that cannot be had, and the caller rolls back.
class Stock {
 public:
  virtual ~Stock() = default;

  // Units that can be bought, over all locations; 0 for what is not stocked. From the database; for
  // pages see Levels.
  virtual std::vector<std::int64_t> available(db::Reader& reader,
                                              std::span<const catalog::VariantId> variants) = 0;

  // Holds units for `reference` until a time, in addition to what it holds. Two statements a line.
  virtual Status reserve(db::Transaction& tx, std::string_view reference,
                         std::span<const StockLine> lines, Time until) = 0;
  // Makes the holds of `reference` last at least until a time (never shorter). inventory.hold_gone
  // if it holds nothing.
  virtual Status extend(db::Transaction& tx, std::string_view reference, Time until) = 0;
  // Gives back all that `reference` holds; says how many holds. None is fine.
  virtual Result<int> release(db::Transaction& tx, std::string_view reference) = 0;
  // What `reference` holds is sold to `order`; gives what was sold. inventory.hold_gone if it holds
  // nothing.
  virtual Result<std::vector<StockLine>> commit(db::Transaction& tx, std::string_view reference,
                                                std::string_view order,
                                                const Buyer& buyer = {}) = 0;
  // Sells at once, without a hold. Two statements a line (of a variant without a purchase limit that
  // is in stock).
  virtual Status sell(db::Transaction& tx, std::string_view order,
                      std::span<const StockLine> lines, const Buyer& buyer = {}) = 0;
  // What was sold of an order before it was there; empty for most.
  virtual std::vector<Presale> presales(db::Reader& reader, std::string_view order) = 0;
  // Orders that wait for units which have not come: the newest first after `before` (empty: from the newest), at most `limit`.
  virtual std::vector<std::string> waiting_orders(db::Reader& reader, std::string_view before, int limit) = 0;
  // Units of an order come back (cancelled, payment failed, returned), to the location that they
  // were sold from, else the first one. More than was sold is the caller's mistake and not checked
  // here. `reason` is "cancelled", "returned" …
  virtual Status restock(db::Transaction& tx, std::string_view order,
                         std::span<const StockLine> lines, std::string_view reason,
                         std::string_view actor) = 0;
  // Units of an order went back to the shop and are not for sale again: they do not count as bought any more.
  virtual void uncount(db::Transaction& tx, std::string_view order,
                       std::span<const StockLine> lines) = 0;
  // Counted anew: 0..on_hand_max (request.invalid with the field on_hand) and not below what is
  // held (inventory.below_reserved). `location` is a handle; empty means main. An empty reason
  // means "counted". The same number again changes nothing.
  virtual Result<StockLevel> set_on_hand(db::Transaction& tx, catalog::VariantId variant,
                                         std::string_view location, std::int64_t on_hand,
                                         std::string_view reason, std::string_view actor) = 0;

  // Levels of at most `limit` variants (1..101), in the order of variants after `after`, a
  // variant's locations together; with `at_most`, only variants with no more available than that.
  virtual std::vector<StockLevel> levels(db::Reader& reader, std::optional<std::int64_t> at_most,
                                         catalog::VariantId after, int limit) = 0;
  // Newest first; `before` is an entry's id or 0.
  virtual std::vector<LedgerEntry> ledger(db::Reader& reader, catalog::VariantId variant,
                                          std::int64_t before, int limit) = 0;
  // Releases holds whose time is over, at most `limit`; says how many. The job's work.
  virtual Result<int> expire(db::Transaction& tx, int limit) = 0;
};

}  // namespace plaza::inventory
