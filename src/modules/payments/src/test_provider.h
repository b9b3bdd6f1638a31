// The embedded provider for development, demos and tests of the whole: it stands for an outside system, so it has a memory of its
// own and writes it in transactions of its own. Whatever dies, it goes on knowing what it took. What its tokens do:
//
//   ok         pays                                   authorise  reserves: capture() takes it
//   slow       pays after 2 s                         action     waits for POST /v1/dev/test_payments/{id} {"outcome": "paid"}
//   error      breaks, and knows of nothing                      (or "declined"), as for a shopper's browser at a bank
//   lies       pays, and tells another amount         declined   declines; so does any other token
#pragma once

#include <optional>

#include "payments/provider.h"
#include "payments/timer.h"
#include "platform/db/database.h"

namespace plaza::payments {

class TestProvider final : public Provider {
 public:
  TestProvider(db::Database& database, Timer& timer) : database_(database), timer_(timer) {}

  std::string_view name() const override { return "test"; }
  Task<Result<Paid>> pay(Charge charge) override;
  Task<Result<Settlement>> settle(Known known) override;
  Task<Result<Refunded>> refund(Refund refund) override;
  Task<Result<Paid>> retrieve(Known known) override;
  Task<Result<Paid>> capture(Known known, Money amount) override;
  Task<Result<Settlement>> void_(Known known) override;

  // What the shopper does in the browser with a payment that waits for it. 404 payment.not_found, unless it waits.
  Status act(db::Transaction& tx, PaymentId payment, bool pays);

 private:
  // What became of a payment. Stored by number.
  enum class Fate { paid, declined, never, given_back_once, authorised, waiting };
  struct Memory {
    Fate fate = Fate::never;
    Money amount;             // asked for
    std::int64_t taken = 0;   // of it
  };
  static std::optional<Memory> recall(db::Reader& reader, PaymentId payment);
  static Result<Paid> answer_of(PaymentId payment, const Memory& memory);
  // Gives it up if that is its fate so far (or it was never heard of), and tells how it stands.
  Task<Result<Settlement>> give_up(Known known, Fate open);
  // Writes a fate unless there is one already; gives the one that stands.
  Task<Result<Memory>> settle_as(PaymentId payment, Money amount, Fate fate);

  db::Database& database_;
  Timer& timer_;
};

}  // namespace plaza::payments
