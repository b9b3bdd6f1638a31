// What inventory announces. To keep a checkout cheap, not each sale is an event: a number that
// shows (5 units or fewer, before or after) or was set by hand is published in its transaction; the
// others are gathered and published a few times a second. On the node that made the change,
// Levels::on_change tells at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "inventory/ids.h"
#include "platform/json/describe.h"

namespace plaza::inventory {

// A location's share and its version: a node keeps the newest it has seen.
struct LevelPart {
  LocationId location_id;
  std::int64_t available = 0;
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("location_id", location_id);
    v("available", available);
    v("version", version);
  }
};

// The aggregate is the variant.
struct StockChanged {
  static constexpr const char* topic = "inventory.stock_changed";
  catalog::VariantId variant_id;
  catalog::ProductId product_id;
  std::int64_t available = 0;  // over all locations
  std::vector<LevelPart> parts;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("product_id", product_id);
    v("available", available);
    v("parts", parts, json::Items{0, 1000});
  }
};

// The last unit that could be bought is gone. In the transaction that took it; follows its
// StockChanged.
struct StockOut {
  static constexpr const char* topic = "inventory.stock_out";
  catalog::VariantId variant_id;
  catalog::ProductId product_id;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("product_id", product_id);
  }
};

// There is something to buy again of what was sold out. Follows its StockChanged.
struct StockBack {
  static constexpr const char* topic = "inventory.stock_back";
  catalog::VariantId variant_id;
  catalog::ProductId product_id;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("product_id", product_id);
  }
};

// A location, a purchase limit or a pre-order was changed: nodes read these again. The aggregate is
// the variant or the location.
struct RulesChanged {
  static constexpr const char* topic = "inventory.rules_changed";
  std::string what;  // "location", "limit", "preorder"
  template <class V>
  void describe(V& v) {
    v("what", what);
  }
};

}  // namespace plaza::inventory
