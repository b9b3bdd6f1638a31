// What became of answers after they had left: told by the channel, late, twice and in any order.
#include "desk.h"
#include "platform/base/text.h"
#include "store.h"

namespace plaza::care {
namespace {

// From where each may be reached: only forward.
bool goes_on(Delivery from, Delivery to) {
  switch (to) {
    case Delivery::delivered: return from == Delivery::sent;
    case Delivery::read: return from == Delivery::sent || from == Delivery::delivered;
    case Delivery::failed: return from == Delivery::sent;
    case Delivery::none:
    case Delivery::queued:
    case Delivery::sent: return false;
  }
  return false;
}

}  // namespace

plaza::Status Desk::sent(db::Transaction& tx, MessageId id, std::string_view external_id) {
  const auto message = store::find_message(tx, id);
  const auto each = message ? store::find(tx, message->conversation_id) : std::nullopt;
  if (!each) return conversation_missing();
  if (!store::set_delivery(tx, id, Delivery::queued, Delivery::sent, "", std::string(external_id))) {
    return Error{ErrorKind::conflict, "care.wrong_status", "It went out before."};
  }
  if (!external_id.empty()) store::insert_external(tx, each->channel, std::string(external_id), {each->id, id});
  events::publish(tx, each->id.value, CaseChanged{each->id, {}});
  return done();
}

plaza::Status Desk::heard_of(db::Transaction& tx, std::string_view channel, std::string_view external_id, Delivery what,
                             std::string_view failure) {
  const auto known = store::find_external(tx, std::string(channel), std::string(external_id));
  const auto message = known ? store::find_message(tx, known->message) : std::nullopt;
  if (!message || message->direction != Direction::out) return conversation_missing();
  if (!goes_on(message->delivery, what)) return done();
  const std::string why = what == Delivery::failed ? excerpt(failure, 300) : std::string();
  if (!store::set_delivery(tx, message->id, message->delivery, what, why, message->external_id)) return done();
  if (what != Delivery::failed) {
    events::publish(tx, message->conversation_id.value, CaseChanged{message->conversation_id, {}});
    return done();
  }
  auto each = store::find(tx, message->conversation_id);
  if (!each) return done();
  // Nobody got this answer: it is the shop's turn again.
  if (each->status == Status::pending) each->status = Status::open;
  TRY_DONE(tell(tx, *each, {}, {"failed", why, {}, to_text(message->id)}));
  return done();
}

}  // namespace plaza::care
