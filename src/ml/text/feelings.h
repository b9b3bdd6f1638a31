// Words and phrases of feeling in a text, with what they weigh there: the ground of sentiment.h and aspects.h. Thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ml/text/language.h"
#include "ml/text/lexicon.h"
#include "ml/text/tokens.h"

namespace plaza::ml::text {

enum class Role : std::uint8_t { feeling, negate, stronger, weaker, contrast, concession, wish, asks_others };

struct Feeling {
  std::uint32_t at = 0, length = 0;  // tokens
  Role role = Role::feeling;
  double by_itself = 0;              // its weight in our lexicon, -4 to 4; 0 also of what is no feeling
  bool vietnamese = false;
  double weight = 0;                 // after negation, strength and contrast
  bool bound = false;                // a negation or a wish that something took
  std::int32_t negated_by = -1;      // place in the list
};

// In the order of the text; they do not overlap.
std::vector<Feeling> feelings(const Tokens& tokens, const LanguageGuess& guess);
// Of things: also words that are praise or blame only when they are said of a thing ("a short cable"). What lies inside one of `things`
// (in the order of the text) is no feeling: "the light", "chất lượng".
std::vector<Feeling> feelings_about(const Tokens& tokens, const LanguageGuess& guess, std::span<const Match> things);
// The words as they stand there, in small letters.
std::string phrase_of(const Tokens& tokens, std::uint32_t at, std::uint32_t length);

}  // namespace plaza::ml::text
