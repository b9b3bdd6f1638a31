#include "care_reading.h"

#include <algorithm>
#include <cmath>

#include "radar/reading.h"

namespace plaza::app {
namespace {

constexpr double likely = 0.5;

void add(std::vector<std::string>& words, const std::string& word) {
  if (words.size() < care::read_words_max && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
}

}  // namespace

care::Reading CareReading::read(std::string_view text) const {
  const auto said = radar::read(text, classifiers_);
  care::Reading reading;
  const int sign = said.feeling.sign();
  reading.feeling = sign < 0 ? care::Feeling::negative : sign > 0 ? care::Feeling::positive : care::Feeling::neutral;
  reading.score = static_cast<int>(std::lround(100 * std::clamp(said.feeling.score, -1.0, 1.0)));
  const auto severity = ml::text::severity(said.intents, said.feeling);
  const bool counts = severity == ml::text::Severity::safety || !(said.harmless || said.advertises);
  if (counts) reading.severity = static_cast<care::Severity>(severity);
  if (!said.intents.empty() && said.intents.front().score >= likely) {
    reading.intent = ml::text::intent_name(said.intents.front().intent);
    for (const auto& word : said.intents.front().words) add(reading.words, word);
  }
  // Who was hurt matters more than what they want.
  for (const auto& each : said.intents) {
    if (each.intent != ml::text::Intent::safety || reading.severity != care::Severity::safety) continue;
    for (const auto& word : each.words) add(reading.words, word);
  }
  for (const auto& word : said.feeling.words) {
    if (word.weight * sign > 0) add(reading.words, word.text);
  }
  return reading;
}

}  // namespace plaza::app
