#include "ml/text/intent.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "ml/text/lexicon.h"
#include "platform/base/check.h"

namespace plaza::ml::text {
namespace {

constexpr std::string_view english_source =
#include "ml/text/lexicons/en_intents.txt"
    ;
constexpr std::string_view vietnamese_source =
#include "ml/text/lexicons/vi_intents.txt"
    ;

constexpr std::array<std::string_view, intents_count> names = {
    "where_is_order", "late",           "return_item", "refund",          "exchange",   "damaged",        "defect",       "wrong_item",       "missing_item",
    "size_question",  "stock_question", "price_question", "discount_code", "warranty",  "payment_problem", "money_lost",  "cancel_order",     "change_address",
    "change_order",   "product_question", "account",   "speak_to_person", "safety",     "complaint",      "praise"};

struct Phrases {
  Phrases(std::string_view source, Inflection inflection) : lexicon(source, inflection) {
    for (const std::string& key : lexicon.keys()) {
      const auto blank = key.find(' ');
      CHECK(blank != std::string::npos);
      const auto intent = intent_from_name(std::string_view(key).substr(0, blank));
      double weight = 0;
      CHECK(intent && std::from_chars(key.data() + blank + 1, key.data() + key.size(), weight).ec == std::errc{});
      keys.emplace_back(*intent, weight);
    }
  }
  Lexicon lexicon;
  std::vector<std::pair<Intent, double>> keys;
};

const Phrases& english() {
  static const Phrases phrases(english_source, Inflection::none);
  return phrases;
}
const Phrases& vietnamese() {
  static const Phrases phrases(vietnamese_source, Inflection::none);
  return phrases;
}

// "no safety problem", "not broken", "không bị vỡ": a word before turns it.
bool is_denied(const Tokens& tokens, std::uint32_t at) {
  for (std::uint32_t back = 1; back <= 2 && back <= at; ++back) {
    const Token& token = tokens[at - back];
    if (token.kind == TokenKind::punctuation) return false;
    const auto word = tokens.lower(token);
    if (word == U"not" || word == U"no" || word == U"never" || word == U"nothing" || word == U"without" || word == U"isn't" || word == U"wasn't" ||
        word == U"không" || word == U"ko" || word == U"chẳng" || word == U"khong") {
      return true;
    }
  }
  return false;
}

bool can_be_denied(Intent intent) {
  return intent == Intent::damaged || intent == Intent::defect || intent == Intent::safety || intent == Intent::late || intent == Intent::money_lost ||
         intent == Intent::complaint || intent == Intent::praise;
}

}  // namespace

std::string_view intent_name(Intent intent) { return names[static_cast<std::size_t>(intent)]; }

std::optional<Intent> intent_from_name(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return {};
  return static_cast<Intent>(found - names.begin());
}

std::vector<FoundIntent> intents(const Tokens& tokens) {
  const LanguageGuess guess = guess_language(tokens);
  std::array<double, intents_count> sums{};
  std::array<std::vector<std::string>, intents_count> words;
  const auto look = [&](const Phrases& phrases, bool toneless) {
    std::vector<Match> matches;
    phrases.lexicon.find_all(tokens, toneless, matches);
    for (const Match& match : matches) {
      const auto [intent, weight] = phrases.keys[match.key];
      if (can_be_denied(intent) && is_denied(tokens, match.at)) continue;
      const auto place = static_cast<std::size_t>(intent);
      sums[place] += weight;
      std::string phrase;
      for (std::uint32_t i = match.at; i < match.at + match.length; ++i) phrase += (i > match.at ? " " : "") + tokens.word(tokens[i]);
      if (std::find(words[place].begin(), words[place].end(), phrase) == words[place].end()) words[place].push_back(std::move(phrase));
    }
  };
  if (guess.language == Language::vietnamese) look(vietnamese(), guess.toneless);
  look(english(), false);  // Vietnamese shoppers say refund and voucher, too
  std::vector<FoundIntent> out;
  for (std::size_t i = 0; i < intents_count; ++i) {
    const double score = 1 - std::exp(-0.5 * sums[i]);
    if (score < 0.2) continue;
    out.push_back({static_cast<Intent>(i), score, std::move(words[i])});
  }
  std::stable_sort(out.begin(), out.end(), [](const FoundIntent& a, const FoundIntent& b) { return a.score > b.score; });
  return out;
}

std::vector<FoundIntent> intents(std::string_view text) {
  thread_local Tokens tokens;
  tokens.read(text);
  return intents(tokens);
}

std::array<float, intents_count> intent_prior(const std::vector<FoundIntent>& found) {
  std::array<float, intents_count> out;
  out.fill(-0.5F);
  for (const FoundIntent& each : found) out[static_cast<std::size_t>(each.intent)] = static_cast<float>(2 * each.score - 1);
  return out;
}

std::string_view severity_name(Severity severity) {
  constexpr std::array<std::string_view, 6> all = {"none", "taste", "late", "defect", "money", "safety"};
  return all[static_cast<std::size_t>(severity)];
}

double severity_weight(Severity severity) { return static_cast<double>(severity) / 5; }

Severity severity(const std::vector<FoundIntent>& found, const Sentiment& feeling) {
  Severity most = feeling.sign() < 0 ? Severity::taste : Severity::none;
  const bool glad = feeling.score > 0.5;
  for (const FoundIntent& each : found) {
    if (each.score < 0.5) continue;
    Severity here = Severity::none;
    switch (each.intent) {
      case Intent::safety: here = Severity::safety; break;
      case Intent::money_lost: here = glad ? Severity::none : Severity::money; break;
      case Intent::damaged:
      case Intent::defect:
      case Intent::wrong_item:
      case Intent::missing_item: here = glad ? Severity::none : Severity::defect; break;
      case Intent::late: here = glad ? Severity::none : Severity::late; break;
      case Intent::complaint: here = glad ? Severity::none : Severity::taste; break;
      default: break;
    }
    most = std::max(most, here);
  }
  return most;
}

}  // namespace plaza::ml::text
