#include "writer.h"

#include <algorithm>

#include "catalog/events.h"
#include "platform/db/database.h"
#include "platform/events/outbox.h"
#include "rules.h"
#include "store.h"

namespace plaza::catalog {
namespace {

constexpr int attempts_max = 8;

void publish(db::Transaction& tx, const Product* before, const Product& after) {
  ProductChanged event{after.id, after.handle, after.status, {}};
  for (const auto& variant : after.variants) {
    if (!before) break;
    const auto old = std::find_if(before->variants.begin(), before->variants.end(),
                                  [&](const Variant& v) { return v.id == variant.id; });
    if (old != before->variants.end() && old->price != variant.price) {
      event.price_changes.push_back({variant.id, old->price, variant.price});
    }
  }
  events::publish(tx, after.id.value, event);
}

}  // namespace

Error product_not_found() {
  return Error{ErrorKind::not_found, "catalog.product_not_found", "There is no such product."};
}

Error handle_taken() {
  return Error{ErrorKind::conflict,
               "catalog.handle_taken",
               "Another one has this handle.",
               {{"handle", "taken", "is taken"}}};
}

Error invalid_fields(std::vector<FieldError> fields) {
  return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.",
               std::move(fields)};
}

void ProductWriter::number(Product& product) const {
  if (!product.id) product.id = ids_.make<ProductId>();
  for (auto& variant : product.variants) {
    variant.product_id = product.id;
    if (!variant.id) variant.id = ids_.make<VariantId>();
  }
}

bool ProductWriter::insert(db::Transaction& tx, Product& product) const {
  number(product);
  product.created_at = product.updated_at = clock_.now();
  if (!insert_product(tx, product)) return false;
  publish(tx, nullptr, product);
  return true;
}

Result<ProductWriter::Changed> ProductWriter::change(
    db::Transaction& tx, ProductId id, const std::function<Status(Product&)>& edit) const {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    auto before = find_product(tx, id);
    if (!before) return product_not_found();
    Product after = *before;
    TRY_DONE(edit(after));
    normalise(after);
    if (auto problems = problems_of(after); !problems.empty())
      return invalid_fields(std::move(problems));
    if (same_content(*before, after)) return Changed{std::move(*before), false};
    if (after.handle != before->handle && handle_owner(tx, after.handle)) return handle_taken();
    number(after);
    after.updated_at = std::max(clock_.now(), before->updated_at + 1);
    if (!update_product(tx, *before, after)) continue;  // somebody was faster
    publish(tx, &*before, after);
    return Changed{std::move(after), true};
  }
  throw db::DatabaseError(db::DatabaseError::Kind::unavailable,
                          "a product is changed by too many at once");
}

void ProductWriter::announce(db::Transaction& tx, ProductId id) const {
  if (const auto product = find_product(tx, id)) publish(tx, nullptr, *product);
}

}  // namespace plaza::catalog
