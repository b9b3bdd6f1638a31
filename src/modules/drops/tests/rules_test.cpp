#include "rules.h"

#include <gtest/gtest.h>

namespace plaza::drops {
namespace {

constexpr Time noon{1'772'366'400'000'000};

Drop drop_in(State state, Mode mode = Mode::waiting_room) {
  Drop drop;
  drop.mode = mode;
  drop.state = state;
  drop.joins_at = noon - hours(1);
  drop.opens_at = noon;
  drop.quantity = 10;
  drop.rate_per_minute = 60;
  drop.admit_from = noon;
  return drop;
}

std::string code(const Status& status) { return status.ok() ? "ok" : status.error().code; }

TEST(DropStates, MoveByTheTableOnly) {
  int allowed = 0;
  for (int from = 0; from < 5; ++from) {
    for (int to = 0; to < 5; ++to) allowed += may_move(State(from), State(to)) ? 1 : 0;
  }
  EXPECT_EQ(allowed, 8);
  EXPECT_TRUE(may_move(State::open, State::paused));
  EXPECT_FALSE(may_move(State::closed, State::open));
  EXPECT_FALSE(may_move(State::draft, State::open));
  EXPECT_TRUE(may_move(TicketState::bought, TicketState::admitted));
  EXPECT_FALSE(may_move(TicketState::waiting, TicketState::bought));
}

TEST(Joining, IsPossibleFromItsTimeToTheEnd) {
  Drop drop = drop_in(State::scheduled);
  EXPECT_EQ(code(may_join(drop, noon - hours(2))), "drops.not_open");
  EXPECT_EQ(code(may_join(drop, noon - hours(1))), "ok");
  EXPECT_EQ(code(may_join(drop_in(State::draft), noon)), "drops.not_open");
  EXPECT_EQ(code(may_join(drop_in(State::open), noon + hours(1))), "ok");
  EXPECT_EQ(code(may_join(drop_in(State::closed), noon)), "drops.closed");
  drop.closes_at = noon + hours(1);
  EXPECT_EQ(code(may_join(drop, noon + hours(1))), "drops.closed");
}

TEST(Joining, ARaffleTakesNobodyAfterTheDraw) {
  EXPECT_EQ(code(may_join(drop_in(State::scheduled, Mode::raffle), noon - 1)), "ok");
  EXPECT_EQ(code(may_join(drop_in(State::scheduled, Mode::raffle), noon)), "drops.closed");
  EXPECT_EQ(code(may_join(drop_in(State::open, Mode::raffle), noon)), "drops.closed");
}

TEST(Joining, IsEarlyUntilTheHourEvenWhenTheTurnIsLate) {
  EXPECT_TRUE(joins_early(drop_in(State::scheduled), noon - 1));
  EXPECT_FALSE(joins_early(drop_in(State::scheduled), noon));
  EXPECT_FALSE(joins_early(drop_in(State::open), noon - 1));
}

TEST(Tickets, BuyOnlyInTheirTimeAndOnce) {
  Ticket ticket;
  const identity::AccountId an{7}, binh{8};
  EXPECT_EQ(code(may_buy(ticket, an, noon)), "drops.not_admitted");
  ticket.state = TicketState::admitted;
  ticket.admitted_until = noon + 1;
  EXPECT_EQ(code(may_buy(ticket, an, noon)), "ok");
  EXPECT_EQ(code(may_buy(ticket, an, noon + 1)), "drops.not_admitted");
  ticket.account_id = an;
  EXPECT_EQ(code(may_buy(ticket, binh, noon)), "drops.ticket_needed");
  EXPECT_EQ(code(may_buy(ticket, {}, noon)), "drops.ticket_needed");
  ticket.state = TicketState::bought;
  EXPECT_EQ(code(may_buy(ticket, an, noon)), "drops.ticket_used");
  ticket.state = TicketState::lapsed;
  EXPECT_EQ(code(may_buy(ticket, an, noon)), "drops.not_admitted");
}

TEST(Quantities, KeepToThePersonsLimitAndToWhatIsLeft) {
  Drop drop = drop_in(State::open);
  drop.per_person = 2;
  drop.sold = 9;
  EXPECT_EQ(code(check_quantity(drop, 1)), "ok");
  EXPECT_EQ(code(check_quantity(drop, 2)), "drops.limit_reached");
  drop.sold = 0;
  EXPECT_EQ(code(check_quantity(drop, 3)), "drops.limit_reached");
  EXPECT_EQ(check_quantity(drop, 3).error().fields[0].field, "quantity");
}

TEST(Admission, GoesAtTheRate) {
  const Drop drop = drop_in(State::open);  // one a second
  const Queue crowd{100, 0, 1'000};
  EXPECT_EQ(next_step(drop, crowd, noon).people, 0);
  EXPECT_EQ(next_step(drop, crowd, noon + seconds(1)).people, 1);
  const auto step = next_step(drop, crowd, noon + milliseconds(1'500));
  EXPECT_EQ(step.people, 1);
  EXPECT_EQ(step.from, noon + seconds(1));  // the half second counts for the next turn
}

TEST(Admission, AStopIsNotFollowedByARush) {
  const Drop drop = drop_in(State::open);
  EXPECT_EQ(next_step(drop, {100, 0, 1'000}, noon + hours(1)).people, 2);
  const auto held_up = next_step(drop, {0, 0, 1'000}, noon + seconds(2));
  EXPECT_EQ(held_up.people, 0);
  EXPECT_EQ(held_up.from, noon + seconds(2));
}

TEST(Admission, NeverLetsInMoreThanThereAreUnitsFor) {
  Drop drop = drop_in(State::open);
  drop.rate_per_minute = 60'000;
  EXPECT_EQ(next_step(drop, {10, 0, 1'000}, noon + seconds(1)).people, 10);
  EXPECT_EQ(next_step(drop, {10, 7, 1'000}, noon + seconds(1)).people, 3);
  EXPECT_EQ(next_step(drop, {10, 10, 1'000}, noon + seconds(1)).people, 0);
  EXPECT_EQ(next_step(drop, {10, 0, 4}, noon + seconds(1)).people, 4);
  drop.per_person = 4;
  EXPECT_EQ(next_step(drop, {10, 0, 1'000}, noon + seconds(1)).people, 2);
  EXPECT_EQ(next_step(drop, {3, 0, 1'000}, noon + seconds(1)).people, 1);  // the rest of the units
  EXPECT_EQ(next_step(drop, {3, 1, 1'000}, noon + seconds(1)).people, 0);
  EXPECT_EQ(next_step(drop, {0, 0, 1'000}, noon + seconds(1)).people, 0);
}

TEST(Admission, ARaffleDrawsAtOnce) {
  const Drop drop = drop_in(State::open, Mode::raffle);
  EXPECT_EQ(next_step(drop, {10, 0, 1'000}, noon).people, 10);
}

}  // namespace
}  // namespace plaza::drops
