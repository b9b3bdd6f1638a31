#include "stripe.h"

#include "platform/base/text.h"
#include "platform/json/codec.h"

namespace plaza::payments {
namespace {

using stripe::Intent;
using stripe::List;
using stripe::RefundObject;

// The version whose shapes stripe_shapes.h describes.
constexpr const char* api_version = "Stripe-Version: 2024-06-20";
// Stripe forgets idempotency keys after 24 hours: later it is asked by other means.
constexpr Micros keys_are_known = hours(22);

Error cannot_take() {
  return {ErrorKind::payment, "payment.amount_not_supported", "The provider cannot take this amount in this currency."};
}
// The browser's form is to be filled in, with the intent's secret.
Paid in_the_form(const Intent& intent) {
  Paid answer{intent.id, stripe::from_stripe(intent.amount, intent.currency).value_or(Money{-1, {}}), Paid::Standing::action_required, {}};
  answer.action = {"client_secret", intent.client_secret, "", true};
  return answer;
}
Error still_open() { return {ErrorKind::upstream, "stripe.open", "Stripe is still working on it."}; }

}  // namespace

StripeProvider::StripeProvider(const StripeSettings& settings, const Clock& clock, Micros deadline)
    : settings_(settings), clock_(clock), outbound_(deadline) {}

// --- calls ---

Outgoing StripeProvider::get(std::string path) const {
  return {false, settings_.base_url + std::move(path), {"Authorization: Bearer " + settings_.secret_key, api_version}, {}};
}

Outgoing StripeProvider::post(std::string path, const StripeForm& form, std::string key) const {
  return {true, settings_.base_url + std::move(path),
          {"Authorization: Bearer " + settings_.secret_key, api_version, "Idempotency-Key: " + std::move(key),
           "Content-Type: application/x-www-form-urlencoded"},
          form.text()};
}

template <class T>
Task<Result<T>> StripeProvider::call(Outgoing request) {
  auto reply = co_await outbound_.send(std::move(request));
  if (!reply.ok()) co_return std::move(reply).error();
  if (reply->status != 200) co_return stripe::error_of(*reply);
  auto decoded = json::decode<T>(reply->body);
  if (!decoded.ok()) co_return Error{ErrorKind::upstream, "stripe.unreadable", "Stripe's answer cannot be read."};
  co_return std::move(*decoded);
}

Task<Result<Intent>> StripeProvider::create(PaymentId payment, Money amount, Capture capture) {
  const auto units = stripe::to_stripe(amount);
  if (!units) co_return cannot_take();
  StripeForm form;
  form.add("amount", *units)
      .add("currency", lower_ascii(amount.currency.code()))
      .add("capture_method", capture == Capture::manual ? "manual" : "automatic")
      .add({"automatic_payment_methods", "enabled"}, "true")
      .add({"metadata", "plaza_payment"}, to_text(payment));
  auto intent = co_await call<Intent>(post("/v1/payment_intents", form, to_text(payment)));
  co_return intent;
}

Task<Result<Intent>> StripeProvider::look_up(Known known) {
  if (!known.reference.empty()) {
    auto intent = co_await call<Intent>(get("/v1/payment_intents/" + form_escaped(known.reference)));
    co_return intent;
  }
  if (clock_.now() - known.created_at < keys_are_known) {
    auto made = co_await create(known.payment, known.amount, known.capture);
    if (!made.ok()) co_return made;
    // A repeated creation is answered as the first one was: how it stands now is another question.
    auto intent = co_await call<Intent>(get("/v1/payment_intents/" + form_escaped(made->id)));
    co_return intent;
  }
  const std::string query = "metadata['plaza_payment']:'" + to_text(known.payment) + "'";
  auto found = co_await call<List<Intent>>(get("/v1/payment_intents/search?query=" + form_escaped(query)));
  if (!found.ok()) co_return std::move(found).error();
  if (found->data.empty()) {
    Intent none;
    none.status = "canceled";  // it was never made, and by now no request is on its way
    co_return none;
  }
  co_return std::move(found->data.front());
}

Task<Result<Intent>> StripeProvider::cancel(Intent intent, PaymentId payment) {
  auto cancelled = co_await call<Intent>(
      post("/v1/payment_intents/" + form_escaped(intent.id) + "/cancel", StripeForm(), to_text(payment) + "-cancel"));
  if (cancelled.ok() || cancelled.error().code != "payment_intent_unexpected_state") co_return cancelled;
  auto current = co_await call<Intent>(get("/v1/payment_intents/" + form_escaped(intent.id)));
  co_return current;
}

// --- the port ---

Task<Result<Paid>> StripeProvider::pay(Charge charge) {
  auto made = co_await create(charge.payment, charge.amount, charge.capture);
  if (!made.ok()) co_return std::move(made).error();
  if (charge.token.empty()) co_return in_the_form(*made);
  StripeForm form;
  form.add("payment_method", charge.token)
      .add("return_url", charge.return_url.empty() ? settings_.return_url : charge.return_url);
  auto confirmed = co_await call<Intent>(
      post("/v1/payment_intents/" + form_escaped(made->id) + "/confirm", form, to_text(charge.payment) + "-confirm"));
  if (!confirmed.ok()) co_return std::move(confirmed).error();
  co_return stripe::answer_of(*confirmed);
}

Task<Result<Paid>> StripeProvider::retrieve(Known known) {
  auto intent = co_await look_up(known);
  if (!intent.ok()) co_return std::move(intent).error();
  // In the form the shopper may try another card, or another way while one asks for something, as long as nobody gives up.
  if (known.form && (intent->status == "requires_payment_method" || intent->status == "requires_action")) {
    co_return in_the_form(*intent);
  }
  // Refused at the bank: with the browser's key it could still be paid by another card, behind our back.
  if (intent->status == "requires_payment_method") {
    auto ended = co_await cancel(std::move(*intent), known.payment);
    if (!ended.ok()) co_return Error{ErrorKind::upstream, "stripe.open", ended.error().detail};
    co_return stripe::answer_of(*ended);
  }
  co_return stripe::answer_of(*intent);
}

Task<Result<Settlement>> StripeProvider::settle(Known known) {
  auto intent = co_await look_up(known);
  if (!intent.ok()) {
    // An amount that Stripe cannot take was never asked for.
    if (intent.error().code == "payment.amount_not_supported") co_return Settlement{};
    co_return std::move(intent).error();
  }
  if (auto settled = stripe::settlement_of(*intent)) co_return std::move(*settled);
  if (intent->status == "processing") co_return still_open();
  auto ended = co_await cancel(std::move(*intent), known.payment);
  if (!ended.ok()) co_return std::move(ended).error();
  if (auto settled = stripe::settlement_of(*ended)) co_return std::move(*settled);
  co_return still_open();
}

Task<Result<Settlement>> StripeProvider::void_(Known known) {
  auto intent = co_await look_up(known);
  if (!intent.ok()) co_return std::move(intent).error();
  if (intent->status == "succeeded" || intent->status == "canceled") co_return *stripe::settlement_of(*intent);
  auto ended = co_await cancel(std::move(*intent), known.payment);
  if (!ended.ok()) co_return std::move(ended).error();
  if (auto settled = stripe::settlement_of(*ended)) co_return std::move(*settled);
  co_return still_open();
}

Task<Result<Paid>> StripeProvider::capture(Known known, Money amount) {
  const auto units = stripe::to_stripe(amount);
  if (!units) co_return cannot_take();
  StripeForm form;
  form.add("amount_to_capture", *units);
  auto taken = co_await call<Intent>(
      post("/v1/payment_intents/" + form_escaped(known.reference) + "/capture", form, to_text(known.payment) + "-capture"));
  if (!taken.ok() && taken.error().code == "payment_intent_unexpected_state") {
    // Taken, cancelled or run out meanwhile.
    auto current = co_await call<Intent>(get("/v1/payment_intents/" + form_escaped(known.reference)));
    if (!current.ok()) co_return std::move(current).error();
    co_return stripe::answer_of(*current);
  }
  if (!taken.ok()) co_return std::move(taken).error();
  co_return stripe::answer_of(*taken);
}

Task<Result<std::optional<RefundObject>>> StripeProvider::earlier_refund(Refund refund) {
  if (clock_.now() - refund.asked_at < keys_are_known) co_return std::optional<RefundObject>();
  auto all = co_await call<List<RefundObject>>(get("/v1/refunds?limit=100&payment_intent=" + form_escaped(refund.reference)));
  if (!all.ok()) co_return std::move(all).error();
  for (auto& each : all->data) {
    if (stripe::refund_of(each.metadata) == refund.refund) co_return std::optional<RefundObject>(std::move(each));
  }
  co_return std::optional<RefundObject>();
}

Task<Result<Refunded>> StripeProvider::refund(Refund refund) {
  const auto units = stripe::to_stripe(refund.amount);
  if (!units) co_return cannot_take();
  auto before = co_await earlier_refund(refund);
  if (!before.ok()) co_return std::move(before).error();
  RefundObject given;
  if (*before) {
    given = std::move(**before);
  } else {
    StripeForm form;
    form.add("payment_intent", refund.reference)
        .add("amount", *units)
        .add({"metadata", "plaza_payment"}, to_text(refund.payment))
        .add({"metadata", "plaza_refund"}, to_text(refund.refund));
    auto made = co_await call<RefundObject>(post("/v1/refunds", form, to_text(refund.refund)));
    if (!made.ok()) {
      Error error = std::move(made).error();
      // Somebody gave it back at Stripe: more than is left there cannot be given.
      if (error.code == "charge_already_refunded" || error.code == "param.amount") error.kind = ErrorKind::payment;
      co_return error;
    }
    given = std::move(*made);
  }
  if (given.status == "failed" || given.status == "canceled") {
    co_return Error{ErrorKind::payment, "payment.refund_refused", "Stripe could not give the money back."};
  }
  co_return Refunded{given.id, stripe::from_stripe(given.amount, given.currency).value_or(Money{-1, {}})};
}

Task<Result<RefundPage>> StripeProvider::recent_refunds(RefundQuery query) {
  std::string path = "/v1/refunds?limit=100";
  if (!query.payment.empty()) path += "&payment_intent=" + form_escaped(query.payment);
  if (query.since.micros > 0) path += "&created[gte]=" + std::to_string(query.since.micros / seconds(1));
  if (!query.after.empty()) path += "&starting_after=" + form_escaped(query.after);
  auto list = co_await call<List<RefundObject>>(get(std::move(path)));
  if (!list.ok()) co_return std::move(list).error();
  RefundPage page;
  for (const auto& object : list->data) page.refunds.push_back(stripe::listed(object));
  if (list->has_more && !list->data.empty()) page.next = list->data.back().id;
  co_return page;
}

Task<Result<ListedPage>> StripeProvider::recent(Time since, std::string after) {
  std::string path = "/v1/payment_intents?limit=100&created[gte]=" + std::to_string(since.micros / seconds(1));
  if (!after.empty()) path += "&starting_after=" + form_escaped(after);
  auto list = co_await call<List<Intent>>(get(std::move(path)));
  if (!list.ok()) co_return std::move(list).error();
  ListedPage page;
  for (const auto& intent : list->data) {
    const auto payment = stripe::payment_of(intent.metadata);
    if (!payment) continue;
    auto answer = stripe::answer_of(intent);
    if (answer.ok()) page.payments.push_back({*payment, std::move(*answer)});
  }
  if (list->has_more && !list->data.empty()) page.next = list->data.back().id;
  co_return page;
}

}  // namespace plaza::payments
