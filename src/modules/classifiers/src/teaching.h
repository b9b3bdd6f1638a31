// Pure: what the lexicons that ship say of a text, what decisions teach, and how wrong each answer was. No database, no clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "classifiers/classifiers.h"
#include "ml/text/classifier.h"
#include "moderation/examples.h"

namespace plaza::classifiers {

inline constexpr std::size_t learnt_from_min = 40;  // texts, held-out ones not counted ..
inline constexpr std::size_t of_a_label_min = 8;    // .. of at least two labels each
inline constexpr std::size_t judged_on_min = 12;    // held-out texts

const std::vector<std::string>& labels_of(Trait trait);
std::int32_t label_number(Trait trait, std::string_view label);  // ml::text::no_label: none of them

// What the lexicon says: margins for a model to stand on, and its own answer.
struct Shipped {
  std::vector<float> prior;
  std::int32_t label = ml::text::no_label;
  double score = 0;  // of toxicity and spam 0..1; of the others how sure
};
Shipped shipped(Trait trait, std::string_view text);

// A text that somebody decided about.
struct Lesson {
  std::string text;
  std::int32_t label = 0;
};
// Nothing: the decision says nothing about it ("off topic" is no insult).
std::optional<std::int32_t> taught(Trait trait, const moderation::Example& example);
std::optional<std::int32_t> taught_by_rating(std::int64_t rating);      // sentiment
std::optional<std::int32_t> taught_by_label(std::string_view label);    // intent; agents write "wrong item", too

// One in four, for every version the same.
bool is_held_out(std::string_view text);
std::int64_t digest_of(const std::vector<Lesson>& lessons);

// What share of texts that scored at least so much were what the score says, rising.
struct Step {
  double score = 0, precision = 0;
  double share = 0;  // of what it looks for, found from this score on
  std::int64_t found = 0;
  template <class V>
  void describe(V& v) {
    v("score", score);
    v("precision", precision);
    v("share", share);
    v("found", found);
  }
};
std::vector<Step> precision_steps(std::vector<std::pair<double, bool>> scored);
// Without steps the score itself.
double expected_precision(const std::vector<Step>& steps, double score);

struct Judged {
  double error = 0, f1 = 0;
  std::vector<Step> steps;  // of toxicity and spam
};
// `model` null: the lexicon alone.
Judged judge(Trait trait, const ml::text::Classifier* model, const std::vector<Lesson>& held_out);

// How a text scores for what the trait looks for: toxic, spam. Of the others: the probability of what it says.
double score_of(Trait trait, const ml::text::Classifier* model, std::string_view text);
Said say(Trait trait, const ml::text::Classifier* model, std::string_view text);

}  // namespace plaza::classifiers
