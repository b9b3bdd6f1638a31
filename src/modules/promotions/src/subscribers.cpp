#include "subscribers.h"

#include <set>

#include "catalog/events.h"
#include "promotions/events.h"
#include "store.h"

namespace plaza::promotions {
namespace {

using catalog::CollectionId;
using catalog::ProductId;

struct Touched {
  std::set<DiscountId> discounts;
  std::set<CollectionId> collections;
  std::set<ProductId> products;
};

Touched touched_by(const std::vector<events::Event>& batch, const Book& book) {
  Touched touched;
  const bool products_count = book.names_collections();
  for (const auto& event : batch) {
    if (event.topic == DiscountChanged::topic) {
      touched.discounts.insert(events::read<DiscountChanged>(event).discount_id);
    } else if (event.topic == catalog::CollectionChanged::topic) {
      const auto id = events::read<catalog::CollectionChanged>(event).collection_id;
      if (book.names(id)) touched.collections.insert(id);
    } else if (products_count) {
      touched.products.insert(events::read<catalog::ProductChanged>(event).product_id);
    }
  }
  return touched;
}

void refresh(const SubscriberParts& parts, db::Reader& reader, const Touched& touched) {
  for (const auto id : touched.discounts) {
    if (const auto discount = find_discount(reader, id))
      parts.book.put(*discount, parts.desk.members_of(reader, *discount));
  }
  for (const auto id : touched.collections)
    parts.book.put_members(id, parts.collections.products(reader, id));
  for (const auto id : touched.products) {
    const auto product = parts.catalog.product(reader, id);
    parts.book.put_product(id, product ? product->collections : std::vector<CollectionId>());
  }
}

}  // namespace

void subscribe_book(events::Dispatcher& dispatcher, const SubscriberParts& parts) {
  dispatcher.every_node("promotions.book",
                        {DiscountChanged::topic, catalog::CollectionChanged::topic,
                         catalog::ProductChanged::topic},
                        [parts](const std::vector<events::Event>& batch) {
                          const Touched touched = touched_by(batch, parts.book);
                          const auto work = [&](db::Reader& reader) {
                            refresh(parts, reader, touched);
                            return 0;
                          };
                          parts.database.read_now(work);
                        });
}

void load_book(const SubscriberParts& parts) {
  const auto work = [&](db::Reader& reader) {
    std::vector<Discount> all;
    each_active(reader, [&](const Discount& discount) { all.push_back(discount); });
    for (const auto& discount : all)
      parts.book.put(discount, parts.desk.members_of(reader, discount));
    return 0;
  };
  parts.database.read_now(work);
}

}  // namespace plaza::promotions
