// Stock over its store. A line of a checkout is two statements: the guarded move and its ledger
// row.
#pragma once

#include "catalog/catalog.h"
#include "catalog/imports.h"
#include "inventory/stock.h"
#include "level_table.h"
#include "limits.h"
#include "notices.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "store.h"

namespace plaza::inventory {

struct StockParts {
  IdSource& ids;
  const Clock& clock;
  catalog::Catalog& catalog;
  LevelTable& levels;
  Notices& notices;
  const LocationRules& places;
  const Limits& limits;
};

class StockService final : public Stock, public catalog::StockSink {
 public:
  explicit StockService(const StockParts& parts) : parts_(parts) {}

  std::vector<std::int64_t> available(db::Reader& reader,
                                      std::span<const catalog::VariantId> variants) override;
  Status reserve(db::Transaction& tx, std::string_view reference, std::span<const StockLine> lines,
                 Time until) override;
  Status extend(db::Transaction& tx, std::string_view reference, Time until) override;
  Result<int> release(db::Transaction& tx, std::string_view reference) override;
  Result<std::vector<StockLine>> commit(db::Transaction& tx, std::string_view reference,
                                        std::string_view order, const Buyer& buyer = {}) override;
  Status sell(db::Transaction& tx, std::string_view order, std::span<const StockLine> lines,
              const Buyer& buyer = {}) override;
  std::vector<Presale> presales(db::Reader& reader, std::string_view order) override;
  std::vector<std::string> waiting_orders(db::Reader& reader, std::string_view before,
                                          int limit) override;
  Status restock(db::Transaction& tx, std::string_view order, std::span<const StockLine> lines,
                 std::string_view reason, std::string_view actor) override;
  void uncount(db::Transaction& tx, std::string_view order,
               std::span<const StockLine> lines) override;
  Result<StockLevel> set_on_hand(db::Transaction& tx, catalog::VariantId variant,
                                 std::string_view location, std::int64_t on_hand,
                                 std::string_view reason, std::string_view actor) override;
  std::vector<StockLevel> levels(db::Reader& reader, std::optional<std::int64_t> at_most,
                                 catalog::VariantId after, int limit) override;
  std::vector<LedgerEntry> ledger(db::Reader& reader, catalog::VariantId variant,
                                  std::int64_t before, int limit) override;
  Result<int> expire(db::Transaction& tx, int limit) override;

  // Units arrived: on hand at once, and the presales that waited longest are filled by them.
  Result<StockLevel> receive(db::Transaction& tx, catalog::VariantId variant, LocationId location,
                             std::int64_t quantity, std::string_view reference,
                             std::string_view actor);
  // Units that are never sold. The row is made if it is not there.
  Result<StockLevel> set_safety(db::Transaction& tx, catalog::VariantId variant,
                                std::string_view location, std::int64_t safety);

  // catalog::StockSink
  Result<int> set_on_hand(db::Transaction& tx, std::span<const catalog::VariantQuantity> quantities,
                          std::string_view actor) override;

 private:
  struct Why {
    std::string_view reason, reference, actor;
    std::optional<Time> held_until = std::nullopt;
  };
  struct Counted {
    Balance balance;
    bool changed = false;
  };
  using Move = std::optional<Balance> (*)(db::Transaction&, catalog::VariantId, LocationId,
                                          std::int64_t);
  // How one order is served.
  struct Way {
    Move move;
    std::string_view country;
    std::optional<LocationId> first;  // has all of it
  };

  Status take(db::Transaction& tx, std::span<const StockLine> lines, Way way, const Why& why);
  std::optional<Balance> take_one(db::Transaction& tx, const StockLine& line, const Way& way);
  std::optional<LocationId> place_for_all(std::span<const StockLine> lines,
                                          std::string_view country) const;
  bool presell(db::Transaction& tx, const StockLine& line, const Why& why);
  bool cancel_presale(db::Transaction& tx, std::string_view order, const StockLine& line);
  void fill_presales(db::Transaction& tx, catalog::VariantId variant, LocationId location,
                     std::string_view actor);
  void tell(db::Transaction& tx, const PreorderRow& preorder);
  Result<Location> place(db::Reader& reader, std::string_view handle) const;
  bool heal(db::Transaction& tx, catalog::VariantId variant);
  void give_back_all(db::Transaction& tx, std::vector<Hold> holds, std::string_view reason,
                     std::string_view actor);
  Result<Counted> count(db::Transaction& tx, const Balance& wish, const Why& why);
  void record(db::Transaction& tx, const Balance& balance, std::int64_t delta_on_hand,
              std::int64_t delta_reserved, const Why& why, Announce announce);

  const StockParts parts_;
};

}  // namespace plaza::inventory
