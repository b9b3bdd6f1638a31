// What changes elsewhere and the book must know: discounts on other nodes, and which products belong
// to the collections that discounts name.
#pragma once

#include "book.h"
#include "catalog/catalog.h"
#include "desk.h"
#include "platform/db/database.h"
#include "platform/events/outbox.h"

namespace plaza::promotions {

struct SubscriberParts {
  db::Database& database;
  catalog::Catalog& catalog;
  catalog::Collections& collections;
  const Desk& desk;
  Book& book;
};

void subscribe_book(events::Dispatcher& dispatcher, const SubscriberParts& parts);
void load_book(const SubscriberParts& parts);

}  // namespace plaza::promotions
