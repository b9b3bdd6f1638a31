// What rules look at in a text: its words and its links. Both after Unicode's NFKC case folding, which also takes away characters
// that nobody sees, so that a zero-width space inside a word hides nothing. Diacritics stay: "ngu" is not "ngủ".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::moderation {

std::string case_folded(std::string_view text);
// Letters, digits and their marks, in the order they stand. `folded`: from case_folded().
std::vector<std::string> words_of(std::string_view folded);
// Hosts of what reads as a link: with a scheme or www., or a bare host under a common top-level domain. Without "www.".
std::vector<std::string> hosts_of(std::string_view folded);
// Of the words alone, so that other punctuation is the same text; 0 for texts of fewer than three words, which anybody repeats.
std::int64_t digest_of(const std::vector<std::string>& words);

}  // namespace plaza::moderation
