#include "service.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "platform/base/check.h"
#include "rules.h"

namespace plaza::inventory {
namespace {

using catalog::VariantId;

constexpr int attempts_max = 4;
constexpr int page_max = 100;

Error hold_gone() {
  return Error{ErrorKind::conflict, "inventory.hold_gone", "The units are not held any more.", {}};
}

Error variant_not_found() {
  return Error{
      ErrorKind::not_found, "inventory.variant_not_found", "There is no such variant.", {}};
}

void sort_by_row(std::vector<Hold>& holds) {
  std::sort(holds.begin(), holds.end(), [](const Hold& a, const Hold& b) {
    return std::pair(a.variant_id, a.location_id) < std::pair(b.variant_id, b.location_id);
  });
}

StockLevel level_from(const Balance& balance, std::string location) {
  return {balance.variant_id, balance.location_id, std::move(location),
          balance.on_hand,    balance.reserved,    balance.safety};
}

}  // namespace

std::vector<std::int64_t> StockService::available(db::Reader& reader,
                                                  std::span<const VariantId> variants) {
  std::vector<std::int64_t> numbers;
  for (const auto variant : variants) numbers.push_back(inventory::available(reader, variant));
  return numbers;
}

void StockService::record(db::Transaction& tx, const Balance& balance, std::int64_t delta_on_hand,
                          std::int64_t delta_reserved, const Why& why, Announce announce) {
  enter(tx, balance,
        {parts_.ids.next(), parts_.clock.now(), delta_on_hand, delta_reserved, why.reason,
         why.reference, why.actor, why.held_until});
  Balance before = balance;
  before.on_hand -= delta_on_hand;
  before.reserved -= delta_reserved;
  parts_.notices.moved(tx, balance, before.available(), announce);
}

// --- taking
// ------------------------------------------------------------------------------------------------------

std::optional<LocationId> StockService::place_for_all(std::span<const StockLine> lines,
                                                      std::string_view country) const {
  if (lines.size() < 2 || parts_.places.count() < 2) return std::nullopt;
  std::vector<std::vector<Share>> shares;
  std::vector<std::int64_t> wanted;
  for (const auto& line : lines) {
    shares.push_back(parts_.levels.shares(line.variant_id));
    wanted.push_back(line.quantity);
  }
  return one_for_all(parts_.places, shares, wanted, country);
}

Status StockService::take(db::Transaction& tx, std::span<const StockLine> lines, Way way,
                          const Why& why) {
  TRY_DONE(check_lines(lines));
  way.first = place_for_all(lines, way.country);
  const bool held = why.held_until.has_value();
  Shortage shortage;
  for (const std::size_t i : order_of_taking(lines)) {
    const auto& line = lines[i];
    const auto balance = take_one(tx, line, way);
    if (balance) {
      record(tx, *balance, held ? 0 : -line.quantity, held ? line.quantity : 0, why,
             Announce::when_it_shows);
      continue;
    }
    // What is not there yet cannot be held, only sold.
    const bool on_preorder = parts_.levels.knows_preorder(line.variant_id);
    const bool promised = on_preorder && (held ? parts_.levels.available(line.variant_id) >= line.quantity
                                               : presell(tx, line, why));
    if (!promised) shortage.add(i, inventory::available(tx, line.variant_id));
  }
  if (shortage.any()) return shortage.error();
  return done();
}

// First where memory says that there is enough. Not enough may mean: enough, but held by somebody whose
// time is over; or that a location changed on another node or while the statement waited: then the
// database is asked.
std::optional<Balance> StockService::take_one(db::Transaction& tx, const StockLine& line,
                                              const Way& way) {
  std::vector<LocationId> places;
  for (const auto& share : parts_.levels.shares(line.variant_id)) {
    if (share.available >= line.quantity) places.push_back(share.location_id);
  }
  parts_.places.sort_and_filter(places, way.country);
  if (way.first) {
    const auto best = std::find(places.begin(), places.end(), *way.first);
    if (best != places.end()) std::rotate(places.begin(), best, best + 1);
  }
  for (const auto location : places) {
    auto balance = way.move(tx, line.variant_id, location, line.quantity);
    if (balance) return balance;
  }
  heal(tx, line.variant_id);
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    places = with_enough(tx, line.variant_id, line.quantity);
    parts_.places.sort_and_filter(places, way.country);
    if (places.empty()) return std::nullopt;
    auto balance = way.move(tx, line.variant_id, places.front(), line.quantity);
    if (balance) return balance;
  }
  return std::nullopt;
}

