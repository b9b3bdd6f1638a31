#include "cards.h"

#include <algorithm>

#include "platform/base/text.h"
#include "store.h"

namespace plaza::care {
namespace {

constexpr int looked_through = 200;  // messages in which the customer may have shown an order
constexpr int shown_max = 20;

// An address that the customer was shown to have, in lower case; empty: none.
std::string proven_address(const Needs& needs, db::Reader& reader, const Customer& customer) {
  if (!customer.verified) return {};
  if (!customer.account) return customer.address;
  const auto account = needs.accounts.find(reader, customer.account);
  return account && account->email_verified_at.micros > 0 ? lower_ascii(account->email) : std::string();
}

std::vector<orders::OrderId> shown_by_customer(db::Reader& reader, const Conversation& each) {
  std::vector<orders::OrderId> all;
  for (const auto& message : store::messages_before(reader, each.id, {}, looked_through)) {
    if (message.direction != Direction::in) continue;
    for (const auto& card : message.cards) {
      if (card.order_id) all.push_back(*card.order_id);
    }
  }
  return all;
}

}  // namespace

bool may_show_order(const Needs& needs, db::Reader& reader, const Conversation& each, orders::OrderId id) {
  const auto order = needs.orders.find(reader, id);
  if (!order) return false;
  const auto& customer = each.customer;
  if (customer.verified && customer.account && order->account_id == customer.account) return true;
  const auto address = proven_address(needs, reader, customer);
  if (!address.empty() && lower_ascii(order->email) == address) return true;
  const auto shown = shown_by_customer(reader, each);
  return std::find(shown.begin(), shown.end(), id) != shown.end();
}

std::vector<orders::Order> orders_to_show(const Needs& needs, db::Reader& reader, const Conversation& each) {
  std::vector<orders::Order> all;
  const auto add = [&](std::vector<orders::Order> some) {
    for (auto& order : some) {
      if (std::none_of(all.begin(), all.end(), [&](const orders::Order& one) { return one.id == order.id; })) all.push_back(std::move(order));
    }
  };
  orders::OrderQuery query;
  query.limit = shown_max;
  query.account_id = each.customer.account;
  if (each.customer.verified && each.customer.account) add(needs.orders.list(reader, query));
  query.account_id = {};
  query.email = proven_address(needs, reader, each.customer);
  if (!query.email.empty()) add(needs.orders.list(reader, query));
  for (const auto id : shown_by_customer(reader, each)) {
    if (auto order = needs.orders.find(reader, id)) add({std::move(*order)});
  }
  std::sort(all.begin(), all.end(), [](const orders::Order& one, const orders::Order& other) { return one.id.value > other.id.value; });
  if (all.size() > shown_max) all.resize(shown_max);
  return all;
}

}  // namespace plaza::care
