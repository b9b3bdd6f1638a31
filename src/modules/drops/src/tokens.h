// What goes to browsers and comes back: signed tickets, and challenges whose solving is the price of a
// place. Nothing of it is kept until somebody joins: a forged or worthless one costs a digest or two
// and no look-up.
//
// A challenge is "<expiry, unix seconds>.<salt>.<mac>", the mac being made over drop, expiry, salt and
// the person it was given to. It is solved by a text `answer` such that SHA-256(challenge ":" answer)
// begins with `work_bits` zero bits. The salt is what makes a solution good for one place only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "drop.h"
#include "platform/base/result.h"

namespace plaza::drops {

inline constexpr Micros challenge_lasts = minutes(10);
inline constexpr std::size_t tickets_header_max = 2'000;

// "acc:…" for a member, "vis:<digest>" for a guest with a visitor id, else empty.
std::string person_of(identity::AccountId account, std::string_view visitor);

std::string new_challenge(const Drop& drop, std::string_view person, Time now);
// The salt of a challenge that was given to this person, is not too old, and is solved. Codes:
// drops.challenge_unknown, drops.challenge_expired, drops.work_too_little (all 400).
Result<std::string> check_work(const Drop& drop, std::string_view person, std::string_view challenge,
                               std::string_view answer, Time now);
// Zero bits at the beginning of SHA-256(challenge ":" answer).
int work_in(std::string_view challenge, std::string_view answer);

// "tkt_….<22 letters>"
std::string sign(const Drop& drop, TicketId ticket);
// The first ticket in the header (commas between) that this drop has signed.
std::optional<TicketId> find_signed(const Drop& drop, std::string_view tickets);

// A place among those who joined before the opening: the first 63 bits of HMAC-SHA256(seed, ticket).
std::int64_t early_rank(std::string_view seed, TicketId ticket);
std::string seed_hash(std::string_view seed);  // SHA-256, hexadecimal

}  // namespace plaza::drops
