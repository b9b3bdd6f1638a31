#include "service.h"

#include "deadline.h"
#include "learning.h"
#include "platform/base/check.h"
#include "platform/json/describe.h"
#include "platform/log/log.h"
#include "rules.h"
#include "store.h"
#include "work.h"

namespace plaza::payments {
namespace {

using enum PaymentStatus;

metrics::Counter counter(std::string_view outcome) {
  return metrics::counter("plaza_payments_outcomes_total", "Answers of payment providers.", {{"outcome", outcome}});
}

void note(const Provider& provider, const Result<Paid>& answer, Money amount) {
  if (!answer.ok()) {
    if (answer.error().kind == ErrorKind::payment) return;
    log::warning("payment provider failed", {{"provider", provider.name()}, {"reason", answer.error().detail}});
  } else if (!agrees(answer->amount, amount)) {
    log::error("payment provider tells another amount",
               {{"provider", provider.name()}, {"asked", decimal_text(amount)}, {"told", decimal_text(*answer->amount)}});
  }
}

// A provider's answer as an outcome. By value: it may outlive whoever waits for it.
Task<Outcome> ask(Provider& provider, Charge charge) {
  const Money amount = charge.amount;
  auto answer = co_await provider.pay(std::move(charge));
  note(provider, answer, amount);
  co_return outcome_of(answer, amount);
}

Task<Outcome> look(Provider& provider, Known known) {
  const Money amount = known.amount;
  auto answer = co_await provider.retrieve(std::move(known));
  note(provider, answer, amount);
  co_return outcome_of(answer, amount);
}

Task<Outcome> end(Provider& provider, Known known) {
  const Money amount = known.amount;
  auto answer = co_await provider.settle(std::move(known));
  if (!answer.ok()) log::warning("payment provider failed", {{"provider", provider.name()}, {"reason", answer.error().detail}});
  co_return outcome_of_end(answer, amount);
}

// Of a payment that nobody needs to ask about any more.
std::optional<Outcome> known_outcome(const Payment& payment) {
  using Kind = Outcome::Kind;
  switch (payment.status) {
    case processing:
    case action_required: return std::nullopt;
    case authorised:
    case capturing: return Outcome{Kind::authorised, payment.reference, {}};
    case captured:
    case refunding:
    case refunded:
    case partially_refunded: return Outcome{Kind::paid, payment.reference, {}};
    case declined:
    case failed:
    case voided:
    case voiding:
      return Outcome{Kind::declined, payment.reference, {ErrorKind::payment, "payment.declined", "The payment was not made."}};
    case mismatched: return mismatch(payment.told, payment.reference);
  }
  return std::nullopt;
}

Error wrong_status(const Payment& payment) {
  return {ErrorKind::conflict, "payment.wrong_status",
          "The payment is " + std::string(json::enum_text(payment.status)) + "."};
}
Error not_found() { return {ErrorKind::not_found, "payment.not_found", "There is no such payment."}; }

}  // namespace

Provider* Surroundings::provider(std::string_view name) const {
  for (auto* each : providers) {
    if (each->name() == name) return each;
  }
  return nullptr;
}

Known known_of(const Payment& payment) {
  return {payment.id,      payment.amount,     payment.reference,
          payment.capture, payment.created_at, payment.action && payment.action->form};
}

Service::Service(const Surroundings& surroundings)
    : around_(surroundings),
      paid_(counter("paid")),
      declined_(counter("declined")),
      unknown_(counter("unknown")),
      held_(counter("held")) {
  CHECK(around_.settings.reconcile_after > around_.settings.deadline);
}

std::vector<std::string> Service::providers() const {
  std::vector<std::string> names;
  for (const auto* provider : around_.providers) names.emplace_back(provider->name());
  return names;
}

Payment Service::begin(db::Transaction& tx, std::int64_t subject, std::string_view provider, Money amount, Purpose purpose,
                       Capture capture) {
  Payment payment;
  payment.id = around_.ids.make<PaymentId>();
  payment.subject = subject;
  payment.provider = provider;
  payment.amount = amount;
  payment.purpose = purpose;
  payment.capture = capture;
  payment.created_at = payment.updated_at = around_.clock.now();
  store::insert(tx, payment);
  return payment;
}

// Waits for an answer no longer than the deadline.
Task<Outcome> Service::heard(Payment payment, Task<Outcome> answer) {
  Outcome outcome = broken();
  try {
    outcome = co_await within(around_.timer, around_.settings.deadline, std::move(answer), too_late(), broken());
  } catch (const std::exception& failure) {
    log::warning("payment provider failed", {{"provider", payment.provider}, {"reason", failure.what()}});
  }
  using Kind = Outcome::Kind;
  const auto& count = outcome.kind == Kind::paid       ? paid_
                      : outcome.kind == Kind::declined ? declined_
                      : outcome.kind == Kind::unknown  ? unknown_
                                                       : held_;
  count.add();
  co_return outcome;
}

Task<Outcome> Service::pay(Payment payment, std::string token, std::string return_url) {
  Provider* asked = around_.provider(payment.provider);
  CHECK(asked);
  auto answer = ask(*asked, Charge{payment.id, payment.amount, std::move(token), payment.capture, std::move(return_url)});
  auto outcome = co_await heard(std::move(payment), std::move(answer));
  co_return outcome;
}

Task<Outcome> Service::confirm(PaymentId id) { return ask_about(id, look); }
Task<Outcome> Service::give_up(PaymentId id) { return ask_about(id, end); }

Task<Outcome> Service::ask_about(PaymentId id, Question question) {
  std::optional<Payment> payment;
  try {
    auto work = [id](db::Reader& reader) { return store::find(reader, id); };
    payment = co_await around_.database.read(work);
  } catch (const std::exception& failure) {
    log::warning("payment could not be looked up", {{"payment", to_text(id)}, {"reason", failure.what()}});
  }
  if (!payment) co_return broken();
  if (auto known = known_outcome(*payment)) co_return std::move(*known);
  Provider* asked = around_.provider(payment->provider);
  if (!asked) co_return broken();
  auto answer = question(*asked, known_of(*payment));
  auto outcome = co_await heard(std::move(*payment), std::move(answer));
  co_return outcome;
}

bool Service::record(db::Transaction& tx, PaymentId id, const Outcome& outcome) {
  const Time now = around_.clock.now();
  using Kind = Outcome::Kind;
  if (outcome.kind == Kind::unknown) {
    const auto payment = store::find(tx, id);
    CHECK(payment);
    const bool open = payment->status == processing || payment->status == action_required;
    if (outcome.error.code != "payment.amount_mismatch") return open;
    return may_move(payment->status, mismatched) && park(tx, *payment, outcome.told, outcome.reference, now);
  }
  if (outcome.kind == Kind::paid) {
    // A taken amount is the one that was asked for: outcome_of() has looked.
    for (const auto from : {processing, action_required}) {
      if (store::take_whole(tx, id, from, outcome.reference, now)) return true;
    }
    return false;
  }
  if (outcome.kind == Kind::declined) {
    return store::move(tx, id, processing, declined, now) || store::move(tx, id, action_required, declined, now);
  }
  const auto to = status_after(outcome.kind);
  if (store::hold(tx, id, processing, to, outcome.reference, outcome.action, now)) return true;
  return to == authorised && store::hold(tx, id, action_required, to, outcome.reference, {}, now);
}

Status Service::capture(db::Transaction& tx, PaymentId id, Money amount) {
  const auto payment = store::find(tx, id);
  if (!payment) return not_found();
  const bool asked_before = payment->status == capturing || payment->status == captured;
  if (asked_before && amount == Money{payment->captured, payment->amount.currency}) return done();
  if (payment->status != authorised) return wrong_status(*payment);
  if (amount.currency != payment->amount.currency) {
    return Error{ErrorKind::conflict, "payment.wrong_currency", "The payment is in another currency."};
  }
  if (amount.amount <= 0 || amount.amount > payment->amount.amount) {
    return Error{ErrorKind::conflict, "payment.capture_above_authorised", "That is more than is reserved."};
  }
  if (!store::begin_capture(tx, id, amount.amount, around_.clock.now())) return wrong_status(*payment);
  enqueue_capture(tx, id);
  return done();
}

Status Service::void_(db::Transaction& tx, PaymentId id) {
  const auto payment = store::find(tx, id);
  if (!payment) return not_found();
  if (payment->status == voiding || payment->status == voided) return done();
  if (payment->status != authorised) return wrong_status(*payment);
  if (!store::move(tx, id, authorised, voiding, around_.clock.now())) return wrong_status(*payment);
  enqueue_void(tx, id);
  return done();
}

std::optional<Payment> Service::find(db::Reader& reader, PaymentId id) { return store::find(reader, id); }
std::vector<Payment> Service::of(db::Reader& reader, std::int64_t subject) { return store::of(reader, subject); }
std::vector<RefundRecord> Service::refunds_of(db::Reader& reader, std::int64_t subject) {
  return store::refunds_of(reader, subject);
}
Money Service::paid(db::Reader& reader, std::int64_t subject) { return store::sums_of(reader, subject).taken; }
Money Service::refunded(db::Reader& reader, std::int64_t subject) { return store::sums_of(reader, subject).given_back; }

}  // namespace plaza::payments
