#include "buyers.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "platform/base/text.h"

namespace plaza::predictions {
namespace {

std::string person_of(const orders::Order& order) {
  if (order.account_id) return "a:" + std::to_string(order.account_id.value);
  return "e:" + folded(trimmed(order.email));
}

std::int64_t given_back(const orders::Order& order) {
  std::int64_t sum = 0;
  for (const auto& refund : order.after.refunds) sum += refund.amount.amount - refund.to_exchange.amount;
  return sum;
}

}  // namespace

void Ledger::add(const orders::Order& order) {
  using orders::OrderStatus;
  if (order.status == OrderStatus::placed || order.status == OrderStatus::cancelled || order.status == OrderStatus::dropped) return;
  if (order.exchange_of) return;  // goods for goods: nobody bought again
  if (order.totals.total.currency != currency_) {
    ++foreign_;
    return;
  }
  if (!order.account_id && trimmed(order.email).empty()) return;
  const bool refunded = order.status == OrderStatus::refunded;
  const Time at = order.paid_at.micros != 0 ? order.paid_at : order.placed_at;
  const auto net = refunded ? 0 : std::max<std::int64_t>(0, order.totals.total.amount - given_back(order));
  all_.push_back({person_of(order), {day_number(at), static_cast<double>(net), refunded || !order.after.refunds.empty()}});
}

std::vector<Buyer> Ledger::buyers() && {
  std::stable_sort(all_.begin(), all_.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.day < b.second.day;
  });
  std::vector<Buyer> buyers;
  std::string_view last;
  for (const auto& [person, purchase] : all_) {
    if (buyers.empty() || person != last) {
      buyers.emplace_back();
      last = person;
      if (person.starts_with("a:")) buyers.back().account = parse_integer(std::string_view(person).substr(2)).value_or(0);
    }
    Buyer& buyer = buyers.back();
    ++buyer.orders;
    buyer.spent += static_cast<std::int64_t>(purchase.amount);
    buyer.last_order_at = Time{static_cast<std::int64_t>(purchase.day * static_cast<double>(days(1)))};
    if (!buyer.purchases.empty() && std::floor(buyer.purchases.back().day) == std::floor(purchase.day)) {
      buyer.purchases.back().amount += purchase.amount;
      buyer.purchases.back().returned = buyer.purchases.back().returned || purchase.returned;
    } else {
      buyer.purchases.push_back(purchase);
    }
  }
  return buyers;
}

Read read_buyers(db::Database& database, orders::Orders& orders, Currency currency) {
  Ledger ledger(currency);
  orders::OrderQuery query;
  query.limit = 100;
  for (std::int64_t seen = 0; seen < orders_max;) {
    const auto read = [&](db::Reader& reader) { return orders.list(reader, query); };
    const auto page = database.read_now(read);
    for (const auto& order : page) ledger.add(order);
    seen += std::ssize(page);
    if (std::ssize(page) < query.limit) break;
    query.before = page.back().id;
  }
  const auto foreign = ledger.foreign();
  return {std::move(ledger).buyers(), foreign};
}

}  // namespace plaza::predictions
