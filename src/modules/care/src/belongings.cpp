#include "belongings.h"

#include <algorithm>
#include <set>

#include "platform/base/text.h"

namespace plaza::care {
namespace {

constexpr int orders_max = 5;
constexpr std::size_t warranties_max = 20, claims_max = 20;
constexpr std::size_t number_max = 12;  // digits

// Of the account, once its mail was seen to arrive there.
std::string proven_address(const identity::Account& account) {
  return account.email_verified_at.micros > 0 ? lower_ascii(trimmed(account.email)) : std::string();
}

template <class T>
bool has(const std::vector<T>& all, decltype(T::id) id) {
  return std::any_of(all.begin(), all.end(), [&](const T& each) { return each.id == id; });
}

std::vector<orders::Order> orders_of(const Needs& needs, db::Reader& reader, identity::AccountId id) {
  orders::OrderQuery query;
  query.account_id = id;
  query.limit = orders_max;
  auto found = needs.orders.list(reader, query);
  const auto account = needs.accounts.find(reader, id);
  const std::string address = account ? proven_address(*account) : std::string();
  if (!address.empty()) {
    query.account_id = {};
    query.email = address;
    for (auto& order : needs.orders.list(reader, query)) {
      if (!order.account_id && !has(found, order.id)) found.push_back(std::move(order));
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id.value > b.id.value; });
  if (found.size() > orders_max) found.resize(orders_max);
  return found;
}

Result<orders::Order> order_of(const Needs& needs, db::Reader& reader, const Customer& customer, std::string_view number) {
  number = trimmed(number);
  if (number.starts_with('#')) number.remove_prefix(1);
  const bool digits = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (number.empty() || number.size() > number_max || !digits) return invalid_field("number", "wrong_format", "is no order's number");
  orders::OrderQuery query;
  query.q = "#" + std::string(number);
  for (auto& order : needs.orders.list(reader, query)) {
    if (tie_of(reader, needs.accounts, order, customer) != Tie::none) return std::move(order);
  }
  return Error{ErrorKind::not_found, "orders.not_found", "There is no such order of this customer."};
}

void add_warranties(const Needs& needs, Belongings& all, std::vector<returns::Warranty> found) {
  for (auto& each : found) {
    if (has(all.warranties, each.id)) continue;
    const bool over = each.expires_at <= needs.clock.now();
    all.warranties.push_back({each.id, each.order_id, std::move(each.title), std::move(each.serial), each.starts_at, each.expires_at, over});
  }
}

void add_claims(const Needs& needs, db::Reader& reader, Belongings& all) {
  std::set<std::int64_t> of;
  for (const auto& each : all.orders) of.insert(each.id.value);
  for (const auto& each : all.warranties) of.insert(each.order_id.value);
  for (const std::int64_t order : of) {
    returns::ClaimQuery query;
    query.order_id = orders::OrderId{order};
    for (auto& each : needs.warranties.claims(reader, query)) {
      all.claims.push_back({each.id, each.warranty_id, each.order_id, std::move(each.title), each.status, each.opened_at});
    }
  }
  std::sort(all.claims.begin(), all.claims.end(), [](const auto& a, const auto& b) { return a.id.value > b.id.value; });
  if (all.claims.size() > claims_max) all.claims.resize(claims_max);
}

}  // namespace

Tie tie_of(db::Reader& reader, identity::Accounts& accounts, const orders::Order& order, const Customer& customer) {
  const std::string theirs = lower_ascii(trimmed(order.email));
  const Tie by_account = customer.verified ? Tie::proven : Tie::claimed;
  if (customer.account && order.account_id == customer.account) return by_account;
  if (customer.account && !order.account_id && !theirs.empty()) {
    const auto account = accounts.find(reader, customer.account);
    if (account && proven_address(*account) == theirs) return by_account;
  }
  return !customer.address.empty() && theirs == customer.address ? Tie::claimed : Tie::none;
}

Result<Belongings> belongings_of(const Needs& needs, db::Reader& reader, const Customer& customer, std::string_view number) {
  Belongings all;
  all.known = static_cast<bool>(customer.account);
  std::vector<orders::Order> found;
  if (!number.empty()) {
    TRY(auto order, order_of(needs, reader, customer, number));
    found.push_back(std::move(order));
  } else if (customer.account) {
    found = orders_of(needs, reader, customer.account);
    add_warranties(needs, all, needs.warranties.of_account(reader, customer.account));
  }
  if (customer.account) all.store_credit = needs.credit.balance(reader, customer.account, needs.brand.currency);
  for (const auto& order : found) {
    all.orders.push_back(needs.orders.view(reader, order));
    returns::ReturnQuery query;
    query.order_id = order.id;
    for (const auto& each : needs.returns.list(reader, query)) all.returns.push_back(needs.returns.view(reader, each));
    add_warranties(needs, all, needs.warranties.of_order(reader, order.id));
  }
  std::sort(all.warranties.begin(), all.warranties.end(), [](const auto& a, const auto& b) { return a.id.value > b.id.value; });
  if (all.warranties.size() > warranties_max) all.warranties.resize(warranties_max);
  add_claims(needs, reader, all);
  return all;
}

}  // namespace plaza::care
