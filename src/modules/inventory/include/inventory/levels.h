// What can be bought right now, from memory: for pages, feeds and search. A commit on this node
// shows at once (before its reply), one on another node when its event arrives (well under a
// second). Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "catalog/ids.h"
#include "platform/base/time.h"

namespace plaza::inventory {

// A variant that goes on selling when it is not there.
struct Preorder {
  std::int64_t left = 0;            // how many more may be sold so
  std::optional<Time> promised_at;  // when they are expected
};

class Levels {
 public:
  virtual ~Levels() = default;
  // Units over all locations without safety stock, or what is left of a pre-order if that is more; 0
  // for what is not stocked.
  virtual std::int64_t available(catalog::VariantId variant) const = 0;
  // Set when so many of it sell by pre-order only, now: no location has them, and the pre-order has.
  virtual std::optional<Preorder> preorder(catalog::VariantId, std::int64_t /*quantity*/ = 1) const {
    return std::nullopt;
  }
  // May be sold by pre-order, now or when it is gone.
  virtual bool knows_preorder(catalog::VariantId) const { return false; }
  // Called after each change with the new number, on the writer's or the events' thread: be quick,
  // call nothing of Stock. Added before the program serves.
  using Changed =
      std::function<void(catalog::ProductId, catalog::VariantId, std::int64_t available)>;
  virtual void on_change(Changed changed) = 0;
};

}  // namespace plaza::inventory
