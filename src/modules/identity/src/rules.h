// Pure decisions of identity: what an e-mail address, a name, a handle may be, and how long things live.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"

namespace plaza::identity {

inline constexpr Micros session_length = days(30);
inline constexpr Micros session_touch_period = hours(1);
inline constexpr int sessions_max = 50;
inline constexpr Micros verification_length = days(3);
inline constexpr Micros reset_length = hours(1);
inline constexpr int keys_max = 100;

// What is compared: lower case. Addresses are ASCII (checked by valid_email), so no look-alike letters and no locale's rules
// come into it.
std::string email_key(std::string_view email);
// The address without white space around it. Errors: request.invalid (email).
Result<std::string> valid_email(std::string_view email);
// Trimmed, inner white space single. Refuses what cannot be seen or turns text around, so that nobody can look like somebody
// else by it, and line breaks, so that no mail header can be smuggled in. Errors: request.invalid (display_name).
Result<std::string> valid_name(std::string_view name);
// Lower case, without a leading "@". Errors: request.invalid (handle).
Result<std::string> valid_handle(std::string_view handle);
// At most 500 code points; line breaks are kept. Errors: request.invalid (bio).
Result<std::string> valid_bio(std::string_view bio);

// Handles to try for a new account, best first; the last ones differ for every id.
std::vector<std::string> handle_candidates(std::string_view display_name, AccountId id);

// What is kept of a User-Agent header: printable, at most 200 bytes.
std::string kept_user_agent(std::string_view header);

// Whom to count attempts for: an IPv4 address, or the /64 network of an IPv6 one (its owner has all of it).
std::string address_key(std::string_view remote_address);

// A LIKE pattern (escape character "!") for texts that start with `text`.
std::string starts_with_pattern(std::string_view text);

}  // namespace plaza::identity
