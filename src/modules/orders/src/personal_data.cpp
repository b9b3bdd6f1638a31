#include "personal_data.h"

#include <functional>

#include "cart_store.h"
#include "order_store.h"
#include "platform/json/codec.h"

namespace plaza::orders {
namespace {

constexpr int page = 100;
constexpr const char* nobody = "–";

// The account's own, and what was ordered as a guest with an address that is shown to be theirs; page by page.
void each_order(Orders& orders, db::Reader& reader, const profiles::Person& person, const std::function<void(const Order&)>& each) {
  const auto all = [&](OrderQuery query) {
    query.limit = page;
    for (;;) {
      const auto found = orders.list(reader, query);
      for (const auto& order : found) {
        if (query.account_id || !order.account_id) each(order);
      }
      if (found.size() < static_cast<std::size_t>(page)) return;
      query.before = found.back().id;
    }
  };
  if (!person.account) return;
  OrderQuery own;
  own.account_id = person.account;
  all(own);
  if (!person.email_verified || person.email.find('@') == std::string::npos) return;
  OrderQuery guest;
  guest.email = person.email;
  all(guest);
}

// Sums, goods and country stay: invoices are kept by law.
Order blanked(Order order) {
  order.email.clear();
  order.note.clear();
  order.tracking.clear();
  Address& address = order.shipping_address;
  address = {nobody, nobody, std::nullopt, nobody, std::nullopt, nobody, address.country, std::nullopt};
  for (auto& entry : order.history) entry.text.reset();
  for (auto& refund : order.after.refunds) refund.reason.clear();
  for (auto& parcel : order.after.fulfilments) parcel.tracking.reset();
  return order;
}

}  // namespace

std::string OrdersOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  std::string text = "[";
  each_order(orders_, reader, person, [&](const Order& order) {
    if (text.size() > 1) text += ',';
    text += json::encode(orders_.view(reader, order));
  });
  return text + "]";
}

std::vector<profiles::Erased> OrdersOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  std::vector<Order> found;
  each_order(orders_, tx, person, [&](const Order& order) { found.push_back(order); });
  for (const auto& order : found) order_store::blank(tx, blanked(order));
  if (person.account) cart_store::forget_of(tx, person.account);
  return {{"orders without names, addresses and words", static_cast<std::int64_t>(found.size())}};
}

}  // namespace plaza::orders
