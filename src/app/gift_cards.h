// Gift cards that were sold as products: issued and mailed when their order, or what an edit added to it, is paid. Orders takes
// unused ones back with their units; what is left is switched off when all of the order is taken back.
// Issuing them is shipping them: their units are fulfilled in the same transaction, so an order whose codes are out cannot be
// cancelled by the shopper any more.
#pragma once

#include "credit/credit.h"
#include "notifications/mailer.h"
#include "orders/after_sale.h"
#include "orders/orders.h"
#include "platform/events/outbox.h"
#include "platform/json/describe.h"

namespace plaza::app {

// Published with the payment of an order that has gift cards: other orders cost nothing here.
struct GiftCardsSold {
  static constexpr const char* topic = "app.gift_cards_sold";
  orders::OrderId order_id;
  template <class V>
  void describe(V& v) {
    v("order_id", order_id);
  }
};
void tell_of_gift_cards(db::Transaction& tx, const orders::Order& order);

struct GiftCardParts {
  credit::Credit& credit;
  orders::Orders& orders;
  orders::AfterSale& after_sale;
  notifications::Mailer& mailer;
};

Status issue_sold_cards(const GiftCardParts& parts, db::Transaction& tx, orders::OrderId order);
void subscribe_gift_cards(events::Dispatcher& dispatcher, const GiftCardParts& parts);

}  // namespace plaza::app
