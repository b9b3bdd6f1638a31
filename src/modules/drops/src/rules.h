// Pure decisions: states, who may join, how many are let in.
#pragma once

#include <cstdint>
#include <optional>

#include "drop.h"
#include "platform/base/result.h"

namespace plaza::drops {

bool may_move(State from, State to);
bool may_move(TicketState from, TicketState to);

// drops.not_open before people may join; drops.closed when it is over, or the raffle was drawn.
Status may_join(const Drop& drop, Time now);
// Whoever joins now is among those who get a random place.
bool joins_early(const Drop& drop, Time now);
// drops.not_open, drops.closed: whether units are sold at all, to whomever.
Status sells(const Drop& drop);
// drops.limit_reached: more units than one person may have, or than are left.
Status check_quantity(const Drop& drop, std::int64_t quantity);
// What a ticket in this state, whose time is up or not, is told when it wants to buy.
Status may_buy(const Ticket& ticket, identity::AccountId account, Time now);

Error limit_reached(std::int64_t most);
Error ticket_needed();

// What the turn before left, for one drop.
struct Queue {
  std::int64_t units_left = 0;   // of the drop's cap and of stock, whichever is less
  std::int64_t outstanding = 0;  // people who were let in, may still buy, and have not
  std::int64_t waiting = 0;
};
struct Step {
  std::int64_t people = 0;  // let in now
  Time from;                // the drop's new admit_from
};
// How many are let in by a turn at `now`. Never more than there are units for if each of them and of
// those inside bought all they may; but somebody as long as there is a unit and nobody is inside.
// A turn that comes late makes up for two seconds at most, so that a stop is not followed by a rush.
Step next_step(const Drop& drop, const Queue& queue, Time now);

inline constexpr std::int64_t people_in_step_max = 5'000;

}  // namespace plaza::drops
