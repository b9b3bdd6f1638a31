// An order as a file keeps it: all of it but what is this shop's alone (its access token, its version, the audit trail, pictures).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orders/orders.h"
#include "orders/past_orders.h"

namespace plaza::interchange {

// What of an order that came from elsewhere does not fit into an order of ours: kept for the next file.
struct Elsewhere {
  std::string customer;                        // whose account it was there
  std::optional<std::string> exchange_of;      // "ord_…"
  std::vector<orders::PaymentView> payments;   // what paid for it there
  std::string method, reference;               // the same, of a file that does not say more
  template <class V>
  void describe(V& v) {
    v("customer", customer, json::Optional{});
    v("exchange_of", exchange_of);
    v("payments", payments, json::Optional{});
    v("method", method, json::Optional{});
    v("reference", reference, json::Optional{});
  }
};

// The JSON in the first row.
struct OrderRecord {
  orders::OrderId id;
  std::int64_t number = 0;
  orders::OrderStatus status = orders::OrderStatus::paid;
  Time placed_at;
  std::optional<Time> paid_at;
  std::string locale, visitor, tracking, note;
  pricing::Totals totals;
  orders::Address shipping_address;
  orders::ChosenShipping shipping_option;
  std::vector<orders::OrderDiscount> discounts;
  std::vector<orders::Tender> tenders;
  std::optional<orders::Taxed> taxed;
  std::vector<orders::HistoryEntry> history;
  orders::AfterSaleRecord after;
  Elsewhere elsewhere;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("number", number);
    v("status", status);
    v("placed_at", placed_at);
    v("paid_at", paid_at);
    v("locale", locale, json::Optional{});
    v("visitor", visitor, json::Optional{});
    v("tracking", tracking, json::Optional{});
    v("note", note, json::Optional{}, json::Multiline{});
    v("totals", totals);
    v("shipping_address", shipping_address);
    v("shipping_option", shipping_option);
    v("discounts", discounts, json::Optional{});
    v("tenders", tenders, json::Optional{});
    v("taxed", taxed);
    v("history", history, json::Optional{}, json::Items{0, 1'000});
    v("after", after);
    v("elsewhere", elsewhere);
  }
};

// An order between two shops.
struct FiledOrder {
  orders::Order order;
  std::string source, name;
  Elsewhere elsewhere;
};

// How this shop calls an order of its own: "#1001".
inline std::string own_name(std::int64_t number) { return "#" + std::to_string(number); }

OrderRecord record_of(const FiledOrder& filed);
// Without its lines and e-mail address.
orders::Order order_of(const OrderRecord& record);

}  // namespace plaza::interchange
