// What is not promoted for now. From memory; thread-safe.
#pragma once

#include "catalog/ids.h"

namespace plaza::radar {

class Promotions {
 public:
  virtual ~Promotions() = default;
  virtual bool is_any_paused() const = 0;
  virtual bool is_paused(catalog::ProductId product) const = 0;
};

}  // namespace plaza::radar
