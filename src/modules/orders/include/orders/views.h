// Carts and orders as they are shown outside. An order's lines and details are also stored in these shapes, so an order goes on
// saying what was bought whatever becomes of the product.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "orders/after_sale_views.h"
#include "orders/ids.h"
#include "payments/ids.h"
#include "payments/payments.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"
#include "pricing/price.h"

namespace plaza::orders {

// Stored by number: new ones go to the end.
enum class OrderStatus {
  placed,     // written, the money is being asked for
  paid,
  fulfilled,  // handed to the carrier
  delivered,
  cancelled,  // before it left: goods and money went back
  refunded,   // the money went back
  dropped,    // never became an order: the money was refused. Shown to staff only
};
constexpr auto enum_names(OrderStatus*) {
  return std::array<std::string_view, 7>{"placed", "paid", "fulfilled", "delivered", "cancelled", "refunded", "dropped"};
}

// What led to a line: feed and creators give credit by it.
struct Source {
  static constexpr const char* schema_name = "LineSource";
  std::optional<std::string> post_id;        // "pst_…"
  std::optional<std::string> impression_id;  // as the feed gave it
  template <class V>
  void describe(V& v) {
    v("post_id", post_id, json::Length{1, 40});
    v("impression_id", impression_id, json::Length{1, 100});
  }
};

struct Image {
  static constexpr const char* schema_name = "ImageView";
  std::string url;
  std::int64_t width = 0;
  std::int64_t height = 0;
  std::string alt;
  std::optional<std::string> srcset = {};
  template <class V>
  void describe(V& v) {
    v("url", url);
    v("width", width);
    v("height", height);
    v("alt", alt);
    v("srcset", srcset);
  }
};

struct LineProduct {
  catalog::ProductId id;
  std::string handle;
  std::string title;
  std::optional<Image> image;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("title", title);
    v("image", image);
  }
};

struct CartLineView {
  LineId id;
  catalog::VariantId variant_id;
  LineProduct product;
  std::string variant_title;
  std::int64_t quantity = 0;
  Money unit_price;
  Money total;
  bool available = false;  // can be bought in this quantity
  std::optional<std::int64_t> units_left;  // only when five or fewer
  Money discount;                             // taken off `total`
  std::optional<Money> compare_at_price = {};  // of one unit, before a sale
  bool preorder = false;                       // it is sold before it is there
  std::optional<Time> promised_at = {};        // of a pre-order: when it is expected
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("variant_id", variant_id);
    v("product", product);
    v("variant_title", variant_title);
    v("quantity", quantity);
    v("unit_price", unit_price);
    v("total", total);
    v("available", available);
    v("units_left", units_left);
    v("discount", discount);
    v("compare_at_price", compare_at_price);
    v("preorder", preorder);
    v("promised_at", promised_at);
  }
};

// What was taken off, by one code or rule.
struct OrderDiscount {
  std::optional<std::string> code;  // nothing: nobody had to type one
  std::string title;
  Money amount;  // off lines and shipping together
  std::vector<std::int64_t> lines;  // of it, by line: minor units
  std::int64_t shipping = 0;        // of it, off shipping
  template <class V>
  void describe(V& v) {
    v("code", code);
    v("title", title);
    v("amount", amount);
    v("lines", lines);
    v("shipping", shipping);
  }
};

// What pays besides money.
enum class TenderKind { gift_card, store_credit, exchange };
constexpr auto enum_names(TenderKind*) {
  return std::array<std::string_view, 3>{"gift_card", "store_credit", "exchange"};
}

struct Tender {
  static constexpr const char* schema_name = "OrderTender";
  TenderKind kind = TenderKind::gift_card;
  std::string id;     // of the gift card ("gcd_…"), or of the order that was exchanged; empty for store credit
  std::string label;  // for people: "•••• 7KQ2"
  Money amount;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("id", id);
    v("label", label);
    v("amount", amount);
  }
};

// A tender of a cart: what it will pay, what is on it, and why it will not pay.
struct TenderView : Tender {
  static constexpr const char* schema_name = "CartTender";
  Money balance;
  std::optional<std::string> problem;  // credit.expired, credit.wrong_currency, …
  template <class V>
  void describe(V& v) {
    Tender::describe(v);
    v("balance", balance);
    v("problem", problem);
  }
};

struct RefusedCode {
  std::string code;    // as it was typed
  std::string reason;  // promotions.expired, …
  std::string text;    // for people
  template <class V>
  void describe(V& v) {
    v("code", code);
    v("reason", reason);
    v("text", text);
  }
};

struct CartView {
  CartId id;
  std::optional<std::string> access_token;  // only when it was just created
  std::string currency;
  std::vector<CartLineView> lines;
  pricing::Totals totals;  // of the lines whose products are sold
  std::optional<Time> reserved_until;
  std::optional<OrderId> order_id;  // it was ordered
  std::vector<std::string> codes;   // as they were typed
  std::vector<OrderDiscount> discounts;
  std::vector<RefusedCode> refused_codes;
  std::vector<TenderView> tenders;
  bool use_store_credit = false;
  Money amount_due;  // of the total, in money
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("access_token", access_token);
    v("currency", currency);
    v("lines", lines);
    v("totals", totals);
    v("reserved_until", reserved_until);
    v("order_id", order_id);
    v("codes", codes);
    v("discounts", discounts);
    v("refused_codes", refused_codes);
    v("tenders", tenders);
    v("use_store_credit", use_store_credit);
    v("amount_due", amount_due);
  }
};

