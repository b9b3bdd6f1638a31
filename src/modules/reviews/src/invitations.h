// Asks buyers for reviews some days after their goods arrived: once for each product of an order, in one mail. Nobody is asked who said
// no to mails, followed the link that stops them, or gave the goods back. A signed link lets a guest review.
#pragma once

#include <optional>
#include <string>

#include "platform/events/outbox.h"
#include "platform/jobs/jobs.h"
#include "reviews/module.h"

namespace plaza::reviews {

class Invitations {
 public:
  explicit Invitations(const Needs& needs) : needs_(needs) {}

  // The goods arrived.
  void plan(db::Transaction& tx, orders::OrderId id) const;
  void add_jobs(jobs::Runner& runner);
  // Mails what is due of an order. False: nothing was, or nobody may be asked.
  bool send(db::Transaction& tx, orders::OrderId id) const;

  std::string token(db::Transaction& tx, orders::OrderId id) const;
  // Nothing: we did not make it.
  std::optional<orders::OrderId> order_of(db::Reader& reader, std::string_view token) const;
  void be_quiet(db::Transaction& tx, const std::string& email) const;

 private:
  bool may_ask(db::Transaction& tx, const orders::Order& order) const;
  const Needs& needs_;
};

}  // namespace plaza::reviews
