// A return, as it is stored and as it is shown.
//
//   requested -> approved -> received -> settled      requested -> declined      requested, approved -> cancelled
//                approved -> settled                  (the goods are lost, or may be kept)
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "identity/ids.h"
#include "media/ids.h"
#include "orders/after_sale_views.h"
#include "orders/ids.h"
#include "orders/views.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"
#include "returns/ids.h"

namespace plaza::returns {

// Stored by number: new ones go to the end.
enum class ReturnStatus { requested, approved, received, settled, declined, cancelled };
constexpr auto enum_names(ReturnStatus*) {
  return std::array<std::string_view, 6>{"requested", "approved", "received", "settled", "declined", "cancelled"};
}

// What the shopper wants for the goods.
enum class Resolution { original, store_credit, exchange };
constexpr auto enum_names(Resolution*) {
  return std::array<std::string_view, 3>{"original", "store_credit", "exchange"};
}

enum class Condition { as_new, worn, damaged };
constexpr auto enum_names(Condition*) { return std::array<std::string_view, 3>{"as_new", "worn", "damaged"}; }

struct ReturnLine {
  orders::LineId line_id;
  std::int64_t quantity = 1;
  std::string reason;  // a code of the policy
  std::string note;
  std::vector<media::MediaId> photo_ids;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("quantity", quantity, json::Between{1, 1'000'000});
    v("reason", reason, json::Length{1, 40});
    v("note", note, json::Optional{}, json::Length{0, 1'000}, json::Multiline{});
    v("photo_ids", photo_ids, json::Optional{}, json::Items{0, 6});
  }
};

struct ExchangeLine {
  static constexpr const char* schema_name = "ReturnExchangeLine";
  catalog::VariantId variant_id;
  std::int64_t quantity = 1;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("quantity", quantity, json::Between{1, 99});
  }
};

struct ReturnRequest {
  std::vector<ReturnLine> lines;
  Resolution resolution = Resolution::original;
  std::vector<ExchangeLine> exchange_lines;  // of an exchange: what comes instead
  template <class V>
  void describe(V& v) {
    v("lines", lines, json::Items{1, 50});
    v("resolution", resolution, json::Optional{});
    v("exchange_lines", exchange_lines, json::Optional{}, json::Items{0, 50});
  }
};

// How units of a line arrived; the rest of the line did not.
struct ReceivedLine {
  static constexpr const char* schema_name = "ReturnReceivedLine";
  orders::LineId line_id;
  std::int64_t quantity = 0;
  Condition condition = Condition::as_new;
  bool restock = true;  // for sale again
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("quantity", quantity, json::Between{0, 1'000'000});
    v("condition", condition, json::Optional{});
    v("restock", restock, json::Optional{});
  }
};

struct ReturnEntry {
  static constexpr const char* schema_name = "ReturnHistoryEntry";
  Time at;
  ReturnStatus status = ReturnStatus::requested;
  std::string actor;  // "customer", "staff", "system"
  std::optional<identity::AccountId> account_id;
  std::string text;   // why, or what to do next
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("status", status);
    v("actor", actor);
    v("account_id", account_id);
    v("text", text, json::Multiline{});
  }
};

// What comes of it in money. Of an estimate: what would come of it if all of it arrives as it should.
struct ReturnMoney {
  Money goods;     // what was paid for the units: after discounts, with tax
  Money shipping;
  Money fee;       // kept back
  Money amount;    // goods + shipping - fee
  Money to_original;
  Money to_store_credit;
  Money to_exchange;
  template <class V>
  void describe(V& v) {
    v("goods", goods);
    v("shipping", shipping);
    v("fee", fee);
    v("amount", amount);
    v("to_original", to_original);
    v("to_store_credit", to_store_credit);
    v("to_exchange", to_exchange);
  }
};

