// Payment intents: what was asked of a provider and what became of it. An intent is written before the provider is called and
// moved by guarded statements after, so that a crash between the two leaves a trace that reconciliation follows. Thread-safe.
//
//   processing -> captured | declined | failed                       taken, certainly not taken, never to be taken
//   processing -> action_required -> captured | authorised | ...     the browser has to do something at the provider
//   processing -> authorised -> capturing -> captured                taken later, up to the amount; or voiding -> voided
//   captured -> refunding -> partially_refunded | refunded           "refunding" while any refund is open
//   anything unfinished -> mismatched                                the provider tells another amount: parked for a person
//   mismatched -> captured | failed                                  by hand: staff looked at the provider and say how it is
//   declined, failed, voided -> captured                             money that came after all: announced, so that it is given back
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "payments/ids.h"
#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/base/task.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"

namespace plaza::payments {

// Stored by number: new ones go to the end.
enum class PaymentStatus {
  processing,
  captured,
  declined,
  failed,
  refunding,
  refunded,
  authorised,
  action_required,
  voided,
  partially_refunded,
  capturing,
  voiding,
  mismatched
};
constexpr auto enum_names(PaymentStatus*) {
  return std::array<std::string_view, 13>{"processing",         "captured",  "declined", "failed",    "refunding",
                                          "refunded",           "authorised", "action_required", "voided",
                                          "partially_refunded", "capturing", "voiding",  "mismatched"};
}

// What the money is for. Stored by number: new ones go to the end.
enum class Purpose { order, edit, exchange, fee };
constexpr auto enum_names(Purpose*) { return std::array<std::string_view, 4>{"order", "edit", "exchange", "fee"}; }

// Whether the money is taken at once or reserved first and taken by capture(). Stored by number.
enum class Capture { automatic, manual };

// What the shopper's browser has to do before the money is there. For the browser only: never logged.
struct Action {
  static constexpr const char* schema_name = "PaymentAction";
  std::string type;           // "client_secret": hand it to the provider's script; "redirect": go there
  std::string client_secret;  // empty for redirect
  std::string redirect_url;   // empty unless redirect
  bool form = false;  // nothing is chosen yet: the provider's form asks for it, and again after a refusal
  template <class V>
  void describe(V& v) {
    v("type", type);
    v("client_secret", client_secret);
    v("redirect_url", redirect_url);
    v("form", form, json::Optional{});
  }
};

struct Payment {
  PaymentId id;
  std::int64_t subject = 0;  // what is paid for, by whoever asked: an order's id
  std::string provider;
  Money amount;
  PaymentStatus status = PaymentStatus::processing;
  std::string reference;  // the provider's; empty while it is not known
  Time created_at;
  Time updated_at;
  Purpose purpose = Purpose::order;
  Capture capture = Capture::automatic;
  std::int64_t captured = 0;  // minor units of the amount's currency that were taken; while capturing: that are being taken
  std::int64_t refunded = 0;  // of these, given back or being given back
  std::optional<Action> action = {};  // of action_required
  std::optional<Money> told = {};     // of mismatched: what the provider said
};

// Stored by number. "failed" gives the amount free again.
enum class RefundStatus { open, done, failed };
constexpr auto enum_names(RefundStatus*) { return std::array<std::string_view, 3>{"open", "done", "failed"}; }

struct RefundRecord {
  RefundId id;
  PaymentId payment_id;
  Money amount;
  RefundStatus status = RefundStatus::open;
  std::string reason;
  std::string key;        // the caller's
  std::string reference;  // the provider's; empty until done
  Time created_at;
  Time updated_at;
};

// What a provider answered within its deadline.
struct Outcome {
  enum class Kind {
    paid,
    declined,         // certainly not taken: 402 payment.declined
    unknown,          // broken or too slow: 502 payment.provider_failed; reconciliation finds out.
                      // 502 payment.amount_mismatch: the provider tells another amount; record() parks the payment
    authorised,       // reserved: capture() takes it
    action_required,  // the browser goes on with `action`; confirm(), a webhook or reconciliation tell how it ended
  } kind = Kind::unknown;
  std::string reference = {};
  Error error = {};  // of declined and unknown
  Action action = {};
  std::optional<Money> told = {};  // of payment.amount_mismatch
};

// What is known. At most 100 of a list, oldest first.
class PaymentRecords {
 public:
  virtual ~PaymentRecords() = default;

