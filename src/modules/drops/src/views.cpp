#include "views.h"

#include "platform/crypto/crypto.h"
#include "rules.h"
#include "tokens.h"

namespace plaza::drops {
namespace {

constexpr int history_minutes = 60;

Standpoint standpoint(const Standing& standing) {
  const bool over = standing.drop.state == State::closed;
  switch (standing.ticket.state) {
    case TicketState::waiting:
      return over ? Standpoint::over : Standpoint::waiting;
    case TicketState::admitted:
      return over ? Standpoint::over : Standpoint::admitted;
    case TicketState::bought:
      return Standpoint::bought;
    case TicketState::lapsed:
      break;
  }
  return over ? Standpoint::over : Standpoint::lapsed;
}

}  // namespace

DropView drop_view(const Drop& drop, const LineTable& lines, std::string handle, Time now) {
  DropView view;
  view.id = drop.id;
  view.product_id = drop.product_id;
  view.product_handle = std::move(handle);
  view.title = drop.title;
  view.mode = drop.mode;
  view.status = drop.state;
  view.joinable = may_join(drop, now).ok();
  view.sold_out = drop.sold >= drop.quantity;
  view.now = now;
  view.joins_at = drop.joins_at;
  view.opens_at = drop.opens_at;
  view.closes_at = drop.closes_at;
  view.opened_at = drop.opened_at;
  view.closed_at = drop.closed_at;
  view.quantity = drop.quantity;
  view.per_person = drop.per_person;
  view.waiting = lines.counts(drop.id).waiting;
  view.rate_per_minute = drop.rate_per_minute;
  view.admission_seconds = drop.admission_seconds;
  view.work_bits = drop.work_bits;
  view.seed_hash = seed_hash(drop.seed);
  if (drop.opened_at) view.seed = crypto::hex(drop.seed);
  return view;
}

TicketView ticket_view(const Standing& standing, const LineTable& lines, Time now) {
  const auto& [ticket, drop, drawn, ahead, eta, likely] = standing;
  TicketView view;
  view.id = ticket.id;
  view.drop_id = drop.id;
  view.ticket = sign(drop, ticket.id);
  view.status = standpoint(standing);
  view.drop_status = drop.state;
  view.early = !ticket.late;
  view.likely = likely;
  view.sold_out = drop.sold >= drop.quantity;
  if (drawn && view.status == Standpoint::waiting) {
    view.position = ahead + 1;
    view.ahead = ahead;
    if (eta >= 0) view.eta_seconds = eta;
  }
  if (drawn && !ticket.late) view.rank = ticket.rank;
  view.waiting = lines.counts(drop.id).waiting;
  view.now = now;
  view.joined_at = ticket.joined_at;
  view.admitted_at = ticket.admitted_at;
  view.admitted_until = ticket.admitted_until;
  view.per_person = drop.per_person;
  return view;
}

LiveView live_view(const Drop& drop, const LineTable& lines, Time now) {
  const auto counts = lines.counts(drop.id);
  const auto minute = lines.last_minute(drop.id, now);
  LiveView view;
  view.id = drop.id;
  view.status = drop.state;
  view.now = now;
  view.waiting = counts.waiting;
  view.admitted = counts.admitted;
  view.bought = counts.bought;
  view.lapsed = counts.lapsed;
  view.quantity = drop.quantity;
  view.sold = counts.units;
  view.left = drop.quantity - counts.units;
  view.joined_per_minute = minute.joined;
  view.admitted_per_minute = minute.admitted;
  view.bought_per_minute = minute.bought;
  for (const auto& each : lines.history(drop.id, now, history_minutes))
    view.history.push_back({each.at, each.joined, each.admitted, each.bought});
  return view;
}

}  // namespace plaza::drops