struct Return {
  ReturnId id;
  orders::OrderId order_id;
  identity::AccountId account_id;  // none: a guest's
  ReturnStatus status = ReturnStatus::requested;
  std::int64_t version = 1;
  Time requested_at;
  Time updated_at;
  std::string order_number;        // "#1001"
  std::vector<ReturnLine> lines;
  Resolution resolution = Resolution::original;
  std::vector<ExchangeLine> exchange_lines;
  std::vector<ReceivedLine> received;
  std::vector<ReturnEntry> history;
  std::optional<ReturnMoney> money;             // once it is settled
  std::optional<orders::RefundId> refund_id;
  std::optional<orders::OrderId> exchange_order_id;
  std::optional<Money> exchange_due;            // what the shopper pays for the exchange
};

// Units that come back, or come instead, with what they are worth.
struct SettledLine {
  static constexpr const char* schema_name = "ReturnSettledLine";
  orders::LineId line_id;
  catalog::VariantId variant_id;
  std::string title;
  std::string variant_title;
  std::int64_t quantity = 0;
  Money amount;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("variant_id", variant_id);
    v("title", title);
    v("variant_title", variant_title);
    v("quantity", quantity);
    v("amount", amount);
  }
};
// What comes instead: its price, what of it the returned goods pay, what is due, and what is left of them.
struct ExchangePreview {
  static constexpr const char* schema_name = "ReturnExchangePreview";
  Money value;
  Money price;
  Money due;
  Money left;
  std::vector<SettledLine> lines;
  template <class V>
  void describe(V& v) {
    v("value", value);
    v("price", price);
    v("due", due);
    v("left", left);
    v("lines", lines);
  }
};
// What settling a return would give back, line by line.
struct SettlementPreview {
  static constexpr const char* schema_name = "ReturnSettlementPreview";
  std::vector<SettledLine> lines;
  Money extra;  // goodwill
  ReturnMoney money;
  std::optional<ExchangePreview> exchange;
  template <class V>
  void describe(V& v) {
    v("lines", lines);
    v("extra", extra);
    v("money", money);
    v("exchange", exchange);
  }
};

struct ReturnPhoto {
  media::MediaId id;
  std::string url;
  std::string alt;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("url", url);
    v("alt", alt);
  }
};

struct ReturnLineView {
  orders::LineId line_id;
  orders::LineProduct product;
  std::string variant_title;
  std::int64_t quantity = 0;
  std::string reason;
  std::string note;
  std::vector<ReturnPhoto> photos;
  std::optional<std::int64_t> received;
  std::optional<Condition> condition;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("product", product);
    v("variant_title", variant_title);
    v("quantity", quantity);
    v("reason", reason);
    v("note", note, json::Multiline{});
    v("photos", photos);
    v("received", received);
    v("condition", condition);
  }
};

struct ReturnView {
  ReturnId id;
  orders::OrderId order_id;
  std::string order_number;
  ReturnStatus status = ReturnStatus::requested;
  std::int64_t version = 0;
  Time requested_at;
  Time updated_at;
  std::vector<ReturnLineView> lines;
  Resolution resolution = Resolution::original;
  std::vector<ExchangeLine> exchange_lines;
  std::optional<ReturnMoney> estimate;  // until it is settled
  std::optional<ReturnMoney> money;     // then
  std::optional<orders::OrderId> exchange_order_id;
  std::optional<Money> exchange_due;
  bool can_cancel = false;
  std::vector<ReturnEntry> history;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("order_id", order_id);
    v("order_number", order_number);
    v("status", status);
    v("version", version);
    v("requested_at", requested_at);
    v("updated_at", updated_at);
    v("lines", lines);
    v("resolution", resolution);
    v("exchange_lines", exchange_lines);
    v("estimate", estimate);
    v("money", money);
    v("exchange_order_id", exchange_order_id);
    v("exchange_due", exchange_due);
    v("can_cancel", can_cancel);
    v("history", history);
  }
};

// One line of an order that could come back, or why it cannot.
struct ReturnableLine {
  orders::LineId line_id;
  std::int64_t quantity = 0;            // units that may come back
  std::optional<Time> until;            // the last moment to ask for it
  std::optional<std::string> code;      // returns.window_over, returns.final_sale, returns.not_shipped, returns.none_left
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("quantity", quantity);
    v("until", until);
    v("code", code);
  }
};

}  // namespace plaza::returns
