// What applies to a basket and who may use it: the rules over the book in memory, limits over the
// store.
#pragma once

#include <atomic>

#include "book.h"
#include "persons.h"
#include "platform/base/time.h"
#include "promotions/ports.h"
#include "promotions/promotions.h"

namespace plaza::promotions {

class PromotionsService final : public Promotions {
 public:
  PromotionsService(const Book& book, const Clock& clock) : book_(book), clock_(clock) {}

  // Before anything runs.
  void plug(const Audience* audience, FirstOrders* first_orders) {
    audience_ = audience;
    first_orders_ = first_orders;
  }

  Evaluation evaluate(db::Reader& reader, const Basket& basket) override;
  Status redeem(db::Transaction& tx, std::int64_t order, const Basket& basket,
                std::span<const Applied> applied) override;
  void release(db::Transaction& tx, std::int64_t order) override;

 private:
  Facts facts(db::Reader& reader, const Discount& discount, const Basket& basket,
              const Person& person) const;
  Status check_code(db::Reader& reader, const Candidate& candidate, const Basket& basket,
                    const Person& person) const;
  Status redeem_one(db::Transaction& tx, std::int64_t order, const Applied& applied,
                    const Person& person) const;

  const Book& book_;
  const Clock& clock_;
  const Audience* audience_ = nullptr;
  FirstOrders* first_orders_ = nullptr;
};

}  // namespace plaza::promotions