bool StockService::heal(db::Transaction& tx, VariantId variant) {
  auto holds = close_expired_of(tx, parts_.clock.now(), variant);
  if (holds.empty()) return false;
  give_back_all(tx, std::move(holds), "expired", "system");
  return true;
}

Status StockService::reserve(db::Transaction& tx, std::string_view reference,
                             std::span<const StockLine> lines, Time until) {
  TRY_DONE(parts_.limits.check(lines));
  return take(tx, lines, {&inventory::hold, {}, {}}, {"reserved", reference, "", until});
}

Status StockService::sell(db::Transaction& tx, std::string_view order,
                          std::span<const StockLine> lines, const Buyer& buyer) {
  TRY_DONE(take(tx, lines, {&inventory::sell, buyer.country, {}}, {"sold", order, ""}));
  return parts_.limits.take(tx, order, lines, buyer);
}

// --- holds
// -------------------------------------------------------------------------------------------------------

Status StockService::extend(db::Transaction& tx, std::string_view reference, Time until) {
  if (extend_holds(tx, reference, until) == 0) return hold_gone();
  return done();
}

void StockService::give_back_all(db::Transaction& tx, std::vector<Hold> holds,
                                 std::string_view reason, std::string_view actor) {
  sort_by_row(holds);
  for (const auto& hold : holds) {
    const auto balance = give_back(tx, hold);
    CHECK(balance.has_value());  // an open hold's units are reserved
    record(tx, *balance, 0, -hold.quantity, {reason, hold.reference, actor},
           Announce::when_it_shows);
  }
}

Result<int> StockService::release(db::Transaction& tx, std::string_view reference) {
  auto holds = close_holds(tx, reference);
  const int count = static_cast<int>(holds.size());
  give_back_all(tx, std::move(holds), "released", "");
  return count;
}

Result<int> StockService::expire(db::Transaction& tx, int limit) {
  auto holds = close_expired(tx, parts_.clock.now(), limit);
  const int count = static_cast<int>(holds.size());
  give_back_all(tx, std::move(holds), "expired", "system");
  return count;
}

Result<std::vector<StockLine>> StockService::commit(db::Transaction& tx, std::string_view reference,
                                                    std::string_view order,
                                                    const Buyer& buyer) {
  auto holds = close_holds(tx, reference);
  if (holds.empty()) return hold_gone();
  sort_by_row(holds);
  std::vector<StockLine> sold;
  for (const auto& hold : holds) {
    const auto balance = sell_held(tx, hold);
    CHECK(balance.has_value());
    record(tx, *balance, -hold.quantity, -hold.quantity, {"sold", order, ""},
           Announce::when_it_shows);
    sold.push_back({hold.variant_id, hold.quantity});
  }
  TRY_DONE(parts_.limits.take(tx, order, sold, buyer));
  return sold;
}

// --- putting back and counting
// -----------------------------------------------------------------------------------

Status StockService::restock(db::Transaction& tx, std::string_view order,
                             std::span<const StockLine> lines, std::string_view reason,
                             std::string_view actor) {
  TRY_DONE(check_lines(lines));
  for (const std::size_t i : order_of_taking(lines)) {
    const auto& line = lines[i];
    parts_.limits.give_back(tx, order, line);
    const auto from = sold_from(tx, order, line.variant_id);
    if (!from && cancel_presale(tx, order, line)) continue;
    const auto location = from.value_or(main_location);
    const auto balance = add(tx, line.variant_id, location, line.quantity);
    if (!balance) return variant_not_found();  // was never stocked there
    record(tx, *balance, line.quantity, 0, {reason, order, actor}, Announce::at_once);
    fill_presales(tx, line.variant_id, location, actor);
  }
  return done();
}

void StockService::uncount(db::Transaction& tx, std::string_view order,
                           std::span<const StockLine> lines) {
  for (const auto& line : lines) parts_.limits.give_back(tx, order, line);
}

