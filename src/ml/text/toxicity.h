// What hurts people, and what sells where nobody asked, by our own phrases and signs in English and Vietnamese. Scores are reasons for a
// person to look, or a prior for a Classifier that learns from moderators' decisions; they decide nothing by themselves. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ml/text/tokens.h"

namespace plaza::ml::text {

struct Sign {
  std::string kind;   // toxicity: insult, profanity, attack, threat, self_harm_call, hate, sexual. spam: contact, link, phone, ...
  std::string words;  // what stands in the text
  double weight = 0;
};

struct Suspicion {
  double score = 0;         // 0 to 1; from 0.5 it is likely
  std::vector<Sign> signs;  // the heaviest first, at most 8
};

Suspicion toxicity(std::string_view text);
Suspicion toxicity(const Tokens& tokens);

// Links, telephone numbers, "inbox me", bait, the same over and over, names and hashtags by the dozen, capitals.
Suspicion spam(std::string_view text);
Suspicion spam(const Tokens& tokens);

}  // namespace plaza::ml::text
