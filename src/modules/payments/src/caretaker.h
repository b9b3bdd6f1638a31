// What is done outside requests: asking providers how open payments ended, and carrying out at the provider what was decided.
// Every method blocks: for jobs.
#pragma once

#include <map>
#include <string>

#include "payments/payments.h"
#include "rules.h"
#include "service.h"

namespace plaza::payments {

class Caretaker {
 public:
  explicit Caretaker(const Surroundings& surroundings) : around_(surroundings), opened_at_(surroundings.clock.now()) {}

  Status reconcile();
  Status sweep();
  Status carry_out_refund(RefundId id);
  Status carry_out_capture(PaymentId id);
  Status carry_out_void(PaymentId id);
  // Asks about a payment that waits for its browser, now.
  Status look_at(PaymentId id);
  // Counts refunds of a payment that were made at the provider.
  Status look_for_refunds(PaymentId id);

 private:
  using Failures = std::map<std::string, int>;
  // Payments that were last touched before this time wait for nobody any more.
  Time given_up_before() const;
  // False if the provider did not answer.
  bool settle(const Payment& payment, Provider& provider);
  bool look(const Payment& payment, Provider& provider);
  void work_through(const std::vector<Payment>& open, Failures& failures);
  void retry_decided(Failures& failures);
  Status sweep(Provider& provider, Time since);
  Status sweep_refunds(Provider& provider, RefundQuery query);
  Status refused(const Payment& payment, const RefundRecord& refund, Provider& provider, const Error& why);
  // Writes down what was found out. Whether it was news.
  bool found(PaymentId id, const Finding& finding);
  void postpone(PaymentId id);

  const Surroundings& around_;
  const Time opened_at_;
};

}  // namespace plaza::payments
