// What the staff's routes of discounts take and give.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "promotions/discounts.h"

namespace plaza::promotions {

struct DiscountView : DiscountTerms {
  DiscountId id;
  DiscountStatus status = DiscountStatus::active;
  Class class_ = Class::order;
  std::int64_t uses = 0;
  std::int64_t version = 0;
  Time created_at, updated_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status);
    v("class", class_, json::Doc{"What it acts on: others allow it by this word."});
    v("uses", uses, json::Doc{"Orders that use it; 100000 of a discount without a limit: or more."});
    v("version", version);
    v("created_at", created_at);
    v("updated_at", updated_at);
    DiscountTerms::describe(v);
  }
};

struct DiscountPage {
  std::vector<DiscountView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct CreateDiscount : DiscountTerms {};

struct ListDiscounts {
  std::string q, cursor;
  std::optional<DiscountStatus> status;
  int limit = 20;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Optional{}, json::Length{0, 200});
    v("status", status, json::Doc{"Without it: all but archived ones."});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};

struct DiscountPath {
  DiscountId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

// What can be nothing, and so be cleared.
enum class Clearable {
  code, amount, buy_get, shipping_price_max, subtotal_min, starts_at, ends_at, uses_max, uses_per_person_max
};
constexpr auto enum_names(Clearable*) {
  return std::array{"code",      "amount",  "buy_get",  "shipping_price_max", "subtotal_min",
                    "starts_at", "ends_at", "uses_max", "uses_per_person_max"};
}

struct PatchDiscount {
  DiscountId id;
  std::int64_t version = 0;
  std::vector<Clearable> clear;
  std::optional<DiscountStatus> status;
  std::optional<std::string> code, title, audience;
  std::optional<Kind> kind;
  std::optional<std::int64_t> percent_bp, quantity_min, uses_max, uses_per_person_max, priority;
  std::optional<Money> amount, shipping_price_max, subtotal_min;
  std::optional<BuyGet> buy_get;
  std::optional<Target> target;
  std::optional<bool> excludes_sale, first_order;
  std::optional<Time> starts_at, ends_at;
  std::optional<std::vector<Class>> combines_with;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version, json::Doc{"The one that was read; promotions.stale if it is not the last."});
    v("clear", clear, json::Optional{}, json::Items{0, 9}, json::Doc{"Members to empty."});
    v("status", status);
    v("code", code, json::Length{1, 40});
    v("title", title, json::Length{1, 100});
    v("kind", kind);
    v("percent_bp", percent_bp, json::Between{0, 10'000});
    v("amount", amount);
    v("buy_get", buy_get);
    v("shipping_price_max", shipping_price_max);
    v("target", target);
    v("excludes_sale", excludes_sale);
    v("subtotal_min", subtotal_min);
    v("quantity_min", quantity_min, json::Between{0, 10'000});
    v("audience", audience, json::Length{0, 60});
    v("first_order", first_order);
    v("starts_at", starts_at);
    v("ends_at", ends_at);
    v("uses_max", uses_max, json::Between{1, 1'000'000'000});
    v("uses_per_person_max", uses_per_person_max, json::Between{1, 1'000'000});
    v("priority", priority, json::Between{-1'000, 1'000});
    v("combines_with", combines_with, json::Items{0, 3});
  }
};

}  // namespace plaza::promotions
