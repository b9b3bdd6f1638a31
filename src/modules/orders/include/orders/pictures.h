// Port: how a product's picture is shown beside a line. From memory, thread-safe.
#pragma once

#include <optional>

#include "catalog/product.h"
#include "orders/views.h"

namespace plaza::orders {

class Pictures {
 public:
  virtual ~Pictures() = default;
  virtual std::optional<Image> picture(const catalog::ProductMedia& media) = 0;
};

}  // namespace plaza::orders
