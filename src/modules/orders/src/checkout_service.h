// A checkout: look, first write, the provider, second write.
#pragma once

#include <optional>
#include <string>

#include "offer.h"
#include "order_view.h"
#include "orders/module.h"
#include "settling.h"

namespace plaza::orders {

class CartService;

// An order with its payment; nothing if credit paid for all of it.
struct Placed {
  Order order;
  std::optional<payments::Payment> payment;
};

// Makes `placed` what it is if this outcome gets recorded.
void take_outcome(Placed& placed, const payments::Outcome& outcome, Time now);

// Keeps a request's answer for its repetition, in the checkout's own transactions. Lives as long as the checkout runs.
class AnswerKeeper {
 public:
  virtual ~AnswerKeeper() = default;
  // Names the request for a recovery; empty: nothing is kept.
  virtual std::string name() const { return {}; }
  // First of all. An error stops the checkout with nothing done: the answer is known already, or another is working on it.
  virtual Status claim(db::Transaction&) { return done(); }
  // Outside transactions: makes the answer ready. False: such an answer is not kept.
  virtual bool prepare(const Result<Placed>&) { return false; }
  // Stores what was prepared, or gives the claim back. An error undoes the write.
  virtual Status keep(db::Transaction&) { return done(); }
};

// What a second write came to. A refusal is a value in it: it is committed.
struct Settled {
  std::optional<Error> refusal;
  Placed placed;
};

class CheckoutService final : public Checkout {
 public:
  CheckoutService(const Needs& needs, CartService& carts) : needs_(needs), carts_(carts), settling_(needs) {}

  Status validate(const CheckoutRequest& request) const override;
  Task<Result<Order>> run(Shopper shopper, CartId cart, CheckoutRequest request) override;
  Viewer viewer() const { return {needs_.clock.now(), needs_.settings.grace, false}; }
  // `placed` as it is if the outcome is "paid". Also for a browser that comes back later.
  Result<Settled> settle(db::Transaction& tx, const Placed& placed, const payments::Outcome& outcome, AnswerKeeper& keeper);
  Task<Result<Placed>> run_kept(Shopper shopper, CartId cart, CheckoutRequest request, AnswerKeeper& keeper);

 private:
  // What is to be written, worked out beforehand so that the write is short. `before`: this very request placed it already, and
  // its process died before it could answer.
  struct Plan {
    Cart cart;
    Order order;
    promotions::Basket basket;
    std::vector<promotions::Applied> discounts;
    std::int64_t due = 0;  // in money
    std::string drop_tickets;
    std::optional<Placed> before;
  };
  Result<Plan> plan(db::Reader& reader, const Shopper& shopper, CartId id, const CheckoutRequest& request,
                    const std::string& request_name);
  Result<Placed> ordered_before(db::Reader& reader, const Cart& cart, const std::string& request_name);
  Status enough(const Cart& cart) const;
  // Everything that was shown must still hold: what is sold, the codes, the amount.
  Status check_offer(const Offer& offer, const CheckoutRequest& request) const;

  // The first write.
  Result<Placed> place(db::Transaction& tx, const Plan& plan, const CheckoutRequest& request,
                       const std::string& request_name);
  Status take_stock(db::Transaction& tx, const Plan& plan);
  // Uses of codes, credit and places in drops. Nothing for a plain order.
  Status take_claims(db::Transaction& tx, const Plan& plan);
  // An order that credit paid for.
  Status settle_at_once(db::Transaction& tx, Placed& placed, AnswerKeeper& keeper);

  Result<Settled> settle_late(db::Transaction& tx, const Placed& placed);
  // Keeps a refusal that was found before there was anything to undo.
  Task<Status> keep_refusal(AnswerKeeper& keeper);

  const Needs needs_;
  CartService& carts_;
  Settling settling_;
};

}  // namespace plaza::orders
