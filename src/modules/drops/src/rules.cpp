#include "rules.h"

#include <algorithm>
#include <string>

namespace plaza::drops {
namespace {

struct Move {
  State from, to;
};
constexpr Move moves[] = {
    {State::draft, State::scheduled}, {State::draft, State::closed},
    {State::scheduled, State::open},  {State::scheduled, State::closed},
    {State::open, State::paused},     {State::open, State::closed},
    {State::paused, State::open},     {State::paused, State::closed},
};

struct TicketMove {
  TicketState from, to;
};
constexpr TicketMove ticket_moves[] = {
    {TicketState::waiting, TicketState::admitted}, {TicketState::admitted, TicketState::bought},
    {TicketState::admitted, TicketState::lapsed},  {TicketState::bought, TicketState::admitted},
    {TicketState::lapsed, TicketState::waiting},  // joined again, at the end
};

constexpr Micros made_up_for_max = seconds(2);

Error not_open(const char* detail) { return {ErrorKind::conflict, "drops.not_open", detail}; }
Error closed(const char* detail) { return {ErrorKind::conflict, "drops.closed", detail}; }
Error not_admitted(const char* detail) {
  return {ErrorKind::forbidden, "drops.not_admitted", detail};
}

}  // namespace

bool may_move(State from, State to) {
  return std::any_of(std::begin(moves), std::end(moves),
                     [&](const Move& move) { return move.from == from && move.to == to; });
}

bool may_move(TicketState from, TicketState to) {
  return std::any_of(std::begin(ticket_moves), std::end(ticket_moves),
                     [&](const TicketMove& move) { return move.from == from && move.to == to; });
}

Status may_join(const Drop& drop, Time now) {
  const bool over = drop.closes_at && *drop.closes_at <= now;
  if (drop.state == State::closed || over) return closed("This drop is over.");
  if (drop.mode == Mode::raffle && !joins_early(drop, now)) {
    return closed("The draw was held: nobody can enter it any more.");
  }
  if (drop.state == State::draft || now < drop.joins_at) {
    return not_open("Nobody can join this drop yet.");
  }
  return done();
}

bool joins_early(const Drop& drop, Time now) {
  return drop.state == State::scheduled && now < drop.opens_at;
}

Status sells(const Drop& drop) {
  if (drop.state == State::closed) return closed("This drop is over.");
  if (drop.state != State::open && drop.state != State::paused) {
    return not_open("This drop is not open yet.");
  }
  return done();
}

Error limit_reached(std::int64_t most) {
  const std::string text = most <= 0   ? "You have bought all that one person may buy of it."
                           : most == 1 ? "One person may buy one of it."
                                       : "One person may buy " + std::to_string(most) + " of it.";
  return {ErrorKind::conflict, "drops.limit_reached", text, {{"quantity", "limit_reached", text}}};
}

Error ticket_needed() {
  return {ErrorKind::forbidden, "drops.ticket_needed", "Join the waiting room to buy this."};
}

Status check_quantity(const Drop& drop, std::int64_t quantity) {
  if (quantity > drop.per_person) return limit_reached(drop.per_person);
  if (quantity > drop.quantity - drop.sold) {
    const std::string text = drop.sold >= drop.quantity ? "The drop is sold out."
                                                        : "Fewer are left of this drop.";
    return Error{
        ErrorKind::conflict, "drops.limit_reached", text, {{"quantity", "limit_reached", text}}};
  }
  return done();
}

Status may_buy(const Ticket& ticket, identity::AccountId account, Time now) {
  if (ticket.account_id && ticket.account_id != account) return ticket_needed();
  switch (ticket.state) {
    case TicketState::waiting:
      return not_admitted("It is not your turn yet.");
    case TicketState::lapsed:
      return not_admitted("Your time to buy is over.");
    case TicketState::bought:
      return Error{ErrorKind::conflict, "drops.ticket_used", "You have bought with this ticket."};
    case TicketState::admitted:
      break;
  }
  if (!ticket.admitted_until || *ticket.admitted_until <= now) {
    return not_admitted("Your time to buy is over.");
  }
  return done();
}

Step next_step(const Drop& drop, const Queue& queue, Time now) {
  const Micros each = minutes(1) / drop.rate_per_minute;
  Time from = drop.admit_from.value_or(now - each);
  from = std::max(from, now - std::max(made_up_for_max, each));
  const bool drawn = drop.mode == Mode::raffle;
  const std::int64_t by_rate = drawn ? people_in_step_max : std::max<Micros>(now - from, 0) / each;

  std::int64_t by_units = (queue.units_left - queue.outstanding * drop.per_person) / drop.per_person;
  if (by_units <= 0) by_units = queue.outstanding == 0 && queue.units_left > 0 ? 1 : 0;

  const std::int64_t people = std::min({by_rate, by_units, queue.waiting, people_in_step_max});
  if (drawn) return {people, now};
  // Held up by something else than the rate: the time that went by is not saved up.
  if (people < by_rate) return {people, now};
  return {people, from + people * each};
}

}  // namespace plaza::drops
