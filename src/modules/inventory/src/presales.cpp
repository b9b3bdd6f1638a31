// Sold before it is there: pre-orders are sold up to their cap when no location has enough, and filled by
// the next arrivals in the order of the sales. And what arrives.
#include "inventory/events.h"
#include "platform/base/check.h"
#include "platform/events/outbox.h"
#include "service.h"

namespace plaza::inventory {
namespace {

using catalog::VariantId;

constexpr int filled_batch = 100;

}  // namespace

void StockService::tell(db::Transaction& tx, const PreorderRow& preorder) {
  events::publish(tx, preorder.variant_id.value, RulesChanged{"preorder"});
  tx.on_commit([this, preorder] { parts_.levels.apply(preorder); });
}

bool StockService::presell(db::Transaction& tx, const StockLine& line, const Why& why) {
  const auto preorder = inventory::presell(tx, line.variant_id, line.quantity);
  if (!preorder) return false;
  const PresaleRow presale{parts_.ids.next(), line.variant_id,       std::string(why.reference),
                           line.quantity,     preorder->promised_at, std::nullopt};
  insert_presale(tx, presale, parts_.clock.now());
  tell(tx, *preorder);
  return true;
}

bool StockService::cancel_presale(db::Transaction& tx, std::string_view order,
                                  const StockLine& line) {
  if (!parts_.levels.knows_preorder(line.variant_id)) return false;
  for (const auto& presale : presales_of(tx, order)) {
    if (presale.variant_id != line.variant_id || presale.filled_at) continue;
    const std::int64_t units = std::min(line.quantity, presale.quantity);
    if (!lessen_presale(tx, presale.id, units)) continue;
    const auto preorder = unpresell(tx, line.variant_id, units);
    CHECK(preorder.has_value());
    tell(tx, *preorder);
    return true;
  }
  return false;
}

void StockService::fill_presales(db::Transaction& tx, VariantId variant, LocationId location,
                                 std::string_view actor) {
  if (!parts_.levels.knows_preorder(variant)) return;
  std::optional<PreorderRow> preorder;
  for (bool more = true; more;) {
    const auto waiting = open_presales(tx, variant, filled_batch);
    more = std::ssize(waiting) == filled_batch;
    for (const auto& presale : waiting) {
      const auto balance = take_for_presale(tx, variant, location, presale.quantity);
      if (!balance) {  // nobody is served before whoever came first
        more = false;
        break;
      }
      CHECK(fill_presale(tx, presale.id, parts_.clock.now()));
      preorder = unpresell(tx, variant, presale.quantity);
      record(tx, *balance, -presale.quantity, 0, {"sold", presale.order, actor}, Announce::at_once);
    }
  }
  if (preorder) tell(tx, *preorder);
}

std::vector<Presale> StockService::presales(db::Reader& reader, std::string_view order) {
  std::vector<Presale> presales;
  for (const auto& row : presales_of(reader, order))
    presales.push_back({row.variant_id, row.quantity, row.promised_at, row.filled_at.has_value()});
  return presales;
}

std::vector<std::string> StockService::waiting_orders(db::Reader& reader, std::string_view before,
                                                      int limit) {
  return inventory::waiting_orders(reader, before, limit);
}

Result<StockLevel> StockService::receive(db::Transaction& tx, VariantId variant,
                                         LocationId location, std::int64_t quantity,
                                         std::string_view reference, std::string_view actor) {
  const auto known = parts_.catalog.variants(tx, std::span(&variant, 1));
  if (known.empty()) {
    return Error{ErrorKind::not_found, "inventory.variant_not_found", "There is no such variant."};
  }
  Balance row{variant, location, known.front().variant.product_id, 0, 0, 0, 0};
  insert_stock(tx, row);
  const auto balance = add(tx, variant, location, quantity);
  CHECK(balance.has_value());
  record(tx, *balance, quantity, 0, {"received", reference, actor}, Announce::at_once);
  fill_presales(tx, variant, location, actor);
  const auto after = stock_at(tx, variant, location);
  CHECK(after.has_value());
  return StockLevel{variant, location, "", after->on_hand, after->reserved, after->safety};
}

Result<StockLevel> StockService::set_safety(db::Transaction& tx, VariantId variant,
                                            std::string_view location, std::int64_t safety) {
  if (safety < 0 || safety > on_hand_max) {
    return invalid_field("safety", "out_of_range", "must be 0 or more");
  }
  TRY(const Location at, place(tx, location));
  const auto known = parts_.catalog.variants(tx, std::span(&variant, 1));
  if (known.empty()) {
    return Error{ErrorKind::not_found, "inventory.variant_not_found", "There is no such variant."};
  }
  insert_stock(tx, {variant, at.id, known.front().variant.product_id, 0, 0, 0, 0});
  const auto before = touch(tx, variant, at.id);
  CHECK(before.has_value());
  const auto after = inventory::set_safety(tx, variant, at.id, safety);
  if (after) parts_.notices.moved(tx, *after, before->available(), Announce::at_once);
  const Balance& now = after ? *after : *before;
  return StockLevel{variant, at.id, at.handle, now.on_hand, now.reserved, now.safety};
}

}  // namespace plaza::inventory
