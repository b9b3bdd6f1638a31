// Pure decisions: how far a post will reach, whether it complains and how gravely, and whether somebody must be told.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ml/forecast/cascade.h"
#include "ml/text/intent.h"
#include "radar/desk.h"
#include "radar/reading.h"
#include "radar/worth.h"
#include "settings.h"
#include "watch.h"

namespace plaza::radar {

struct Forecast {
  std::int64_t expected = 0, low = 0, high = 0;  // people in the end; four of five ends lie between low and high
  bool learnt = false;                           // from this shop's own posts that have ended
};

// How many times as many people those who passed it on so far can bring, drawn towards what posts usually do while few have seen it: 1 to 4.
double growth_by_passing_on(const Spread& spread);
// The hour before this one counts for the part of it that is less than an hour ago.
double viewers_of_last_hour(const Spread& spread, Time now);
// New viewers by the hour; an hour's reach grows with the followers of those who shared in it.
ml::forecast::Cascade cascade_of(const Spread& spread);
Forecast forecast(const Spread& spread, Time now, std::span<const ml::forecast::Cascade> ended);

struct Verdict {
  bool negative = false;
  double score = 0;  // -1 to 1
  ml::text::Severity severity = ml::text::Severity::none;
  std::vector<std::string> words;  // that decided, at most 8
};
// Its own words decide; many bad comments make it one grade sooner negative, never more grave. What the shop has learnt to be
// advertising, praise or a mere question complains of nothing, unless somebody may be hurt.
Verdict verdict(std::string_view text, const Reading& reading, const CommentMood& comments);
// By the lexicons alone.
Verdict verdict(std::string_view text, const CommentMood& comments);

// 1 for who never bought, up to 2: for who paid, and is expected to pay, as much as four usual orders of this shop; where money is not
// known, for who bought four times.
double value_of_author(const Worth& worth);
double urgency(std::int64_t expected, ml::text::Severity severity, const Worth& worth);
bool is_alert(const Settings& settings, std::int64_t reach, double urgency);
// Told again when the forecast is twice what was told last.
bool is_told_again(std::int64_t told, std::int64_t expected);
// Ten times what an alert needs, or somebody may be hurt.
bool is_urgent(const Settings& settings, ml::text::Severity severity, double urgency);
bool is_paused_at_once(AutoPause from, ml::text::Severity severity);

// Who is on duty now, each once, with the ways in which they are told now. Nobody: everybody who may answer is to be told.
std::vector<Told> on_duty(const Settings& settings, Time now, bool urgent);
bool is_quiet(const Settings& settings, Time now);

}  // namespace plaza::radar
