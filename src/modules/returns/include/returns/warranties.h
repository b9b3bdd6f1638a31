// Warranties: one unit of an order line, registered by its owner, promised to work until a day; and claims against it.
//
//   opened -> accepted -> resolved       opened, accepted -> declined
//
// Errors: returns.warranty_not_found, returns.claim_not_found (404), returns.no_warranty, returns.not_shipped,
// returns.all_registered, returns.serial_taken, returns.warranty_expired, returns.claim_open, returns.wrong_status,
// returns.stale (409), request.invalid (400), and those of orders::AfterSale when money goes back.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "media/ids.h"
#include "orders/ids.h"
#include "orders/orders.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"
#include "returns/ids.h"

namespace plaza::returns {

struct Warranty {
  WarrantyId id;
  orders::OrderId order_id;
  orders::LineId line_id;
  identity::AccountId account_id;  // none: a guest's
  std::string title;               // of the product, when it was registered
  std::string serial;              // may be empty
  Time registered_at;
  Time starts_at;                  // when the goods arrived, or left if nobody noted that
  Time expires_at;
};

// Stored by number: new ones go to the end.
enum class ClaimStatus { opened, accepted, resolved, declined };
constexpr auto enum_names(ClaimStatus*) {
  return std::array<std::string_view, 4>{"opened", "accepted", "resolved", "declined"};
}
enum class Remedy { repair, replacement, refund };
constexpr auto enum_names(Remedy*) { return std::array<std::string_view, 3>{"repair", "replacement", "refund"}; }

struct ClaimEntry {
  static constexpr const char* schema_name = "ClaimHistoryEntry";
  Time at;
  ClaimStatus status = ClaimStatus::opened;
  std::string actor;
  std::optional<identity::AccountId> account_id;
  std::string text;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("status", status);
    v("actor", actor);
    v("account_id", account_id);
    v("text", text, json::Multiline{});
  }
};

struct Claim {
  ClaimId id;
  WarrantyId warranty_id;
  orders::OrderId order_id;
  orders::LineId line_id;
  ClaimStatus status = ClaimStatus::opened;
  std::int64_t version = 1;
  Time opened_at;
  std::string title;
  std::string problem;
  std::vector<media::MediaId> photo_ids;
  std::optional<Remedy> remedy;
  std::optional<Money> refunded;
  std::optional<orders::OrderId> replacement_order_id;
  std::vector<ClaimEntry> history;
};

struct ClaimQuery {
  orders::OrderId order_id = {};
  std::optional<ClaimStatus> status = {};
  std::string q = {};  // a claim's number, or what finds their orders (orders::OrderQuery)
  ClaimId before = {};
  int limit = 20;  // 1..100
};

class Warranties {
 public:
  virtual ~Warranties() = default;

  // Registers one unit of a line that was shipped.
  virtual Result<Warranty> add(db::Transaction& tx, const orders::Order& order, orders::LineId line,
                               std::string_view serial) = 0;
  virtual std::optional<Warranty> find(db::Reader& reader, WarrantyId id) = 0;
  // At most 200, newest first.
  virtual std::vector<Warranty> of_order(db::Reader& reader, orders::OrderId order) = 0;
  virtual std::vector<Warranty> of_account(db::Reader& reader, identity::AccountId account) = 0;

  virtual Result<Claim> claim(db::Transaction& tx, const Warranty& warranty, std::string_view problem,
                              const std::vector<media::MediaId>& photos, const orders::By& by) = 0;
  virtual std::optional<Claim> find_claim(db::Reader& reader, ClaimId id) = 0;
  virtual std::vector<Claim> claims(db::Reader& reader, const ClaimQuery& query) = 0;
  // To accepted or declined.
  virtual Result<Claim> decide(db::Transaction& tx, ClaimId id, ClaimStatus to, const orders::By& by, std::string_view text,
                               std::optional<std::int64_t> version) = 0;
  // An accepted one. A replacement is an order of the same variant, for which nothing is to be paid; a refund gives the unit's worth back.
  virtual Result<Claim> resolve(db::Transaction& tx, ClaimId id, Remedy remedy, const orders::By& by, std::string_view text,
                                std::optional<std::int64_t> version) = 0;
  // What the shop gives by it: the unit's worth, nothing for a repair.
  virtual Result<Money> gift_of(db::Reader& reader, ClaimId id, Remedy remedy) = 0;
};

}  // namespace plaza::returns
