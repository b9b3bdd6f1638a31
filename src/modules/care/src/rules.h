// Pure decisions: which status may follow which, by when an answer is due, who gets a new conversation, which words are shown in a list.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "care/conversation.h"
#include "care/reading.h"
#include "care/settings.h"
#include "platform/base/result.h"

namespace plaza::care {

inline constexpr std::int64_t never = 9'000'000'000'000'000'000;  // a deadline that does not come

bool may_follow(Status from, Status to);

// Nine to six on weekdays, UTC; an answer within a working day.
Settings first_settings();
// Everything that does not fit together, by field.
plaza::Status check(const Settings& settings);

// `minutes` of working time after `start`; 0 minutes: Time{0}. With no hours at all the clock never stops.
Time due_after(Time start, int minutes, const Settings& settings);
Promise promise_of(const Settings& settings, Priority priority);

// What is next, for the list of deadlines: never unless it is the shop's turn.
std::int64_t next_due(const Conversation& each);

// Its deadlines that run are those of the new priority.
void set_priority(Conversation& each, Priority priority, const Settings& settings);

// What the customer's latest message says goes into what is known. `again`: it was resolved before. True: it is graver than all before it.
bool take_in(Impression& known, const Reading& reading, bool again);
// As what a message of this intent and feeling would count.
Severity severity_of(std::string_view intent, int score);
// What a message must at least be when it tells of that; low: as it is.
Priority priority_at_least(Severity severity);
// Where what a message wants belongs: the topic that names the intent; while none names any, the usual one of that code. Null: nowhere.
const Topic* topic_for(const Settings& settings, std::string_view intent);
const Topic* topic_of(const Settings& settings, std::string_view code);

// The order of what presses: the priority first, then the urgency.
std::int64_t pressing_of(const Conversation& each);

// A customer wrote: it is the shop's turn.
void heard(Conversation& each, Time now, const Settings& settings);
// Staff answered: the customer's turn.
void answered(Conversation& each, Time now);

struct Candidate {
  identity::AccountId account;
  std::int64_t open = 0;
};
// Of those who have the team's skill and room: the one with the fewest open, the first of equals.
std::optional<identity::AccountId> choose(const std::vector<Candidate>& candidates, const Settings& settings, std::string_view team);

// The first words, on one line.
std::string excerpt_of(std::string_view text);
// Text without control characters but line breaks, at most so many code points, line ends as \n; never invalid UTF-8.
std::string clean_text(std::string_view text, std::size_t most);
// One line of it.
std::string clean_line(std::string_view text, std::size_t most);
// "Quality" -> "quality": letters and digits of any script, blanks and dashes; empty: not a label.
std::string clean_label(std::string_view text);
// Lower case without blanks around; empty if it is no e-mail address.
std::string clean_email(std::string_view text);
// The text with each of the words, in any case, replaced by "…". Words of less than three bytes are left.
std::string without(std::string_view text, const std::vector<std::string>& words);

}  // namespace plaza::care
