// Characters as the text learners see them: lower case, with and without decoration, and of which kind. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace plaza::ml::text {

enum class CharacterKind : std::uint8_t {
  gap,          // white space, control characters, what no text holds
  letter,       // also marks that carry vowels
  digit,
  unspaced,     // letters of scripts that put no spaces between words: Thai, Lao, Khmer, Burmese, Han, kana
  emoji,
  modifier,     // skin tones and variation selectors: they say nothing by themselves
  punctuation,  // and symbols
};

struct Character {
  char32_t lower = 0;  // lower case, composed
  char32_t plain = 0;  // without diacritics: ế -> e, đ -> d. One letter for one letter: æ -> a
  CharacterKind kind = CharacterKind::gap;
  bool upper = false;
};

Character character(char32_t code_point);
bool is_combining(char32_t code_point);  // a diacritic that stands by itself: the text wants composing

// The code point at `at`, which moves behind it; U+FFFD, one byte on, where the text is no UTF-8. Needs at < text.size().
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& out, char32_t code_point);
std::string to_utf8(std::u32string_view text);
std::u32string to_code_points(std::string_view utf8);

}  // namespace plaza::ml::text
