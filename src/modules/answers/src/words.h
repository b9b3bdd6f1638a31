// Text as the index compares it: folded words without their endings, and the passage of a text that fits a question.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::answers {

inline constexpr std::size_t terms_max = 4'000;     // of one document
inline constexpr std::size_t passage_max = 320;     // code points

// In the order of the text, with repeats; words that say nothing ("the", "của") are left out. Nothing for text that is not UTF-8.
std::vector<std::string> terms_of(std::string_view text);
// Whether the last word may go on: the text ends in a letter or digit.
bool ends_in_word(std::string_view text);
// "vi" when Vietnamese letters stand in it, else "en".
std::string language_of(std::string_view text);

using Weight = std::function<double(const std::string& term)>;
// The part of the text that holds most of what is asked, whole sentences, word for word.
std::string passage_of(std::string_view text, const Weight& weight);

}  // namespace plaza::answers
