// Pure decisions: what a level of trust may do, how it is earned, and what a text links to and names.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/time.h"

namespace plaza::community::rules {

inline constexpr int levels = 5;
inline constexpr std::array<const char*, levels> level_names{"new", "basic", "member", "regular", "leader"};

enum class Power { vote, poll, down_vote, live, invite, create_group, create_event, retag, endorse, lock };
constexpr auto enum_names(Power*) {
  return std::array{"vote", "poll", "down_vote", "live", "invite", "create_group", "create_event", "retag", "endorse", "lock"};
}
// The lowest level that has it. Votes of level 0 are kept and count nothing.
int level_of(Power power);

struct Limits {
  int discussions_a_day, replies_a_day, links, pictures, mentions;
};
inline constexpr std::array<Limits, levels> limits_of_level{{
    {1, 10, 0, 1, 2}, {3, 50, 2, 4, 5}, {10, 200, 5, 8, 10}, {20, 500, 10, 8, 10}, {50, 1'000, 20, 8, 20}}};

struct Standing {  // what a level is earned by
  std::int64_t discussions_read = 0, days_here = 0, last_day = 0, replies = 0;
  double helpful = 0;  // votes of proven members on one's replies, as they count
  std::int64_t accepted = 0;
  int level = 0;
  int given = -1;
};
struct Needed {
  std::int64_t discussions_read, days_here, replies, helpful, accepted;
};
// Of levels 1 to 3; 4 is given by hand alone.
inline constexpr std::array<Needed, 4> needed_for{{{0, 0, 0, 0, 0}, {5, 2, 0, 0, 0}, {20, 5, 3, 2, 0}, {60, 15, 10, 10, 2}}};
int earned(const Standing& standing);

enum class Badge {
  welcome, first_answer, accepted_answer, ten_accepted, good_reader, conversation_starter, host, expert
};
constexpr auto enum_names(Badge*) {
  return std::array{"welcome",     "first_answer",         "accepted_answer", "ten_accepted",
                    "good_reader", "conversation_starter", "host",            "expert"};
}

// Links in a text: "http(s)://…", "www.…" and bare hosts with a known ending. Paths of our own ("/products/vase") are none.
int links_in(std::string_view text);
// "@mai, @Linh" -> {"mai", "linh"}; an address ("a@b.c") is no mention; at most 50.
std::vector<std::string> mentions_in(std::string_view text);
// "/products/kiln-mug" -> {"kiln-mug"}; each once, at most 8.
std::vector<std::string> products_in(std::string_view text);
// Folded, 1..40 bytes of letters, digits and '-'; empty when nothing is left.
std::string tag_of(std::string_view text);

}  // namespace plaza::community::rules
