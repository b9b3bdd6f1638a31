// The complaint drill: a member's unhappy video about a product begins to spread in a shop that the real feed runs, and the real radar
// watches (its learner, its look, its alerts and its pause of the promotion).
//
// The video reaches people in two ways. The feed recommends it, until its product is paused. And who saw it passes it on: one of sixteen
// does, to a number of others with a heavy tail (Pareto 1.6), who come after a while with a heavy tail, from outside; each viewer makes
// 0.6 to 0.95 others come that way, which differs from seed to seed. Answering it slows nothing down, so that what the radar gains is
// earlier words and less promotion alone.
//
// Each seed is played twice, with and without the radar. What people do is assumed, and the same in both: from hearing of it to the first
// reply a median of 15 minutes by day and 45 at night, lognormal. With the radar they hear at the alert. Without it they hear when staff
// look through the posts, at nine and at four, or when one of three hundred viewers writes to the shop, whichever is earlier.
//
// The final reach is that without the radar: with it the pause alone leaves so little that an alert would seem late by its own effect
// (both are told).
//
// Ordinary posts and complaints are passed on as well, by one of 64 who see them, to nobody who comes: that something is passed on alone
// does not make it spread.
//
// A false alarm is an alert for a post whose author does not complain, or that in the end is seen by less than the alert says: people times
// gravity below 60, as the settings ask for. Counted in the play without the radar, where it looks and tells but nobody hears and nothing
// is paused, so that each post ends as it would have ended. (Soon after the first pause the two plays are different shops: the feed shows
// other posts to other people. How many that were told of with the radar stayed below half of it in the other play is counted, too.)
// Misread and small ones are counted together (asked: at most one in 1,000 posts) and apart.
// Posts are all that were published within the watched fortnight, one of twenty unhappy. Looks are made after each visit, about every 75
// seconds; the running program looks each ten.
#pragma once

#include <cstdint>
#include <vector>

#include "population.h"
#include "report.h"

namespace plaza::simulator {

struct DrillSize {
  int posts = 250, warm_visits = 120, hours = 48;
};

struct Drill {
  bool spread = false;            // at least 200 saw it without the radar
  bool told = false;
  double final_with = 0, final_without = 0;
  double reach_at_alert = 0, minutes_to_alert = 0;
  double shown_after_alert = 0;   // by the feed: must be none
  double stop_ms = 0;             // real time from the alert until the promotion had stopped
  double minutes_to_reply_with = 0, minutes_to_reply_without = 0;
  double reach_at_reply_with = 0, reach_at_reply_without = 0;
  double posts = 0, complaints = 0;
  // Alerts: for no complaint; for one that stayed below half of what was said, or between that and all of it; for others.
  double misread = 0, less_than_half = 0, less_than_said = 0, other_complaints = 0;
  double seen_by_few = 0, small_in_the_other_play = 0;
};

Drill drill(const Shape& shape, std::uint64_t seed, const DrillSize& size);
void tell(Report& report, const std::vector<Drill>& drills, bool is_small);

}  // namespace plaza::simulator
