// Stripe by PaymentIntents. A payment is made in two calls, so that no lost answer leaves anything unknown: the first creates the
// intent, always with the same parameters and the payment's id as its key, and can be repeated to learn the intent's id; the second
// confirms it with the card, once. Without a card it is the browser that confirms it, by Stripe's form and the intent's secret, as
// often as the shopper wants to try.
#pragma once

#include <string>

#include "outbound.h"
#include "payments/module.h"
#include "payments/provider.h"
#include "stripe_form.h"
#include "stripe_shapes.h"

namespace plaza::payments {

class StripeProvider final : public Provider {
 public:
  StripeProvider(const StripeSettings& settings, const Clock& clock, Micros deadline);

  std::string_view name() const override { return "stripe"; }
  bool has_form() const override { return true; }
  Task<Result<Paid>> pay(Charge charge) override;
  Task<Result<Settlement>> settle(Known known) override;
  Task<Result<Refunded>> refund(Refund refund) override;
  Task<Result<Paid>> retrieve(Known known) override;
  Task<Result<Paid>> capture(Known known, Money amount) override;
  Task<Result<Settlement>> void_(Known known) override;
  Task<Result<ListedPage>> recent(Time since, std::string after) override;
  Task<Result<RefundPage>> recent_refunds(RefundQuery query) override;

 private:
  Outgoing get(std::string path) const;
  Outgoing post(std::string path, const StripeForm& form, std::string key) const;
  // The answer as a described object, or what Stripe's error means.
  template <class T>
  Task<Result<T>> call(Outgoing request);

  Task<Result<stripe::Intent>> create(PaymentId payment, Money amount, Capture capture);
  // The intent of a payment, as it stands now.
  Task<Result<stripe::Intent>> look_up(Known known);
  // Cancels it unless it is finished; the intent as it stands after that.
  Task<Result<stripe::Intent>> cancel(stripe::Intent intent, PaymentId payment);
  Task<Result<std::optional<stripe::RefundObject>>> earlier_refund(Refund refund);

  const StripeSettings settings_;
  const Clock& clock_;
  Outbound outbound_;
};

}  // namespace plaza::payments
