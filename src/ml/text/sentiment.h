// How a text feels, by our own lexicons in English and Vietnamese and by signs that every language shares (emoji, stars, marks), with
// the words that decided. Knows negation ("not good", "không tốt"), strength ("very", "lắm"), contrast ("but", "nhưng": what follows
// counts more) and wishes ("should", "giá mà"). Nothing is trained: what a brand decides is learnt by a Classifier on top of this
// (sentiment_prior). After Hutto and Gilbert, "VADER", ICWSM 2014, in the order of its rules; words and weights are ours. Thread-safe.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "ml/text/language.h"
#include "ml/text/tokens.h"

namespace plaza::ml::text {

struct Sentiment {
  double score = 0;       // -1 (hatred) to 1 (delight)
  double confidence = 0;  // 0 (nothing to go by) to 1
  Language language = Language::other;
  struct Word {
    std::string text;
    double weight = 0;  // what it gave, -4 to 4, after negation, strength and contrast
  };
  std::vector<Word> words;  // the strongest first, at most 8

  // -1, 0 or 1.
  int sign() const { return score > 0.15 ? 1 : score < -0.15 ? -1 : 0; }
};

Sentiment sentiment(std::string_view text);
Sentiment sentiment(const Tokens& tokens);
// Margins for a Classifier with the labels negative, neutral, positive, in this order.
std::array<float, 3> sentiment_prior(const Sentiment& sentiment);

}  // namespace plaza::ml::text
