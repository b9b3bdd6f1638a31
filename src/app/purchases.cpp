#include "purchases.h"

#include <algorithm>
#include <string>
#include <vector>

#include "platform/base/text.h"

namespace plaza::app {
namespace {

constexpr int orders_looked_at = 5;

std::vector<orders::Order> paid_orders(db::Reader& reader, orders::Orders& orders, const care::Customer& customer) {
  orders::OrderQuery query;
  query.account_id = customer.account;
  if (!customer.account) query.email = lower_ascii(customer.address);
  query.limit = orders_looked_at;
  if (!query.account_id && query.email.find('@') == std::string::npos) return {};
  auto all = orders.list(reader, query);
  std::erase_if(all, [](const orders::Order& each) { return each.paid_at.micros == 0 || each.status == orders::OrderStatus::cancelled; });
  return all;
}

Purchase of(const orders::Order& order, const orders::OrderLine& line) { return {line.product.id, line.variant_id, order.paid_at, order.account_id}; }

// "1001" as a word of its own.
bool names_number(std::string_view words, std::int64_t number) {
  const std::string wanted = std::to_string(number);
  const auto is_digit = [&](std::size_t at) { return at < words.size() && words[at] >= '0' && words[at] <= '9'; };
  for (auto at = words.find(wanted); at != std::string_view::npos; at = words.find(wanted, at + 1)) {
    if (!is_digit(at + wanted.size()) && (at == 0 || !is_digit(at - 1))) return true;
  }
  return false;
}

// The line whose product is named, or the only product among them.
std::optional<Purchase> meant_of(const std::vector<orders::Order>& bought, const std::string& words) {
  std::optional<Purchase> only;
  bool several = false;
  for (const auto& order : bought) {
    for (const auto& line : order.lines) {
      const auto title = folded(line.product.title);
      if (!title.empty() && words.find(title) != std::string::npos) return of(order, line);
      several = several || (only && only->product != line.product.id);
      if (!only) only = of(order, line);
    }
  }
  return several ? std::nullopt : only;
}

}  // namespace

std::optional<Purchase> meant_purchase(db::Reader& reader, orders::Orders& orders, const care::Customer& customer, std::string_view text) {
  const auto bought = paid_orders(reader, orders, customer);
  if (bought.empty()) return std::nullopt;
  const std::string words = folded(text);
  for (const auto& order : bought) {
    if (!names_number(words, order.number)) continue;
    if (auto meant = meant_of({order}, words)) return meant;
  }
  return meant_of(bought, words);
}

std::optional<Purchase> purchase_of(db::Reader& reader, orders::Orders& orders, const care::Customer& customer, catalog::ProductId product) {
  for (const auto& order : paid_orders(reader, orders, customer)) {
    for (const auto& line : order.lines) {
      if (line.product.id == product) return of(order, line);
    }
  }
  return std::nullopt;
}

catalog::ProductId BoughtProducts::product_of(db::Reader& reader, const care::Customer& customer, std::string_view text) {
  const auto meant = meant_purchase(reader, orders_, customer, text);
  return meant ? meant->product : catalog::ProductId{};
}

}  // namespace plaza::app
