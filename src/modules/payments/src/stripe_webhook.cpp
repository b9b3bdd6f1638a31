#include "stripe_webhook.h"

#include "learning.h"
#include "platform/json/codec.h"
#include "refund_learning.h"
#include "store.h"
#include "stripe_shapes.h"
#include "work.h"

namespace plaza::payments::stripe {
namespace {

template <class T>
struct Holder {
  static constexpr const char* schema_name = "StripeEventData";
  T object;
  template <class V>
  void describe(V& v) {
    v("object", object);
  }
};
template <class T>
struct EventOf {
  static constexpr const char* schema_name = "StripeEvent";
  Holder<T> data;
  template <class V>
  void describe(V& v) {
    v("data", data);
  }
};
struct EventHead {
  std::string id, type;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Length{1, 200});
    v("type", type, json::Length{1, 200});
  }
};

Error bad_event() { return {ErrorKind::invalid, "payment.bad_event", "This is not an event of Stripe's."}; }
Error too_early() { return {ErrorKind::conflict, "payment.too_early", "The payment is not known to be taken yet."}; }

// The payment that an intent was made for. Nothing: it is somebody else's, or another intent calls itself ours.
std::optional<Payment> ours(db::Reader& reader, const std::map<std::string, std::string>& metadata, std::string_view intent) {
  const auto id = payment_of(metadata);
  if (!id) return std::nullopt;
  auto payment = store::find(reader, *id);
  if (!payment || payment->provider != "stripe") return std::nullopt;
  if (!intent.empty() && !payment->reference.empty() && payment->reference != intent) return std::nullopt;
  return payment;
}

Result<Heard> hear_intent(db::Transaction& tx, std::string_view type, std::string_view body, Time now) {
  const auto event = json::decode<EventOf<Intent>>(body);
  if (!event.ok()) return bad_event();
  const Intent& intent = event->data.object;
  const auto payment = ours(tx, intent.metadata, intent.id);
  if (!payment) return Heard::nothing_new;
  if (type == "payment_intent.payment_failed") {
    // One attempt failed, maybe long ago: how it stands now is asked.
    if (payment->status == PaymentStatus::action_required) enqueue_look(tx, payment->id);
    return Heard::nothing_new;
  }
  const auto settlement = settlement_of(intent);
  if (!settlement) return Heard::nothing_new;
  return learn(tx, payment->id, finding_of(*settlement), now) ? Heard::changed : Heard::nothing_new;
}

Result<Heard> hear_refund(db::Transaction& tx, IdSource& ids, std::string_view body, Time now) {
  const auto event = json::decode<EventOf<RefundObject>>(body);
  if (!event.ok()) return bad_event();
  switch (learn_refund(tx, ids, "stripe", listed(event->data.object), now)) {
    case Told::news: return Heard::changed;
    case Told::known: return Heard::nothing_new;
    case Told::too_early: break;
  }
  return too_early();
}

// It says how much of a charge was given back, and not by which refunds: if that is more than we know of, they are asked for.
Result<Heard> hear_charge(db::Transaction& tx, std::string_view body) {
  const auto event = json::decode<EventOf<ChargeObject>>(body);
  if (!event.ok()) return bad_event();
  const ChargeObject& charge = event->data.object;
  const auto payment = store::find_at(tx, "stripe", charge.payment_intent);
  const auto back = from_stripe(charge.amount_refunded, charge.currency);
  if (!payment || !back || back->currency != payment->amount.currency || back->amount <= payment->refunded) {
    return Heard::nothing_new;
  }
  if (payment->captured == 0) return too_early();
  enqueue_look_for_refunds(tx, payment->id);
  return Heard::nothing_new;
}

}  // namespace

Result<Heard> hear(db::Transaction& tx, IdSource& ids, std::string_view body, Time now) {
  const auto head = json::decode<EventHead>(body);
  if (!head.ok()) return bad_event();
  if (!store::remember_event(tx, "stripe", head->id, now)) return Heard::nothing_new;
  const std::string_view type = head->type;
  if (type.starts_with("payment_intent.")) return hear_intent(tx, type, body, now);
  if (type == "charge.refunded") return hear_charge(tx, body);
  if (type.starts_with("refund.") || type == "charge.refund.updated") return hear_refund(tx, ids, body, now);
  return Heard::nothing_new;
}

}  // namespace plaza::payments::stripe
