// Discounts as staff write them. Each write publishes promotions.discount_changed and shows in this
// node's memory before its reply, on others when the event arrives. Thread-safe.
//
// Codes: promotions.discount_not_found (404), promotions.code_taken (409), promotions.stale (409: the
// `version` named is not the current one), promotions.too_many (409), request.invalid with fields.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"
#include "promotions/ids.h"

namespace plaza::promotions {

enum class Kind { percent, amount, buy_x_get_y, free_shipping };
constexpr auto enum_names(Kind*) {
  return std::array{"percent", "amount", "buy_x_get_y", "free_shipping"};
}

// What a discount acts on; follows from its kind and target. Says what may be combined.
enum class Class { product, order, shipping };
constexpr auto enum_names(Class*) { return std::array{"product", "order", "shipping"}; }

enum class DiscountStatus { active, disabled, archived };  // archived: deleted, kept for its orders
constexpr auto enum_names(DiscountStatus*) {
  return std::array{"active", "disabled", "archived"};
}

// Products of a discount; both empty: every product.
struct Target {
  static constexpr const char* schema_name = "DiscountTarget";
  std::vector<catalog::ProductId> products;
  std::vector<catalog::CollectionId> collections;
  bool everything() const { return products.empty() && collections.empty(); }
  friend bool operator==(const Target&, const Target&) = default;
  template <class V>
  void describe(V& v) {
    v("products", products, json::Optional{}, json::Items{0, 500});
    v("collections", collections, json::Optional{}, json::Items{0, 50});
  }
};

// `buy_quantity` units of the discount's target make `get_quantity` units of another one cheaper,
// the cheapest first.
struct BuyGet {
  std::int64_t buy_quantity = 1;
  std::int64_t get_quantity = 1;
  Target get;
  std::int64_t off_bp = 10'000;  // hundredths of a percent: 10,000 is free
  std::int64_t times_max = 1;    // how often in one order
  friend bool operator==(const BuyGet&, const BuyGet&) = default;
  template <class V>
  void describe(V& v) {
    v("buy_quantity", buy_quantity, json::Optional{}, json::Between{1, 100});
    v("get_quantity", get_quantity, json::Optional{}, json::Between{1, 100});
    v("get", get, json::Optional{});
    v("off_bp", off_bp, json::Optional{}, json::Between{1, 10'000},
      json::Doc{"Hundredths of a percent off what is got: 10000 is free."});
    v("times_max", times_max, json::Optional{}, json::Between{1, 100});
  }
};

// What staff decide about a discount.
struct DiscountTerms {
  // Empty: automatic. Letters and digits of any script, - _ and . ; compared without case and marks.
  std::string code;
  std::string title;
  Kind kind = Kind::percent;
  std::int64_t percent_bp = 0;              // percent: hundredths of a percent
  std::optional<Money> amount;              // amount: off all matching lines together
  std::optional<BuyGet> buy_get;            // buy_x_get_y
  std::optional<Money> shipping_price_max;  // free_shipping: of ways up to this price
  Target target;
  bool excludes_sale = false;                // lines that are on sale do not match
  std::optional<Money> subtotal_min;         // of matching lines, before discounts
  std::int64_t quantity_min = 0;             // of matching units
  std::string audience;                      // a segment's name; empty: everybody
  bool first_order = false;                  // for who has not ordered before: once per person
  std::optional<Time> starts_at, ends_at;    // from, and up to but not with
  std::optional<std::int64_t> uses_max;      // over all orders
  std::optional<std::int64_t> uses_per_person_max;
  std::int64_t priority = 0;                 // higher wins
  std::vector<Class> combines_with;
  friend bool operator==(const DiscountTerms&, const DiscountTerms&) = default;

  Class acts_on() const {
    if (kind == Kind::free_shipping) return Class::shipping;
    if (kind == Kind::buy_x_get_y || !target.everything()) return Class::product;
    return Class::order;
  }
  // First orders happen once.
  std::optional<std::int64_t> per_person_max() const {
    return first_order ? std::optional<std::int64_t>(1) : uses_per_person_max;
  }

  template <class V>
  void describe(V& v) {
    v("code", code, json::Optional{}, json::Length{0, 40},
      json::Doc{"Empty: the discount applies by itself."});
    v("title", title, json::Length{1, 100});
    v("kind", kind);
    v("percent_bp", percent_bp, json::Optional{}, json::Between{0, 10'000},
      json::Doc{"Of kind percent: hundredths of a percent, 1000 is 10 %."});
    v("amount", amount);
    v("buy_get", buy_get);
    v("shipping_price_max", shipping_price_max);
    v("target", target, json::Optional{}, json::Doc{"Nothing named: every product."});
    v("excludes_sale", excludes_sale, json::Optional{});
    v("subtotal_min", subtotal_min);
    v("quantity_min", quantity_min, json::Optional{}, json::Between{0, 10'000});
    v("audience", audience, json::Optional{}, json::Length{0, 60});
    v("first_order", first_order, json::Optional{});
    v("starts_at", starts_at);
    v("ends_at", ends_at);
    v("uses_max", uses_max, json::Between{1, 1'000'000'000});
    v("uses_per_person_max", uses_per_person_max, json::Between{1, 1'000'000});
    v("priority", priority, json::Optional{}, json::Between{-1'000, 1'000});
    v("combines_with", combines_with, json::Optional{}, json::Items{0, 3});
  }
};

struct Discount : DiscountTerms {
  DiscountId id;
  DiscountStatus status = DiscountStatus::active;
  std::int64_t version = 0;
  Time created_at, updated_at;
  friend bool operator==(const Discount&, const Discount&) = default;
};

struct DiscountQuery {
  std::string q;  // part of a code or title, in any case
  std::optional<DiscountStatus> status;  // none: all but archived ones
  DiscountId before;                     // none: from the newest
  int limit = 20;
};

class Discounts {
 public:
  virtual ~Discounts() = default;
  virtual std::optional<Discount> discount(db::Reader& reader, DiscountId id) = 0;
  virtual std::vector<Discount> discounts(db::Reader& reader, const DiscountQuery& query) = 0;
  // Uses that were not given back; 100,000 means that many or more when there is no limit.
  virtual std::int64_t uses(db::Reader& reader, const Discount& discount) = 0;
  virtual Result<Discount> create(db::Transaction& tx, const DiscountTerms& terms) = 0;
  // `discount` is all of it, changed: active or disabled; `version` is the one that was read. Times
  // are not looked at.
  virtual Result<Discount> update(db::Transaction& tx, const Discount& discount) = 0;
  // Its code is free again; twice is fine.
  virtual Status archive(db::Transaction& tx, DiscountId id) = 0;
};

}  // namespace plaza::promotions
