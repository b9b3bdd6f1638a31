// Text as the index compares it: folded words; scripts without spaces between words as pairs of characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::search {

inline constexpr std::size_t word_bytes_max = 48;
inline constexpr std::size_t query_words_max = 8;

// For documents: a run of characters without spaces also gives its last character alone, so that each character begins a word.
// Whatever comes in, words hold only letters, marks and digits: nothing that FTS5's query language knows.
std::vector<std::string> document_words(std::string_view text);
// For queries; at most query_words_max.
std::vector<std::string> query_words(std::string_view text);
// A handle or an article number as one word: folded, without what is no letter or digit.
std::string joined_word(std::string_view text);
// The same of a hashtag, which keeps its underscores.
std::string hashtag_word(std::string_view text);
// Text of safe HTML.
std::string without_markup(std::string_view html);

}  // namespace plaza::search
