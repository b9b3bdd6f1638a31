// Which questions come again and again: what an article would spare people. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plaza::answers {

inline constexpr double alike_from = 0.5;  // of the words that two questions have between them, so many are in both

struct AskedText {
  std::string id, text, url;
  bool answered = false;
};
struct Wanted {
  AskedText newest;
  std::string answered_id;  // the newest that has an answer; empty: none has
  std::int64_t times = 0;
};

// `asked`: newest first. Those that were asked at least twice, the most asked first, then the newest; a question is counted with the first
// that it is like.
std::vector<Wanted> often_asked(const std::vector<AskedText>& asked, std::size_t most);

}  // namespace plaza::answers
