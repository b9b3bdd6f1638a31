// What a text says to the radar: how it feels, what it wants, and whether it only advertises. By what this shop's own people taught (labels,
// ratings, removals), which stands on the lexicons that ship; without such lessons by the lexicons alone. Thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "classifiers/classifiers.h"
#include "ml/text/intent.h"
#include "ml/text/sentiment.h"

namespace plaza::radar {

struct Reading {
  ml::text::Sentiment feeling;                 // of a model: its score is the probability of that feeling, with its sign
  std::vector<ml::text::FoundIntent> intents;  // the likeliest first
  // What decisions of this shop have taught, nine times of ten; never by a lexicon.
  bool complains = false;   // labelled as something that went wrong
  bool harmless = false;    // labelled as praise, or as a question before buying
  bool advertises = false;  // taken away as spam
};

// By the lexicons alone.
Reading read(std::string_view text);
Reading read(std::string_view text, const classifiers::Classifiers& taught);

// A thing that does not work, is broken, or hurt somebody; not one that is late or not liked.
bool speaks_of_defect(const Reading& reading);

}  // namespace plaza::radar
