// What is bought and what becomes of it: orders through the checkout, parcels, some cancelled, some sent back.
#include <algorithm>

#include "catalog/module.h"
#include "demo/places.h"
#include "demo/world.h"
#include "orders/module.h"
#include "returns/module.h"

namespace plaza::app::demo_brand {

namespace {

constexpr Micros looked_after = days(16);  // older orders are done with

}  // namespace

void World::buy(const Purchase& purchase) {
  const auto product = products_.find(purchase.handle);
  if (product == products_.end()) return;
  auto& orders = program_.orders();
  const auto& who = purchase.who;
  const auto& place = place_at(who.place);
  orders::Shopper shopper;
  shopper.account_id = who.account;
  shopper.visitor = who.visitor;
  shopper.locale = who.locale;
  orders::CheckoutRequest request;
  request.email = who.email;
  request.shipping_address.name = who.name;
  request.shipping_address.line1 = place.line;
  request.shipping_address.city = place.city;
  request.shipping_address.postal_code = place.postal_code;
  request.shipping_address.country = place.country;
  request.payment = orders::ChosenPayment{"test", chance() < 0.04 ? "declined" : "ok"};
  const auto& variants = product->second.variants;
  const auto& variant = variants[random_() % variants.size()];
  const bool two = chance() < 0.2, code = chance() < 0.12, card = !cards_.empty() && chance() < 0.02;
  orders::Source source;
  if (purchase.post) source = {to_text(purchase.post), purchase.impression};
  const auto fill = [&](db::Transaction& tx) -> Result<orders::Cart> {
    const auto cart = orders.carts().create(tx, shopper);
    orders::Shopper holder = shopper;
    holder.tokens = {cart.access_token};
    auto filled = orders.carts().add_line(tx, holder, cart.id, variant.id, two ? 2 : 1, purchase.post ? std::optional(source) : std::nullopt);
    if (!filled.ok()) return filled;
    if (code) (void)tx.nested([&] { return orders.carts().add_code(tx, holder, cart.id, "KILN5").ok(); });
    if (card) (void)tx.nested([&] { return orders.carts().add_gift_card(tx, holder, cart.id, cards_.back()).ok(); });
    return filled;
  };
  const auto cart = program_.database().write_now(fill);
  if (!cart.ok()) return;  // sold out by now
  if (card) cards_.pop_back();
  shopper.tokens = {cart->access_token};
  (void)sync_wait(orders.checkout().run(shopper, cart->id, request));
}

void World::send_back(db::Transaction& tx, const orders::Order& order) {
  returns::ReturnRequest request;
  returns::ReturnLine line;
  line.line_id = order.lines.at(0).id;
  line.reason = chance() < 0.5 ? "changed_mind" : chance() < 0.5 ? "wrong_size" : "not_as_described";
  request.lines = {line};
  request.resolution = chance() < 0.3 ? returns::Resolution::store_credit : returns::Resolution::original;
  if (!order.account_id) request.resolution = returns::Resolution::original;
  (void)tx.nested([&] { return program_.returns().returns().request(tx, order, request, orders::Actor::customer).ok(); });
}

void World::follow_up(db::Transaction& tx, const orders::Order& order, Time now) {
  auto& orders = program_.orders().orders();
  const Micros age = now - order.placed_at;
  if (order.status == orders::OrderStatus::paid && age > hours(20)) {
    if (chance() < 0.02) (void)orders.cancel(tx, order.id, orders::Actor::staff, "Ordered the wrong glaze");
    else if (chance() < 0.85) (void)orders.fulfil(tx, order.id, "KL" + std::to_string(100'000 + random_() % 900'000));
  } else if (order.status == orders::OrderStatus::fulfilled && age > days(3) && chance() < 0.8) {
    (void)orders.deliver(tx, order.id);
  } else if (order.status == orders::OrderStatus::delivered && age > days(4) && chance() < 0.013) {
    send_back(tx, order);
  }
}

// What was sent back arrives after some days and is settled.
void World::take_returns(Time now) {
  auto& returns = program_.returns().returns();
  returns::ReturnQuery query;
  query.limit = 100;
  const auto list = [&](db::Reader& reader) { return returns.list(reader, query); };
  const auto page = program_.database().read_now(list);
  const auto work = [&](db::Transaction& tx) -> Status {
    for (const auto& each : page) {
      if (each.status == returns::ReturnStatus::approved && now - each.updated_at > days(3) && chance() < 0.6) {
        std::vector<returns::ReceivedLine> arrived;
        for (const auto& line : each.lines) arrived.push_back({line.line_id, line.quantity, returns::Condition::as_new, true});
        (void)tx.nested([&] { return returns.receive(tx, each.id, arrived, orders::Actor::staff, std::nullopt).ok(); });
      } else if (each.status == returns::ReturnStatus::received && now - each.updated_at > days(1)) {
        (void)tx.nested([&] { return returns.settle(tx, each.id, {}, orders::Actor::staff, std::nullopt).ok(); });
      }
    }
    return done();
  };
  (void)program_.database().write_now(work);
}

void World::ship(Time now) {
  auto& orders = program_.orders().orders();
  orders::OrderQuery query;
  query.limit = 100;
  const auto list = [&](db::Reader& reader) { return orders.list(reader, query); };
  for (auto page = program_.database().read_now(list); !page.empty(); page = program_.database().read_now(list)) {
    const auto work = [&](db::Transaction& tx) -> Status {
      for (const auto& order : page) {
        if (order.placed_at >= start_) follow_up(tx, order, now);
      }
      return done();
    };
    (void)program_.database().write_now(work);
    if (now - page.back().placed_at > looked_after) break;
    query.before = page.back().id;
  }
  take_returns(now);
}

}  // namespace plaza::app::demo_brand
