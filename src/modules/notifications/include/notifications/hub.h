// The live stream GET /v1/stream (Server-Sent Events): pushes to pages that are open on this node. Lossy by design: a page that
// was away asks the API again. On several nodes publish from an every_node subscription, so that each node tells its own pages.
// Thread-safe and never blocks: full queues drop.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "identity/ids.h"

namespace plaza::notifications {

enum class Topic { notification, cart, stock, order, product, care };
constexpr auto enum_names(Topic*) {
  return std::array<std::string_view, 6>{"notification", "cart", "stock", "order", "product", "care"};
}

class Hub {
 public:
  virtual ~Hub() = default;
  // `data` is JSON text on one line.
  virtual void to_account(identity::AccountId account, Topic topic, std::string data) = 0;
  // A visitor's id is no secret: tell that something changed, never personal data.
  virtual void to_visitor(std::string_view visitor, Topic topic, std::string data) = 0;
  virtual void to_all(Topic topic, std::string data) = 0;
  // Pages open now, on this node.
  virtual std::int64_t open_pages() const = 0;
};

}  // namespace plaza::notifications
