#include "ml/text/sentiment.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ml/text/feelings.h"

namespace plaza::ml::text {
namespace {

// "4/5", "★★☆☆☆", "2 stars", "5 sao": on a scale of 0 to 1.
std::optional<double> stars(const Tokens& tokens) {
  std::size_t full = 0, empty = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto word = tokens.lower(tokens[i]);
    if (word == U"★" || word == U"⭐" || word == U"🌟") ++full;
    if (word == U"☆") ++empty;
    if (tokens[i].kind != TokenKind::number || i + 1 >= tokens.size() || word.size() > 3) continue;
    const auto next = tokens.lower(tokens[i + 1]);
    const double value = word[0] - U'0' + (word.size() == 3 && (word[1] == U'.' || word[1] == U',') ? (word[2] - U'0') / 10.0 : 0);
    const bool small = word.size() == 1 || word.size() == 3;
    if (small && value <= 5 && (next == U"sao" || next == U"star" || next == U"stars" || next == U"⭐" || next == U"★")) return value / 5;
    if (next != U"/" || i + 2 >= tokens.size()) continue;
    const auto of = tokens.lower(tokens[i + 2]);
    if (of == U"5" && small && value <= 5) return value / 5;
    if (of == U"10") return word == U"10" ? 1.0 : word.size() == 1 ? value / 10 : std::optional<double>();
  }
  if (full + empty >= 5 || (full >= 3 && empty == 0)) return std::min(1.0, static_cast<double>(full) / 5);
  return {};
}

double marks_factor(const Tokens& tokens) {
  std::size_t calls = 0;
  for (const Token& token : tokens.all()) {
    if (token.kind == TokenKind::punctuation && tokens.lower(token)[0] == U'!') calls += token.letters;
  }
  return 1 + 0.08 * static_cast<double>(std::min<std::size_t>(calls, 3));
}

}  // namespace

Sentiment sentiment(const Tokens& tokens) {
  Sentiment out;
  const LanguageGuess guess = guess_language(tokens);
  out.language = guess.language;
  const auto found = feelings(tokens, guess);
  double sum = 0, all = 0;
  const auto given = stars(tokens);
  for (const Feeling& each : found) {
    if (each.weight == 0 || (given && tokens[each.at].kind == TokenKind::number)) continue;
    sum += each.weight;
    all += std::abs(each.weight);
    out.words.push_back({phrase_of(tokens, each.at, each.length), each.weight});
  }
  sum *= marks_factor(tokens);
  if (given) {
    const double weight = (*given - 0.55) * 8;
    sum += weight;
    all += std::abs(weight);
  }
  constexpr double half = 8;  // two clear words reach .8
  out.score = sum / std::sqrt(sum * sum + half);
  out.confidence = all > 0 ? std::abs(sum) / std::max(all, std::abs(sum)) * (1 - std::exp(-all / 2)) : 0;
  std::stable_sort(out.words.begin(), out.words.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.weight) > std::abs(b.weight); });
  constexpr std::size_t words_max = 8;
  if (out.words.size() > words_max) out.words.resize(words_max);
  return out;
}

Sentiment sentiment(std::string_view text) {
  thread_local Tokens tokens;
  tokens.read(text);
  return sentiment(tokens);
}

std::array<float, 3> sentiment_prior(const Sentiment& sentiment) {
  const auto score = static_cast<float>(sentiment.score), sure = static_cast<float>(sentiment.confidence);
  return {-score * sure, sure * (0.3F - std::abs(score)), score * sure};
}

}  // namespace plaza::ml::text
