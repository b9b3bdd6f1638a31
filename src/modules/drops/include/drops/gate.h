// The gate between a product sold as a drop and whoever wants to buy it. Carts ask may_buy() when a
// line is added; the first write of a checkout calls take() in its transaction, once for each
// product (quantities of its variants added up); whatever undoes an order calls give_back().
//
// For a product without a drop (or whose drop is a draft, or over and said to sell on) all of this
// is a look-up in memory, and give_back() is nothing while no drop ever ran.
//
// `tickets` is the header Plaza-Drop-Ticket as the caller sent it: signed tickets, several with
// commas between; the one of the product's drop counts, and may be empty (a member's own ticket is
// then found by the account).
//
// Codes: drops.not_open (409), drops.closed (409), drops.ticket_needed (403: none, a forged one, or
// somebody else's), drops.not_admitted (403: still waiting, or the time to buy is over),
// drops.ticket_used (409), drops.limit_reached (409, field quantity: more than one person may buy,
// or than is left of the drop).
#pragma once

#include <cstdint>
#include <string_view>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::drops {

// Thread-safe.
class Gate {
 public:
  virtual ~Gate() = default;

  // Whether the product is sold by a drop only, right now. Memory.
  virtual bool guards(catalog::ProductId product) const = 0;
  // Whether this ticket could buy so many units now. Says nothing about stock, takes nothing.
  // Memory; `reader` is used for a ticket that this node has not heard of yet.
  virtual Status may_buy(db::Reader& reader, catalog::ProductId product, std::int64_t quantity,
                         std::string_view tickets, identity::AccountId account) = 0;
  // Spends the ticket for `order` (the order's id as a number) and counts the units against the
  // drop's cap and the person's limit: three guarded statements. Refused: the caller rolls back.
  virtual Status take(db::Transaction& tx, catalog::ProductId product, std::int64_t quantity,
                      std::string_view tickets, identity::AccountId account,
                      std::int64_t order) = 0;
  // The order came to nothing (declined, given up, cancelled): its units go back to the drop and its
  // ticket may buy again while the drop runs, for two minutes at least. Any number of times.
  virtual void give_back(db::Transaction& tx, std::int64_t order) = 0;
};

}  // namespace plaza::drops
