// What a shop promises about things that come back. Staff write it; every return is judged by the policy of the moment it is asked for.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "platform/json/describe.h"

namespace plaza::returns {

struct ReturnReason {
  std::string code;         // "too_small"
  std::string label;        // in English
  std::string label_vi;
  bool photos = false;      // at least one picture is asked for
  bool our_fault = false;   // no fee, and shipping goes back when everything does
  template <class V>
  void describe(V& v) {
    v("code", code, json::Length{1, 40});
    v("label", label, json::Length{1, 80});
    v("label_vi", label_vi, json::Length{1, 80});
    v("photos", photos, json::Optional{});
    v("our_fault", our_fault, json::Optional{});
  }
};

// When what was paid for shipping goes back: only ever with the whole order.
enum class ShippingBack { never, our_fault, always };
constexpr auto enum_names(ShippingBack*) { return std::array<std::string_view, 3>{"never", "our_fault", "always"}; }

struct Policy {
  static constexpr const char* schema_name = "ReturnPolicy";
  std::int64_t window_days = 30;     // after the goods arrived; 0: nothing comes back
  std::int64_t transit_days = 7;     // how long a parcel takes when nobody noted its arrival
  std::vector<ReturnReason> reasons = {
      {"changed_mind", "I changed my mind", "Tôi đổi ý", false, false},
      {"wrong_size", "It does not fit", "Không vừa", false, false},
      {"not_as_described", "It is not what the page said", "Không đúng mô tả", false, true},
      {"damaged", "It arrived damaged", "Hàng bị hư khi đến", true, true},
      {"wrong_item", "Something else arrived", "Giao nhầm hàng", true, true},
  };
  std::int64_t fee = 0;              // of one return, minor units of the order's currency
  std::int64_t fee_percent = 0;      // of the goods, on top
  ShippingBack shipping_back = ShippingBack::our_fault;
  bool approve_at_once = true;       // else staff look at each request first
  bool store_credit = true;
  bool exchanges = true;
  std::vector<std::string> final_sale_tags = {"final-sale"};  // products with one of these do not come back
  std::int64_t warranty_months = 24; // of products that do not say it themselves (attribute "warranty"); 0: none
  std::int64_t version = 0;          // counts the changes
  template <class V>
  void describe(V& v) {
    v("window_days", window_days, json::Between{0, 3'650});
    v("transit_days", transit_days, json::Between{0, 90});
    v("reasons", reasons, json::Items{1, 30});
    v("fee", fee, json::Between{0, 1'000'000'000});
    v("fee_percent", fee_percent, json::Between{0, 100});
    v("shipping_back", shipping_back);
    v("approve_at_once", approve_at_once);
    v("store_credit", store_credit);
    v("exchanges", exchanges);
    v("final_sale_tags", final_sale_tags, json::Items{0, 50});
    v("warranty_months", warranty_months, json::Between{0, 600});
    v("version", version, json::Optional{}, json::Doc{"As it was read: 409 returns.stale if it is another by now."});
  }
};

}  // namespace plaza::returns