// `wish` says where and how many; its product is for a row that is not there yet.
Result<StockService::Counted> StockService::count(db::Transaction& tx, const Balance& wish,
                                                  const Why& why) {
  if (wish.on_hand < 0 || wish.on_hand > on_hand_max) {
    return invalid_field("on_hand", "out_of_range",
                         "must be between 0 and " + std::to_string(on_hand_max));
  }
  const auto before = stock_at(tx, wish.variant_id, wish.location_id);
  if (before && before->on_hand == wish.on_hand) return Counted{*before, false};
  if (!before && insert_stock(tx, wish)) {
    Balance made = wish;
    made.reserved = 0;
    made.version = 1;
    if (made.on_hand > 0) record(tx, made, made.on_hand, 0, why, Announce::at_once);
    return Counted{made, made.on_hand > 0};
  }
  const auto locked = touch(tx, wish.variant_id, wish.location_id);
  CHECK(locked.has_value());
  const auto after = set(tx, wish.variant_id, wish.location_id, wish.on_hand);
  if (!after) {
    const std::string held = std::to_string(locked->reserved);
    return Error{ErrorKind::conflict,
                 "inventory.below_reserved",
                 held + " units are held for carts and orders.",
                 {{"on_hand", "below_reserved", "is below the " + held + " units that are held"}}};
  }
  const std::int64_t delta = after->on_hand - locked->on_hand;
  if (delta != 0) record(tx, *after, delta, 0, why, Announce::at_once);
  return Counted{*after, delta != 0};
}

Result<Location> StockService::place(db::Reader& reader, std::string_view handle) const {
  auto place = find_location(reader, handle.empty() ? "main" : handle);
  if (place) return std::move(*place);
  return Error{ErrorKind::not_found,
               "inventory.location_not_found",
               "There is no such location.",
               {{"location", "not_found", "is no location's handle"}}};
}

Result<StockLevel> StockService::set_on_hand(db::Transaction& tx, VariantId variant,
                                             std::string_view location, std::int64_t on_hand,
                                             std::string_view reason, std::string_view actor) {
  TRY(const Location at, place(tx, location));
  const auto known = parts_.catalog.variants(tx, std::span(&variant, 1));
  if (known.empty()) return variant_not_found();
  const Balance wish{variant, at.id, known.front().variant.product_id, on_hand, 0, 0, 0};
  TRY(auto counted, count(tx, wish, {reason.empty() ? "counted" : reason, "", actor}));
  if (counted.changed) fill_presales(tx, variant, at.id, actor);
  return level_from(counted.changed ? *stock_at(tx, variant, at.id) : counted.balance, at.handle);
}

Result<int> StockService::set_on_hand(db::Transaction& tx,
                                      std::span<const catalog::VariantQuantity> quantities,
                                      std::string_view actor) {
  int changed = 0;
  for (const auto& quantity : quantities) {
    const Balance wish{
        quantity.variant_id, main_location, quantity.product_id, quantity.on_hand, 0, 0, 0};
    TRY(auto counted, count(tx, wish, {"imported", "", actor}));
    if (counted.changed) fill_presales(tx, quantity.variant_id, main_location, actor);
    changed += counted.changed ? 1 : 0;
  }
  return changed;
}

// --- reading
// -----------------------------------------------------------------------------------------------------

std::vector<StockLevel> StockService::levels(db::Reader& reader,
                                             std::optional<std::int64_t> at_most, VariantId after,
                                             int limit) {
  limit = std::clamp(limit, 1, page_max + 1);
  const auto variants =
      at_most ? parts_.levels.at_most(*at_most, after, static_cast<std::size_t>(limit))
              : variants_after(reader, after, limit);
  const auto places = locations(reader);
  std::vector<StockLevel> levels;
  for (const auto variant : variants) {
    for (const auto& balance : stock_of(reader, variant)) {
      const auto place = std::find_if(places.begin(), places.end(), [&](const Location& location) {
        return location.id == balance.location_id;
      });
      levels.push_back(level_from(balance, place == places.end() ? "" : place->handle));
    }
  }
  return levels;
}

std::vector<LedgerEntry> StockService::ledger(db::Reader& reader, VariantId variant,
                                              std::int64_t before, int limit) {
  const std::int64_t from = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
  return read_ledger(reader, variant, from, std::clamp(limit, 1, page_max + 1));
}

}  // namespace plaza::inventory