  virtual std::optional<Payment> find(db::Reader& reader, PaymentId id) = 0;
  // Of one subject.
  virtual std::vector<Payment> of(db::Reader& reader, std::int64_t subject) = 0;
  virtual std::vector<RefundRecord> refunds_of(db::Reader& reader, std::int64_t subject) = 0;
  // Taken for a subject, and given back of that (or being given back), in the currency of its payments; 0 if there is none.
  virtual Money paid(db::Reader& reader, std::int64_t subject) = 0;
  virtual Money refunded(db::Reader& reader, std::int64_t subject) = 0;
};

class Payments : public PaymentRecords {
 public:
  // Names of the providers that may be used, the first one the default.
  virtual std::vector<std::string> providers() const = 0;
  virtual bool has_provider(std::string_view name) const = 0;
  // Whether it needs no token, because its form in the browser asks for everything.
  virtual bool has_form(std::string_view provider) const = 0;

  // Writes an intent, in status processing: the provider is to be called right after the commit. One statement.
  virtual Payment begin(db::Transaction& tx, std::int64_t subject, std::string_view provider, Money amount,
                        Purpose purpose = Purpose::order, Capture capture = Capture::automatic) = 0;

  // Asks the provider, outside any transaction, and never longer than the deadline. Gives an outcome, never throws.
  // `token`: what the provider's script gave the browser; empty: the shopper chooses in the provider's form, and the outcome is
  // action_required with action.form.
  // `return_url`: where a provider that takes the browser away sends it back to; empty: it may not take it away.
  virtual Task<Outcome> pay(Payment payment, std::string token, std::string return_url = {}) = 0;

  // The browser says that it is done: looks at what the provider knows, and changes nothing; record() does. Of a payment that is
  // finished it tells the end without asking. Never longer than the deadline, never throws. Unknown also if there is no such
  // payment; action_required while the browser has not finished, and `action` is what it still has to do.
  virtual Task<Outcome> confirm(PaymentId id) = 0;

  // The shopper does not want to pay any more: a payment that waits for the browser is ended at the provider. Declined, and then
  // it will never be paid; or paid after all. Changes nothing, like confirm().
  virtual Task<Outcome> give_up(PaymentId id) = 0;

  // Records an outcome. False if the payment is past it (a webhook or reconciliation was faster): find() says what it is.
  // An unknown outcome changes nothing, but payment.amount_mismatch parks the payment.
  virtual bool record(db::Transaction& tx, PaymentId id, const Outcome& outcome) = 0;

  // Takes an authorised payment, all of it or less: a job calls the provider after the commit. Then payments.payment_captured
  // or payments.payment_failed. Asking for the same again does nothing. Errors: payment.not_found (404), payment.wrong_status,
  // payment.wrong_currency, payment.capture_above_authorised (409).
  virtual Status capture(db::Transaction& tx, PaymentId id, Money amount) = 0;
  // Lets an authorised payment go, by a job; again does nothing. Errors: payment.not_found (404), payment.wrong_status (409).
  virtual Status void_(db::Transaction& tx, PaymentId id) = 0;

  // Starts giving back what is left of the amount: a job calls the provider after the commit. False if there is nothing to give back.
  virtual bool refund(db::Transaction& tx, PaymentId id) = 0;
  // Starts giving a part back. `key` is the caller's: the same key for the same payment and amount gives the same refund, once.
  // Errors: payment.refund_above_paid (409; also for a payment that was not taken), payment.key_reused (409),
  // payment.wrong_currency (409), payment.not_found (404), request.invalid (400: an amount of nothing, a key that is empty or
  // longer than 200). After any of them nothing is changed.
  virtual Result<RefundId> refund(db::Transaction& tx, PaymentId id, Money amount, std::string_view reason,
                                  std::string_view key) = 0;
};

}  // namespace plaza::payments
