// Port: who takes the money. Called only outside transactions; the payment's id (the refund's, for a refund) is the idempotency key
// of everything that is asked about it, so each call may be repeated after a crash without a second effect. Every answer tells
// the amount as the provider has it: payments checks it against the intent. Implementations are thread-safe.
//
// Errors: ErrorKind::payment says "certainly not, and never" (payment.declined and the like); after any other error, an exception
// or silence nobody knows, and the provider will be asked again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "payments/ids.h"
#include "payments/payments.h"
#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/base/task.h"

namespace plaza::payments {

struct Charge {
  PaymentId payment;
  Money amount;
  std::string token;  // what the provider's script gave the browser; empty: its form will ask for it
  Capture capture = Capture::automatic;
  std::string return_url = {};  // may be empty, see Payments::pay
};

// How a payment stands with the provider.
struct Paid {
  enum class Standing {
    paid,
    authorised,
    action_required,
    open,  // neither paid nor refused yet, and nothing for the browser to do: ask again later
  };
  std::string reference;  // the provider's own id of the payment
  std::optional<Money> amount = {};  // what was taken (or is reserved, or asked for); nothing: the provider does not tell
  Standing standing = Standing::paid;
  Action action = {};
};

// What is known about a payment when a provider is asked again.
struct Known {
  PaymentId payment;
  Money amount;
  std::string reference;  // empty if the answer to pay() was lost
  Capture capture = Capture::automatic;
  Time created_at = {};
  bool form = false;  // the browser has the provider's form: a refusal there is not the end, the shopper may choose again
};

// The last word on a payment.
struct Settlement {
  bool paid = false;
  std::string reference;
  std::optional<Money> amount = {};
  bool authorised = false;  // reserved, with paid false: may still be captured
};

struct Refund {
  PaymentId payment;
  Money amount;
  std::string reference;  // of the payment
  RefundId refund = {};
  Time asked_at = {};  // when it was asked for first
};

struct Refunded {
  std::string reference;
  std::optional<Money> amount = {};
};

// One payment of a provider's own list.
struct Listed {
  PaymentId payment;
  Paid answer;
};
// One refund of a provider's own list, made by us or by somebody there.
struct ListedRefund {
  std::string reference;           // the provider's own id of it
  std::string payment;             // and of its payment
  std::optional<RefundId> ours = {};
  std::optional<Money> amount = {};
  bool lost = false;               // failed or taken back: the money stays with the shop
};
struct RefundPage {
  std::vector<ListedRefund> refunds;
  std::string next;  // empty: there are no more
};
struct RefundQuery {
  std::string payment = {};  // the provider's id of it; empty: those of all payments
  Time since = {};           // micros 0: from the beginning
  std::string after = {};
};
struct ListedPage {
  std::vector<Listed> payments;
  std::string next;  // where the next page begins; empty: there is none
};

class Provider {
 public:
  virtual ~Provider() = default;
  virtual std::string_view name() const = 0;
  // Whether a charge without a token is fine: its form in the browser asks for what it needs.
  virtual bool has_form() const { return false; }

  // Takes (or reserves) the money, or says what the browser has to do for it.
  virtual Task<Result<Paid>> pay(Charge charge) = 0;

  // Ends the uncertainty about a payment: was it paid? If it was not, the provider makes sure that it never will be, so the
  // answer is final.
  virtual Task<Result<Settlement>> settle(Known known) = 0;

  // Gives money back, once however often it is asked for the same refund.
  virtual Task<Result<Refunded>> refund(Refund refund) = 0;

  // Looks; a refusal that it finds at the bank it makes final. The default: payment.not_supported (502), so that settle() decides.
  virtual Task<Result<Paid>> retrieve(Known known);
  // Takes what is reserved, `amount` of it at most.
  virtual Task<Result<Paid>> capture(Known known, Money amount);
  // Lets it go.
  virtual Task<Result<Settlement>> void_(Known known);
  // Its payments since a time, newest first, to find those that the shop has forgotten. The default: none.
  virtual Task<Result<ListedPage>> recent(Time since, std::string after);
  // Its refunds, newest first, to find those that were made there. The default: none.
  virtual Task<Result<RefundPage>> recent_refunds(RefundQuery query);
};

}  // namespace plaza::payments
