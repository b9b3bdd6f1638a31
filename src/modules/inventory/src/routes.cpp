#include "routes.h"

#include "identity/ids.h"
#include "identity/roles.h"
#include "platform/base/text.h"
#include "store.h"

namespace plaza::inventory {
namespace {

using catalog::ProductId;
using catalog::VariantId;
using http::Call;

constexpr std::int64_t low_default = 5;

struct SetStock {
  VariantId id;
  std::string location = "main";
  std::int64_t on_hand = 0;
  std::optional<std::int64_t> safety;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("location", location, json::Optional{}, json::Length{1, 60});
    v("on_hand", on_hand, json::Between{0, on_hand_max});
    v("safety", safety, json::Between{0, on_hand_max},
      json::Doc{"Units that are never sold; left out: as before."});
    v("reason", reason, json::Optional{}, json::Length{0, 200});
  }
};
struct StockView {
  VariantId variant_id;
  std::string location;
  std::int64_t on_hand = 0, reserved = 0, safety = 0, available = 0;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("location", location);
    v("on_hand", on_hand);
    v("reserved", reserved);
    v("safety", safety);
    v("available", available);
  }
};

struct ListStock {
  std::string low, q, cursor;
  int limit = 20;
  template <class V>
  void describe(V& v) {
    v("low", low, json::Optional{}, json::Length{0, 10},
      json::Doc{"Only variants with no more available: a number, or true for 5."});
    v("q", q, json::Optional{}, json::Length{0, 200});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct StockItem {
  VariantId variant_id;
  ProductId product_id;
  std::string product_handle, product_title, variant_title, sku, location;
  std::int64_t on_hand = 0, reserved = 0, safety = 0, available = 0;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("product_id", product_id);
    v("product_handle", product_handle);
    v("product_title", product_title);
    v("variant_title", variant_title);
    v("sku", sku);
    v("location", location);
    v("on_hand", on_hand);
    v("reserved", reserved);
    v("safety", safety);
    v("available", available);
  }
};
struct StockPage {
  std::vector<StockItem> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct ListLedger {
  VariantId id;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};
struct LedgerItem {
  Time at;
  std::int64_t delta_on_hand = 0, delta_reserved = 0;
  std::string reason, reference;
  std::int64_t balance_on_hand = 0, balance_reserved = 0;
  std::string actor;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("delta_on_hand", delta_on_hand);
    v("delta_reserved", delta_reserved);
    v("reason", reason);
    v("reference", reference);
    v("balance_on_hand", balance_on_hand);
    v("balance_reserved", balance_reserved);
    v("actor", actor);
  }
};
struct LedgerPage {
  std::vector<LedgerItem> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

Error bad_cursor() { return invalid_field("cursor", "wrong_format", "is no cursor of this list"); }

StockItem item_from(const StockLevel& level, const catalog::SoldVariant& sold) {
  return {level.variant_id,   sold.variant.product_id, sold.product_handle, sold.product_title,
          sold.variant.title, sold.variant.sku,        level.location,      level.on_hand,
          level.reserved,     level.safety,            level.available()};
}

Result<std::optional<std::int64_t>> read_low(const std::string& text) {
  if (text.empty() || text == "false") return std::optional<std::int64_t>();
  if (text == "true") return std::optional(low_default);
  const auto number = parse_integer(text);
  if (!number || *number < 0 || *number > on_hand_max) {
    return invalid_field("low", "out_of_range", "must be a number of units, or true");
  }
  return std::optional<std::int64_t>(*number);
}

// All variants of the products that match, a whole product at a time; the cursor is the last
// product.
Result<StockPage> search(const RouteParts& parts, db::Reader& reader, const ListStock& request,
                         std::optional<std::int64_t> low) {
  catalog::ProductQuery query{request.q, std::nullopt, ProductId{}, 10};
  if (!request.cursor.empty()) {
    const auto before = parse_id<ProductId>(request.cursor);
    if (!before) return bad_cursor();
    query.before = *before;
  }
  StockPage page;
  for (;;) {
    const auto products = parts.catalog.products(reader, query);
    for (const auto& product : products) {
      query.before = product.id;
      for (const auto& variant : product.variants) {
        // Its levels are those behind the variant before it.
        const auto levels =
            parts.stock.levels(reader, std::nullopt, VariantId{variant.id.value - 1}, 1);
        const bool stocked = !levels.empty() && levels.front().variant_id == variant.id;
        const StockLevel none{variant.id, main_location, "main", 0, 0};
        const catalog::SoldVariant sold{variant, product.handle, product.title, product.status,
                                        std::nullopt};
        for (const auto& level : stocked ? levels : std::vector<StockLevel>{none}) {
          if (!low || level.available() <= *low) page.items.push_back(item_from(level, sold));
        }
      }
      if (std::ssize(page.items) >= request.limit) {
        page.next_cursor = to_text(product.id);
        return page;
      }
    }
    if (std::ssize(products) < query.limit) return page;
  }
}

Result<StockPage> list(const RouteParts& parts, db::Reader& reader, const ListStock& request) {
  TRY(const auto low, read_low(request.low));
  if (!trimmed(request.q).empty()) return search(parts, reader, request, low);
  VariantId after;
  if (!request.cursor.empty()) {
    const auto cursor = parse_id<VariantId>(request.cursor);
    if (!cursor) return bad_cursor();
    after = *cursor;
  }
  StockPage page;
  VariantId last;
  int variants = 0;
  for (const auto& level : parts.stock.levels(reader, low, after, request.limit + 1)) {
    if (level.variant_id != last && ++variants > request.limit) {
      page.next_cursor = to_text(last);
      break;
    }
    last = level.variant_id;
    const auto sold = parts.catalog.variants(reader, std::span(&level.variant_id, 1));
    if (!sold.empty()) page.items.push_back(item_from(level, sold.front()));
  }
  return page;
}

Result<LedgerPage> ledger(const RouteParts& parts, db::Reader& reader, const ListLedger& request) {
  std::int64_t before = 0;
  if (!request.cursor.empty()) {
    const auto cursor = parse_integer(request.cursor);
    if (!cursor || *cursor <= 0) return bad_cursor();
    before = *cursor;
  }
  auto entries = parts.stock.ledger(reader, request.id, before, request.limit + 1);
  LedgerPage page;
  if (std::ssize(entries) > request.limit) {
    entries.pop_back();
    page.next_cursor = std::to_string(entries.back().id);
  }
  for (const auto& e : entries) {
    page.items.push_back({e.at, e.delta_on_hand, e.delta_reserved, e.reason, e.reference,
                          e.balance_on_hand, e.balance_reserved, e.actor});
  }
  return page;
}

}  // namespace

std::string actor_of(const Call& call) {
  return call.caller.subject ? to_text(identity::AccountId{call.caller.subject}) : "key";
}

http::Access staff() { return identity::staff_access(identity::merchandiser); }

void add_stock_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(
      http::put<SetStock, StockView>("/v1/admin/variants/{id}/stock", "setStock")
          .summary("Says how many units are on hand at a location.")
          .tag("Stock")
          .access(staff())
          .error("inventory.variant_not_found", ErrorKind::not_found, "There is no such variant.")
          .error("inventory.location_not_found", ErrorKind::not_found, "There is no such location.")
          .error("inventory.below_reserved", ErrorKind::conflict,
                 "More units are held for carts and orders.")
          .write(parts.database,
                 [parts](Call& call, db::Transaction& tx, const SetStock& r) -> Result<StockView> {
                   TRY(auto level, parts.stock.set_on_hand(tx, r.id, r.location, r.on_hand,
                                                           r.reason, actor_of(call)));
                   if (r.safety) {
                     TRY(level, parts.stock.set_safety(tx, r.id, r.location, *r.safety));
                   }
                   return StockView{level.variant_id, level.location, level.on_hand,
                                    level.reserved,   level.safety,   level.available()};
                 }));
  routes.add(
      http::get<ListStock, StockPage>("/v1/admin/stock", "listStock")
          .summary("Stock of each variant and location; low finds what runs out, q words of titles "
                   "and SKUs.")
          .tag("Stock")
          .access(staff())
          .read(parts.database, [parts](Call&, db::Reader& reader, const ListStock& request) {
            return list(parts, reader, request);
          }));
  routes.add(
      http::get<ListLedger, LedgerPage>("/v1/admin/variants/{id}/ledger", "listStockLedger")
          .summary("Every change of a variant's stock, newest first.")
          .tag("Stock")
          .access(staff())
          .read(parts.database, [parts](Call&, db::Reader& reader, const ListLedger& request) {
            return ledger(parts, reader, request);
          }));
}

}  // namespace plaza::inventory
