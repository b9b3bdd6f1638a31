// Who bought what, from orders: nobody says it of themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "orders/orders.h"
#include "reviews/review.h"

namespace plaza::reviews {

struct Purchase {
  orders::OrderId order_id;
  catalog::ProductId product_id;
  catalog::VariantId variant_id;
  std::string product_handle, product_title, variant_title;
  std::optional<orders::Image> image;
  Time at;
};

// Paid, not cancelled, not given back as a whole.
bool counts_as_bought(const orders::Order& order);
// Its lines, one for each product, whose units were not all given back.
std::vector<Purchase> purchases_in(const orders::Order& order);
// The account's newest purchase of the product.
std::optional<Purchase> bought(orders::Orders& orders, db::Reader& reader, identity::AccountId account, catalog::ProductId product);
// All products of the account's newest 300 orders, newest first.
std::vector<Purchase> all_bought(orders::Orders& orders, db::Reader& reader, identity::AccountId account);

}  // namespace plaza::reviews
