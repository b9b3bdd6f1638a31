#include "radar/reading.h"

#include <algorithm>

namespace plaza::radar {
namespace {

using classifiers::Trait;
using ml::text::FoundIntent;
using ml::text::Intent;

constexpr double likely = 0.5, sure = 0.9;  // sure: a word that hurt somebody is not unlearnt by less
constexpr std::size_t words_most = 3;

bool is_harmless(Intent intent) {
  switch (intent) {
    case Intent::praise:
    case Intent::size_question:
    case Intent::stock_question:
    case Intent::price_question:
    case Intent::product_question:
    case Intent::discount_code: return true;
    default: return false;
  }
}

void feel(Reading& reading, std::string_view text, const classifiers::Classifiers& taught) {
  const auto said = taught.say(Trait::sentiment, text);
  if (!said.learnt) return;
  auto& feeling = reading.feeling;
  const double sign = said.label == "negative" ? -1 : said.label == "positive" ? 1 : 0;
  feeling.score = sign * said.probability;
  feeling.confidence = said.probability;
  const bool has_word = std::any_of(feeling.words.begin(), feeling.words.end(), [&](const auto& word) { return word.weight * sign > 0; });
  if (has_word || sign == 0) return;
  for (auto& word : taught.words(Trait::sentiment, text, words_most)) feeling.words.push_back({std::move(word), sign});
}

// What the model says goes first; the others share what it leaves.
void want(Reading& reading, std::string_view text, const classifiers::Classifiers& taught) {
  const auto said = taught.say(Trait::intent, text);
  const auto meant = said.learnt && said.in_scope ? ml::text::intent_from_name(said.label) : std::nullopt;
  if (!meant) return;
  FoundIntent first{*meant, said.probability, {}};
  auto& all = reading.intents;
  for (auto& each : all) {
    if (each.intent == *meant) first.words = std::move(each.words);
    else if (each.intent != Intent::safety || said.probability >= sure) each.score = std::min(each.score, 1 - said.probability);
  }
  if (first.words.empty()) first.words = taught.words(Trait::intent, text, words_most);
  if (said.probability >= sure) {
    const std::vector<FoundIntent> alone{first};
    reading.complains = ml::text::severity(alone, {}) > ml::text::Severity::none;
    reading.harmless = is_harmless(*meant);
  }
  std::erase_if(all, [&](const FoundIntent& each) { return each.intent == *meant; });
  all.insert(all.begin(), std::move(first));
  std::stable_sort(all.begin(), all.end(), [](const FoundIntent& a, const FoundIntent& b) { return a.score > b.score; });
}

}  // namespace

Reading read(std::string_view text) {
  Reading reading;
  reading.feeling = ml::text::sentiment(text);
  reading.intents = ml::text::intents(text);
  return reading;
}

Reading read(std::string_view text, const classifiers::Classifiers& taught) {
  auto reading = read(text);
  feel(reading, text, taught);
  want(reading, text, taught);
  const auto spam = taught.say(Trait::spam, text);
  reading.advertises = spam.learnt && spam.label == "spam" && spam.probability >= sure;
  return reading;
}

bool speaks_of_defect(const Reading& reading) {
  return std::any_of(reading.intents.begin(), reading.intents.end(), [](const FoundIntent& each) {
    const bool grave = each.intent == Intent::damaged || each.intent == Intent::defect || each.intent == Intent::safety || each.intent == Intent::warranty;
    return grave && each.score >= likely;
  });
}

}  // namespace plaza::radar
