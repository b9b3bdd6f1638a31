#include "gift_cards.h"

#include <algorithm>
#include <map>

#include "orders/events.h"
#include "platform/json/codec.h"

namespace plaza::app {

namespace {

struct MailedCard {
  std::string code;
  Money amount;
  template <class V>
  void describe(V& v) {
    v("code", code);
    v("amount", amount);
  }
};

struct MailValues {
  std::string name, number, link;
  std::vector<MailedCard> cards;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("number", number);
    v("link", link);
    v("cards", cards);
  }
};

bool is_card(const orders::OrderLine& line) { return line.gift_card && line.quantity > 0 && line.unit_price.amount > 0; }

// `first` is the first of these cards: an order gets more when it is edited.
void mail(const GiftCardParts& parts, db::Transaction& tx, const orders::Order& order, std::vector<MailedCard> cards,
          const std::string& first) {
  const std::string id = to_text(order.id);
  MailValues values{order.shipping_address.name, orders::number_text(order.number), "/orders/" + id, std::move(cards)};
  if (!order.account_id) values.link += "?token=" + order.access_token;  // a guest has no other way in
  parts.mailer.send(tx, {notifications::Mail::gift_card, "gift_card:" + id + ":" + first, order.email, order.locale, json::encode(values)});
}

// What has not left yet of its cards leaves now.
Status ship(const GiftCardParts& parts, db::Transaction& tx, const orders::Order& order) {
  orders::FulfilmentRequest request;
  request.by = orders::Actor::system;
  for (const auto& line : parts.orders.view(tx, order).lines) {
    if (is_card(line) && line.to_fulfil > 0) request.lines.push_back({line.id, line.to_fulfil});
  }
  if (!request.lines.empty()) TRY_DONE(parts.after_sale.fulfil(tx, order.id, request));
  return done();
}

}  // namespace

void tell_of_gift_cards(db::Transaction& tx, const orders::Order& order) {
  if (std::none_of(order.lines.begin(), order.lines.end(), is_card)) return;
  events::publish(tx, order.id.value, GiftCardsSold{order.id});
}

// A card for each unit, worth its price: a discount that made it cheaper named it. What was issued before is not issued again,
// and nothing while a part of the order is still to be paid.
Status issue_sold_cards(const GiftCardParts& parts, db::Transaction& tx, orders::OrderId id) {
  const auto order = parts.orders.find(tx, id);
  if (!order || std::none_of(order->lines.begin(), order->lines.end(), is_card)) return done();
  using enum orders::OrderStatus;
  if (order->status != paid && order->status != fulfilled && order->status != delivered) return done();
  const auto view = parts.orders.view(tx, *order);
  if (view.amounts.due.amount > 0) return done();
  std::map<std::int64_t, std::int64_t> there;  // by worth
  for (const auto& card : parts.credit.issued_for(tx, to_text(id))) {
    if (card.status != credit::CardStatus::disabled) ++there[card.initial.amount];
  }
  std::vector<MailedCard> cards;
  std::string first;
  for (const auto& line : view.lines) {
    if (!is_card(line)) continue;
    const credit::NewCard wish{line.unit_price, {}, "Sold with order " + orders::number_text(order->number), to_text(id)};
    for (std::int64_t unit = line.refunded; unit < line.quantity; ++unit) {
      if (there[line.unit_price.amount]-- > 0) continue;
      TRY(auto issued, parts.credit.issue(tx, wish, "system"));
      if (first.empty()) first = to_text(issued.card.id);
      cards.push_back({std::move(issued.code), line.unit_price});
    }
  }
  if (cards.empty()) return done();
  mail(parts, tx, *order, std::move(cards), first);
  return order->status == paid ? ship(parts, tx, *order) : done();
}

void subscribe_gift_cards(events::Dispatcher& dispatcher, const GiftCardParts& parts) {
  // Also what an edit added, once it is paid.
  dispatcher.once("app.issue_gift_cards",
                  {GiftCardsSold::topic, orders::OrderEdited::topic, orders::OrderCharged::topic},
                  [parts](db::Transaction& tx, const events::Event& event) {
                    return issue_sold_cards(parts, tx, orders::OrderId{event.aggregate});
                  });
  dispatcher.once("app.disable_gift_cards", {orders::OrderCancelled::topic, orders::OrderRefunded::topic},
                  [parts](db::Transaction& tx, const events::Event& event) -> Status {
                    const auto order = parts.orders.find(tx, orders::OrderId{event.aggregate});
                    const bool all = order && (order->status == orders::OrderStatus::cancelled ||
                                               order->status == orders::OrderStatus::refunded);
                    if (all) parts.credit.disable_issued(tx, to_text(order->id), "system");
                    return done();
                  });
}

}  // namespace plaza::app