struct Address {
  std::string name;
  std::string line1;
  std::optional<std::string> line2;
  std::string city;
  std::optional<std::string> region;
  std::string postal_code;
  std::string country;  // ISO 3166-1 alpha-2
  std::optional<std::string> phone;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 100});
    v("line1", line1, json::Length{1, 200});
    v("line2", line2, json::Length{0, 200});
    v("city", city, json::Length{1, 100});
    v("region", region, json::Length{0, 100});
    v("postal_code", postal_code, json::Length{1, 16});
    v("country", country, json::Pattern{json::Pattern::Name::country});
    v("phone", phone, json::Length{0, 30});
  }
};

struct ChosenShipping {
  static constexpr const char* schema_name = "OrderShippingOption";
  std::string id;
  std::string name;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name);
  }
};

struct OrderLine {
  LineId id;
  catalog::VariantId variant_id;
  LineProduct product;
  std::string variant_title;
  std::string sku;
  std::int64_t quantity = 0;
  Money unit_price;
  Money total;
  Money tax;
  std::optional<Source> source;
  Money discount;             // taken off `total`
  Money charged;              // what the line adds to the order's total: after its discount, with its tax
  std::int64_t tax_ppm = 0;   // the rate, in parts per million
  std::int64_t weight_g = 0;  // of one unit
  bool gift_card = false;     // its units are gift cards, sent by mail when the order is paid
  bool preorder = false;      // some of it was sold before it was there, and has not come yet
  std::optional<Time> promised_at = {};  // of a pre-order: when it is expected
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("variant_id", variant_id);
    v("product", product);
    v("variant_title", variant_title);
    v("sku", sku);
    v("quantity", quantity);
    v("unit_price", unit_price);
    v("total", total);
    v("tax", tax);
    v("source", source);
    v("discount", discount, json::Optional{});
    v("charged", charged, json::Optional{});
    v("tax_ppm", tax_ppm, json::Optional{});
    v("weight_g", weight_g, json::Optional{});
    v("gift_card", gift_card, json::Optional{});
    v("preorder", preorder, json::Optional{});
    v("promised_at", promised_at);
  }
};

// A line as it is shown, with what became of its units.
struct OrderLineView : OrderLine {
  static constexpr const char* schema_name = "OrderLine";
  std::int64_t fulfilled = 0;   // units that left
  std::int64_t delivered = 0;
  std::int64_t refunded = 0;    // units whose money went back
  std::int64_t to_fulfil = 0;   // units still to leave
  Money refunded_amount;
  template <class V>
  void describe(V& v) {
    OrderLine::describe(v);
    v("fulfilled", fulfilled, json::Optional{});
    v("delivered", delivered, json::Optional{});
    v("refunded", refunded, json::Optional{});
    v("to_fulfil", to_fulfil, json::Optional{});
    v("refunded_amount", refunded_amount, json::Optional{});
  }
};

struct HistoryEntry {
  static constexpr const char* schema_name = "OrderHistoryEntry";
  Time at;
  OrderStatus status = OrderStatus::placed;
  std::string actor;  // "customer", "staff", "system"
  std::optional<std::string> text;  // the reason, or the tracking number
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("status", status);
    v("actor", actor);
    v("text", text);
  }
};

struct PaymentView {
  static constexpr const char* schema_name = "OrderPayment";
  payments::PaymentId id;
  std::string provider;
  payments::PaymentStatus status = payments::PaymentStatus::processing;
  Money amount;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("provider", provider);
    v("status", status);
    v("amount", amount);
  }
};

// An order as it is shown where it is spoken of.
struct OrderCard {
  OrderId id;
  std::string number;  // "#1001"
  OrderStatus status = OrderStatus::placed;
  Money total;
  Time placed_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("number", number);
    v("status", status);
    v("total", total);
    v("placed_at", placed_at);
  }
};

struct OrderView {
  OrderId id;
  std::string number;  // "#1001"
  OrderStatus status = OrderStatus::placed;
  Time placed_at;
  std::string email;
  std::vector<OrderLineView> lines;
  pricing::Totals totals;
  Address shipping_address;
  ChosenShipping shipping_option;
  std::optional<std::string> note;
  std::optional<std::string> tracking;
  std::vector<PaymentView> payments;
  bool can_cancel = false;
  std::optional<std::string> access_token;  // only when it was just placed
  std::vector<HistoryEntry> history;
  std::int64_t version = 1;
  std::string currency;
  OrderAmounts amounts;
  FulfilmentStatus fulfilment_status = FulfilmentStatus::unfulfilled;
  std::vector<Fulfilment> fulfilments;
  std::vector<Refund> refunds;
  std::vector<OrderDiscount> discounts;
  std::vector<Tender> tenders;
  bool can_edit_address = false;
  std::optional<Time> changeable_until;  // by the shopper: cancel, address
  std::optional<OrderId> exchange_of;
  std::optional<std::vector<AuditEntry>> audit;  // for staff, of one order
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("number", number);
    v("status", status);
    v("placed_at", placed_at);
    v("email", email);
    v("lines", lines);
    v("totals", totals);
    v("shipping_address", shipping_address);
    v("shipping_option", shipping_option);
    v("note", note);
    v("tracking", tracking);
    v("payments", payments);
    v("can_cancel", can_cancel);
    v("access_token", access_token);
    v("history", history);
    v("version", version);
    v("currency", currency);
    v("amounts", amounts);
    v("fulfilment_status", fulfilment_status);
    v("fulfilments", fulfilments);
    v("refunds", refunds);
    v("discounts", discounts);
    v("tenders", tenders);
    v("can_edit_address", can_edit_address);
    v("changeable_until", changeable_until);
    v("exchange_of", exchange_of);
    v("audit", audit, json::Items{0, 1'000});
  }
};

}  // namespace plaza::orders
