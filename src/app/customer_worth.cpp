#include "customer_worth.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace plaza::app {
namespace {

constexpr int orders_read = 100;
constexpr std::size_t orders_least = 5;
constexpr Micros asked_again = hours(1);

bool is_paid(const orders::Order& order) { return order.paid_at.micros > 0 && order.status != orders::OrderStatus::cancelled; }

std::int64_t net_of(const orders::Order& order) {
  std::int64_t net = order.totals.total.amount;
  for (const auto& refund : order.after.refunds) net -= refund.amount.amount;
  return order.status == orders::OrderStatus::refunded ? 0 : std::max<std::int64_t>(0, net);
}

}  // namespace

std::int64_t CustomerWorth::usual_order(db::Reader& reader) {
  const Time now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    if (asked_at_.micros > 0 && now < asked_at_ + asked_again) return usual_;
  }
  orders::OrderQuery query;
  query.limit = orders_read;
  std::vector<std::int64_t> totals;
  for (const auto& order : orders_.list(reader, query)) {
    if (is_paid(order) && order.totals.total.currency == currency_) totals.push_back(order.totals.total.amount);
  }
  std::int64_t usual = 0;
  if (totals.size() >= orders_least) {
    const auto middle = totals.begin() + static_cast<std::ptrdiff_t>(totals.size() / 2);
    std::nth_element(totals.begin(), middle, totals.end());
    usual = *middle;
  }
  const std::lock_guard lock(mutex_);
  usual_ = usual;
  asked_at_ = now;
  return usual_;
}

radar::Worth CustomerWorth::of(db::Reader& reader, identity::AccountId account) {
  radar::Worth worth;
  worth.orders = orders_.count_of(reader, account);
  if (worth.orders == 0) return worth;
  orders::OrderQuery query;
  query.account_id = account;
  query.limit = orders_read;
  for (const auto& order : orders_.list(reader, query)) {
    if (is_paid(order) && order.totals.total.currency == currency_) worth.net_paid = worth.net_paid.value_or(0) + net_of(order);
  }
  if (const auto spend = predictions_.number("expected_spend", account)) {
    worth.expected = std::llround(*spend * std::pow(10.0, minor_digits(currency_)));
  }
  worth.usual_order = usual_order(reader);
  return worth;
}

}  // namespace plaza::app
