#include "purchases.h"

#include <algorithm>
#include <map>
#include <set>

namespace plaza::reviews {
namespace {

constexpr int pages_max = 3;

template <class Each>  // false: enough
void each_order(orders::Orders& orders, db::Reader& reader, identity::AccountId account, const Each& each) {
  if (!account) return;
  orders::OrderQuery query;
  query.account_id = account;
  query.limit = 100;
  for (int page = 0; page < pages_max; ++page) {
    const auto found = orders.list(reader, query);
    for (const auto& order : found) {
      if (!each(order)) return;
    }
    if (found.size() < 100) return;
    query.before = found.back().id;
  }
}

}  // namespace

bool counts_as_bought(const orders::Order& order) {
  using orders::OrderStatus;
  return order.status == OrderStatus::paid || order.status == OrderStatus::fulfilled || order.status == OrderStatus::delivered;
}

std::vector<Purchase> purchases_in(const orders::Order& order) {
  std::map<orders::LineId, std::int64_t> back;
  for (const auto& refund : order.after.refunds) {
    for (const auto& line : refund.lines) back[line.line_id] += line.quantity;
  }
  std::vector<Purchase> found;
  std::set<catalog::ProductId> seen;
  for (const auto& line : order.lines) {
    if (line.gift_card || back[line.id] >= line.quantity || !seen.insert(line.product.id).second) continue;
    found.push_back({order.id, line.product.id, line.variant_id, line.product.handle, line.product.title, line.variant_title,
                     line.product.image, order.placed_at});
  }
  return found;
}

std::optional<Purchase> bought(orders::Orders& orders, db::Reader& reader, identity::AccountId account,
                               catalog::ProductId product) {
  std::optional<Purchase> found;
  each_order(orders, reader, account, [&](const orders::Order& order) {
    if (!counts_as_bought(order)) return true;
    for (auto& purchase : purchases_in(order)) {
      if (purchase.product_id == product) found = std::move(purchase);
    }
    return !found;
  });
  return found;
}

std::vector<Purchase> all_bought(orders::Orders& orders, db::Reader& reader, identity::AccountId account) {
  std::vector<Purchase> all;
  std::set<catalog::ProductId> seen;
  each_order(orders, reader, account, [&](const orders::Order& order) {
    if (!counts_as_bought(order)) return true;
    for (auto& purchase : purchases_in(order)) {
      if (seen.insert(purchase.product_id).second) all.push_back(std::move(purchase));
    }
    return true;
  });
  return all;
}

}  // namespace plaza::reviews
