// Which of the languages that we have words for a text is in. By Vietnamese letters, the shape of Vietnamese syllables (typed without
// tones, too), and small common words. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

#include "ml/text/tokens.h"

namespace plaza::ml::text {

enum class Language : std::uint8_t { english, vietnamese, other };

struct LanguageGuess {
  Language language = Language::other;
  double confidence = 0;  // 0 (nothing to go by: a number, an emoji) to 1
  bool toneless = false;  // Vietnamese typed without its marks
};

LanguageGuess guess_language(const Tokens& tokens);
LanguageGuess guess_language(std::string_view text);
std::string_view language_code(Language language);  // en, vi, and empty for others

// Whether a word without marks could be one Vietnamese syllable: "khong", "nghieng", not "where".
bool is_vietnamese_syllable(std::u32string_view plain);

}  // namespace plaza::ml::text
