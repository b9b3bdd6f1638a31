// Pure decisions of notifications.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "notifications/bell.h"

namespace plaza::notifications {

inline constexpr std::size_t subject_max = 200;  // code points

// A path of our own site: "/…" but not "//…", without control characters.
bool is_own_path(std::string_view url);
// At most `subject_max` code points, white space and control characters as single spaces.
std::string cut_subject(std::string_view text);
// Breaks lines at spaces so that none is longer than `width` code points; a longer word (an address) stands alone, whole.
std::string wrap_text(std::string_view text, std::size_t width = 76);
// Whether a kind is mailed to those who never chose.
bool mailed_by_default(Kind kind);
// Whether it goes to the devices of those who allowed it and chose nothing else.
bool pushed_by_default(Kind kind);

// The address of a push service: https without a user, a port or an address in numbers; "" when it is none. `anywhere`: http and this
// machine, too (for tests). Gives the origin, which a token is signed for.
std::string push_origin(std::string_view endpoint, bool anywhere);
// "fcm.googleapis.com".
std::string host_of_origin(std::string_view origin);

}  // namespace plaza::notifications
