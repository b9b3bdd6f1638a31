// What is taken off a basket: codes that a shopper gives and rules that apply by themselves. The
// rules are pure and read from memory; only what is limited is looked up.
//
// The order of things: product discounts first, each on what is left of its lines, then order
// discounts on what is left of all, then shipping. Two discounts go together when each allows the
// other's class; of those that do not, the one of higher priority wins, and among equals the set
// that saves the shopper most. No line ever goes below zero.
//
// Codes: promotions.unknown_code (404); 409: promotions.not_started, expired, used_up, used_by_you,
// minimum_not_met, not_for_you, nothing_matches, wrong_currency, not_combinable, and from redeem()
// also promotions.changed (it was edited since it was evaluated: evaluate again).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "promotions/ids.h"

namespace plaza::promotions {

struct Line {
  catalog::VariantId variant_id;
  catalog::ProductId product_id;
  std::int64_t quantity = 1;    // > 0
  std::int64_t unit_price = 0;  // minor units of the basket's currency, >= 0
  bool on_sale = false;         // its price is already reduced
  bool gift_card = false;       // money for money: only discounts that name its product match it
};

struct Basket {
  Currency currency;
  std::vector<Line> lines;
  std::vector<std::string> codes;  // as the shopper typed them; the first 10 count
  identity::AccountId account_id;  // none: a guest
  std::string email;               // empty while it is not known
  Time at;
  // What shipping would cost, when known: only to weigh free shipping against other discounts.
  std::optional<std::int64_t> shipping = {};
};

struct Applied {
  DiscountId id;
  std::string code;  // as staff wrote it; empty: automatic
  std::string title;
  std::vector<std::int64_t> lines;  // taken off each of the basket's lines, >= 0
  bool free_shipping = false;
  std::optional<std::int64_t> free_shipping_price_max;  // ways that cost more stay as they are
  std::int64_t version = 0;                             // of the discount that was evaluated

  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const std::int64_t line : lines) sum += line;
    return sum;
  }
};

struct Refused {
  std::string code;  // as the shopper typed it
  Error error;
};

struct Evaluation {
  std::vector<Applied> applied;  // in the order in which they were taken off
  std::vector<Refused> refused;  // codes only: an automatic rule that does not fit says nothing
};

// Thread-safe.
class Promotions {
 public:
  virtual ~Promotions() = default;

  // What applies to this basket now. No statement is run for discounts without limits and conditions
  // on people. At checkout call it inside the transaction that then redeems.
  virtual Evaluation evaluate(db::Reader& reader, const Basket& basket) = 0;

  // Counts these discounts as used by `order` (an orders::OrderId's value) and by the basket's
  // person: its account and its e-mail address, both. Guarded: promotions.used_up, used_by_you,
  // changed; the caller then rolls back. The same order again changes nothing.
  virtual Status redeem(db::Transaction& tx, std::int64_t order, const Basket& basket,
                        std::span<const Applied> applied) = 0;

  // The order came to nothing: its uses are free again. Idempotent.
  virtual void release(db::Transaction& tx, std::int64_t order) = 0;
};

}  // namespace plaza::promotions
