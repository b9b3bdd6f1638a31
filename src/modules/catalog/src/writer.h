// The one way in which products are written: numbered, timed, kept only when something changed, and
// announced.
#pragma once

#include <functional>

#include "catalog/product.h"
#include "platform/base/id.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::catalog {

class ProductWriter {
 public:
  ProductWriter(IdSource& ids, const Clock& clock) : ids_(ids), clock_(clock) {}

  // A normalised product without problems. Gives it and its variants their ids. False: the handle
  // is taken.
  bool insert(db::Transaction& tx, Product& product) const;

  struct Changed {
    Product product;
    bool changed = false;
  };
  // Reads the product, lets `edit` change it (perhaps more than once, from what is there then),
  // normalises, checks, writes the difference. An edit that changes nothing writes nothing.
  Result<Changed> change(db::Transaction& tx, ProductId id,
                         const std::function<Status(Product&)>& edit) const;

  // Says that a product changed in what is not in its row (a collection).
  void announce(db::Transaction& tx, ProductId id) const;

 private:
  void number(Product& product) const;

  IdSource& ids_;
  const Clock& clock_;
};

Error product_not_found();
Error handle_taken();
Error invalid_fields(std::vector<FieldError> fields);

}  // namespace plaza::catalog
