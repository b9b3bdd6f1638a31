// Port: tells people. Called in the transaction that makes the change; enqueue only.
#pragma once

#include <string>
#include <vector>

#include "identity/ids.h"
#include "orders/orders.h"
#include "platform/db/connection.h"
#include "reviews/review.h"

namespace plaza::reviews {

// A line of an order that is asked about.
struct InvitedLine {
  std::string title, variant_title, image_url;
};

class ReviewMail {
 public:
  virtual ~ReviewMail() = default;
  // Asks for reviews. `link` and `quiet_link` are paths of our own; `key` is the same for the same mail.
  virtual void invite(db::Transaction& tx, const orders::Order& order, const std::vector<InvitedLine>& lines,
                      const std::string& link, const std::string& quiet_link, const std::string& key) = 0;
  // The shop answered in public.
  virtual void replied(db::Transaction& tx, const Review& review, const std::string& product_title, const std::string& path) = 0;
};

}  // namespace plaza::reviews
