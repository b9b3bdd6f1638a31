// The list of an HLS ladder's rungs. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::media {

struct Rung {
  std::string list;  // the address of its own list, beside the master list: "360/index.m3u8"
  int width = 0, height = 0;
  std::int64_t peak = 0;     // bits per second, of its densest segment
  std::int64_t average = 0;  // bits per second
};

// Fills peak and average from a rung's list and the sizes of its segments.
void measure(Rung& rung, std::string_view list,
             const std::function<std::int64_t(std::string_view segment)>& bytes_of);
// Narrow rungs first: a player begins with the first one.
std::string master_list(std::vector<Rung> rungs);

}  // namespace plaza::media
