// What may come back, until when, and for how much: pure decisions over an order, the policy and what is under way.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalog/product.h"
#include "orders/after_sale.h"
#include "orders/orders.h"
#include "returns/policy.h"
#include "returns/return.h"
#include "returns/returns.h"
#include "returns/warranties.h"

namespace plaza::returns {

bool may_move(ReturnStatus from, ReturnStatus to);
bool may_move(ClaimStatus from, ClaimStatus to);
std::string_view actor_text(orders::Actor actor);

// Units of each order line that are on their way back.
using UnitsUnderWay = std::map<std::int64_t, std::int64_t>;

// Of one line: when the last of its units arrived, as far as anybody noted; nothing while none has left.
std::optional<Time> arrived_at(const orders::Order& order, orders::LineId line, std::int64_t transit_days);
// Units that left.
std::int64_t shipped_units(const orders::Order& order, orders::LineId line);
// Units that left and whose money was not given back.
std::int64_t kept_units(const orders::Order& order, orders::LineId line);

std::vector<ReturnableLine> returnable(const orders::Order& order, const Policy& policy, const UnitsUnderWay& under_way,
                                       const std::set<std::int64_t>& final_sale, Time now);

// All that is wrong with a request. `lines`: what returnable() gave. Staff may ask after the window, and for final sales.
Status check(const ReturnRequest& request, const orders::Order& order, const Policy& policy,
             const std::vector<ReturnableLine>& lines, orders::Actor actor);

// What the order is to give back. `lines` and quantities are those that count: asked for in an estimate, arrived when it is settled.
orders::RefundRequest refund_of(const std::vector<ReceivedLine>& lines, const ReturnRequest& asked, const orders::Order& order,
                                const Policy& policy, std::int64_t goods);
// The policy's fee, never more than the goods.
std::int64_t fee_of(const ReturnRequest& asked, const Policy& policy, std::int64_t goods);

ReturnMoney money_of(const orders::Refund& refund);

// Months of warranty: the attribute "warranty" of the product (a number with the unit month or year), else the policy's.
std::int64_t warranty_months(const std::optional<catalog::Product>& product, const Policy& policy);
// The same day so many months later; the month's last day when it has no such day.
Time months_after(Time start, std::int64_t months);

}  // namespace plaza::returns
