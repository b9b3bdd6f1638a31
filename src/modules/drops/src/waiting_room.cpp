#include "waiting_room.h"

#include <algorithm>

#include "changes.h"
#include "rules.h"
#include "store.h"
#include "tokens.h"

namespace plaza::drops {

std::string Person::key() const { return person_of(account_id, visitor); }

Result<Drop> WaitingRoom::drop(DropId id) const {
  auto drop = lines_.drop(id);
  if (!drop || drop->state == State::draft)
    return Error{ErrorKind::not_found, "drops.not_found", "There is no such drop."};
  return *drop;
}

Result<std::string> WaitingRoom::challenge(DropId id, const Person& person) const {
  TRY(const Drop drop, WaitingRoom::drop(id));
  const Time now = clock_.now();
  TRY_DONE(may_join(drop, now));
  return new_challenge(drop, person.key(), now);
}

Result<std::string> WaitingRoom::check(DropId id, const Person& person, std::string_view challenge,
                                       std::string_view answer) const {
  TRY(const Drop drop, WaitingRoom::drop(id));
  const Time now = clock_.now();
  TRY_DONE(may_join(drop, now));
  TRY(std::string nonce, check_work(drop, person.key(), challenge, answer, now));
  if (lines_.counts(id).total() >= places_max)
    return Error{ErrorKind::conflict, "drops.full", "The line is full."};
  return nonce;
}

// A second tab, a repeated request: the same place. Whose time to buy went by unused stands again, at
// the end, for the work of another answer.
Result<Joined> WaitingRoom::had_before(db::Transaction& tx, const Drop& drop, Ticket ticket,
                                       std::string_view nonce) {
  const bool again = ticket.state == TicketState::lapsed && drop.mode == Mode::waiting_room;
  if (again && store::rejoin(tx, ticket.id, ids_.next(), nonce, clock_.now())) {
    const auto moved = store::find(tx, ticket.id);
    CHECK(moved.has_value());
    tell(tx, lines_, std::vector{*moved});
    return Joined{*moved, true};
  }
  return Joined{std::move(ticket), false};
}

Result<Joined> WaitingRoom::join(db::Transaction& tx, DropId id, const Person& person,
                                 std::string_view nonce) {
  TRY(const Drop drop, WaitingRoom::drop(id));
  const Time now = clock_.now();
  TRY_DONE(may_join(drop, now));
  const std::string key = person.key();
  store::NewTicket made;
  made.person = key;
  made.nonce = nonce;
  Ticket& ticket = made.ticket;
  ticket.id = ids_.make<TicketId>();
  ticket.drop_id = id;
  ticket.account_id = person.account_id;
  ticket.late = !joins_early(drop, now);
  ticket.rank = ticket.late ? ticket.id.value : early_rank(drop.seed, ticket.id);
  ticket.joined_at = now;
  if (store::insert(tx, made)) {
    tell(tx, lines_, std::vector{ticket});
    return Joined{ticket, true};
  }
  auto before = key.empty() ? std::nullopt : store::of_person(tx, id, key);
  if (!before) before = store::of_nonce(tx, id, nonce);
  if (before) return had_before(tx, drop, *before, nonce);
  return Error{ErrorKind::conflict, "drops.closed", "This drop has just opened or ended. Try again."};
}

Standing WaitingRoom::standing(const Drop& drop, const Ticket& ticket) const {
  Standing standing{ticket, drop};
  standing.drawn = drop.opened_at.has_value();
  if (!standing.drawn || ticket.state != TicketState::waiting) return standing;
  standing.ahead = lines_.ahead(ticket);
  const auto counts = lines_.counts(drop.id);
  standing.likely = standing.ahead + counts.admitted < drop.quantity - drop.sold;
  const bool moving = drop.state == State::open && drop.sold < drop.quantity;
  if (moving && drop.mode == Mode::waiting_room)
    standing.eta_seconds = (standing.ahead + 1) * 60 / drop.rate_per_minute;
  return standing;
}

Result<Standing> WaitingRoom::standing(DropId id, std::string_view tickets,
                                       identity::AccountId account) const {
  TRY(const Drop drop, WaitingRoom::drop(id));
  std::optional<Ticket> ticket;
  if (const auto signed_id = find_signed(drop, tickets)) {
    ticket = lines_.ticket(id, *signed_id);
    if (ticket && ticket->account_id && ticket->account_id != account) ticket.reset();
  } else {
    ticket = lines_.ticket_of(id, account);
  }
  if (!ticket) {
    return Error{ErrorKind::not_found, "drops.ticket_not_found", "You have no place in this line."};
  }
  return standing(drop, *ticket);
}

}  // namespace plaza::drops
