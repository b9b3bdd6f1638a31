// What may be written to whom: pure decisions.
#pragma once

#include <string>
#include <string_view>

#include "messaging/messages.h"
#include "platform/base/time.h"
#include "store.h"

namespace plaza::messaging {

// Requests that an account may begin in a day: few in its first week.
inline constexpr std::int64_t requests_a_day_new = 5;
inline constexpr std::int64_t requests_a_day = 40;
inline constexpr Micros new_for = days(7);
inline constexpr std::int64_t pictures_an_hour = 20;  // of one chat
inline constexpr std::int64_t pictures_an_hour_between_members = 60;

// Text without white space around it. Errors: request.invalid (text, client_id, attachments, cards): empty, too long, too many.
Result<std::string> checked_text(const NewMessage& message);

// Is there something that leads away: "https://…", "www.…", "name.com/…", an e-mail address?
bool has_link(std::string_view text);

enum class Relation { stranger, followed };  // followed: by the one who is asked
// May somebody with that relation begin to write?
bool takes(TakesFrom from, Relation relation);

std::int64_t requests_allowed(Time account_made, Time now);

// May `author` write this into the direct thread? Errors: messaging.request_pending (409: one message until the other
// accepts), request.invalid (a request is one message of plain words).
Status may_write(const Thread& thread, const NewMessage& message);

// The first line of a message, for lists and bells.
std::string opening(std::string_view text);

}  // namespace plaza::messaging
