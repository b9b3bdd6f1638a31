// What a customer bought and most likely writes about; and care::ProductFinder over it.
#pragma once

#include <optional>
#include <string_view>

#include "care/reading.h"
#include "orders/orders.h"

namespace plaza::app {

struct Purchase {
  catalog::ProductId product;
  catalog::VariantId variant;
  Time paid_at;
  identity::AccountId account;  // of the order; none: a guest's
};

// Of the latest paid orders of the account, or of the address when there is none: the line whose product the words name, or the order's
// number; or the only product bought. Nothing: several, or none.
std::optional<Purchase> meant_purchase(db::Reader& reader, orders::Orders& orders, const care::Customer& customer, std::string_view text);
// The latest paid one of that product.
std::optional<Purchase> purchase_of(db::Reader& reader, orders::Orders& orders, const care::Customer& customer, catalog::ProductId product);

class BoughtProducts final : public care::ProductFinder {
 public:
  explicit BoughtProducts(orders::Orders& orders) : orders_(orders) {}
  catalog::ProductId product_of(db::Reader& reader, const care::Customer& customer, std::string_view text) override;

 private:
  orders::Orders& orders_;
};

}  // namespace plaza::app
