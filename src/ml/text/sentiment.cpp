#include "ml/text/sentiment.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "ml/text/lexicon.h"
#include "platform/base/check.h"

namespace plaza::ml::text {
namespace {

constexpr std::string_view english_source =
#include "ml/text/lexicons/en_sentiment.txt"
    ;
constexpr std::string_view vietnamese_source =
#include "ml/text/lexicons/vi_sentiment.txt"
    ;
constexpr std::string_view emoji_source =
#include "ml/text/lexicons/emoji_sentiment.txt"
    ;

enum class Role : std::uint8_t { feeling, negate, stronger, weaker, contrast, concession, wish };
struct Key {
  Role role = Role::feeling;
  double weight = 0;
};

struct Words {
  Words(std::string_view source, Inflection inflection) : lexicon(source, inflection) {
    for (const std::string& name : lexicon.keys()) {
      Key key;
      if (name == "negate") key.role = Role::negate;
      else if (name == "stronger") key.role = Role::stronger;
      else if (name == "weaker") key.role = Role::weaker;
      else if (name == "but") key.role = Role::contrast;
      else if (name == "although") key.role = Role::concession;
      else if (name == "wish") key.role = Role::wish;
      else CHECK(std::from_chars(name.data(), name.data() + name.size(), key.weight).ec == std::errc{});
      keys.push_back(key);
    }
  }
  Lexicon lexicon;
  std::vector<Key> keys;
};

const Words& english() {
  static const Words words(english_source, Inflection::english);
  return words;
}
const Words& vietnamese() {
  static const Words words(vietnamese_source, Inflection::none);
  return words;
}
const Words& emoji() {
  static const Words words(emoji_source, Inflection::none);
  return words;
}

struct Found {
  std::uint32_t at = 0, length = 0;
  Key key;
  bool vietnamese = false;
  double weight = 0;  // after everything
  bool bound = false;  // a negation or a wish that something took
};
// How many words a negation and a wish reach.
constexpr std::uint32_t reach = 3, wish_reach = 8;
constexpr double loose_weight = -0.6;

class Reading {
 public:
  Reading(const Tokens& tokens, const LanguageGuess& guess) : tokens_(tokens) {
    if (guess.language == Language::vietnamese) look(vietnamese(), guess.toneless, true);
    if (guess.language != Language::other || guess.confidence < 0.5) look(english(), false, false);
    look(emoji(), false, false);
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.at < b.at || (a.at == b.at && a.length > b.length); });
    drop_overlaps();
    modify();
    leave_loose();
    contrast();
    ask();
  }
  const std::vector<Found>& found() const { return found_; }

 private:
  void look(const Words& words, bool toneless, bool is_vietnamese) {
    matches_.clear();
    words.lexicon.find(tokens_, toneless, matches_);
    for (const Match& match : matches_) found_.push_back({match.at, match.length, words.keys[match.key], is_vietnamese, 0, false});
  }

  // Of two that share words the longer counts; of equal ones the first that was looked for.
  void drop_overlaps() {
    std::vector<Found> kept;
    for (const Found& each : found_) {
      if (!kept.empty() && each.at < kept.back().at + kept.back().length) {
        if (each.length > kept.back().length) kept.back() = each;
        continue;
      }
      kept.push_back(each);
    }
    found_ = std::move(kept);
  }

  bool parted(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i < to; ++i) {
      if (tokens_[i].kind != TokenKind::punctuation) continue;
      const char32_t sign = tokens_.lower(tokens_[i])[0];
      if (sign == U'.' || sign == U',' || sign == U';' || sign == U'!' || sign == U'?' || sign == U':') return true;
    }
    return false;
  }

  void modify() {
    for (std::size_t i = 0; i < found_.size(); ++i) {
      Found& here = found_[i];
      if (here.key.role != Role::feeling || here.key.weight == 0) continue;
      double factor = 1;
      bool negated = false, wished = false;
      for (std::size_t j = i; j-- > 0;) {
        const Found& before = found_[j];
        const std::uint32_t gap = here.at - (before.at + before.length);
        if (gap > (before.key.role == Role::wish ? wish_reach : reach) || parted(before.at + before.length, here.at)) break;
        if (before.key.role == Role::feeling && before.key.weight != 0 && gap > 0) break;  // it takes the negation for itself
        if (before.key.role == Role::negate && gap <= reach) negated = !negated, found_[j].bound = true;
        if (before.key.role == Role::stronger && gap <= 1) factor *= 1.3;
        if (before.key.role == Role::weaker && gap <= 1) factor *= 0.6;
        if (before.key.role == Role::wish) wished = true, found_[j].bound = true;
      }
      // Vietnamese puts strength behind: "đẹp lắm", "tệ quá".
      if (i + 1 < found_.size() && here.vietnamese && found_[i + 1].at == here.at + here.length) {
        if (found_[i + 1].key.role == Role::stronger) factor *= 1.3;
      }
      for (std::uint32_t t = here.at; t < here.at + here.length; ++t) {
        if (tokens_[t].shouted || tokens_[t].elongated) factor *= 1.25;
      }
      double weight = here.key.weight * std::min(factor, 2.0);
      // "Not good" is bad; "not bad" is not quite good; "not great" less bad than "bad".
      if (negated) weight = weight > 0 ? -0.75 * here.key.weight : -0.4 * weight;
      if (wished && weight > 0) weight *= -0.3;
      here.weight = std::clamp(weight, -4.0, 4.0);
    }
  }

  // "It has not come", "nên thêm ví dụ": who says what is not, or should be, is seldom glad. Not at the end: "đẹp không" asks.
  void leave_loose() {
    for (Found& each : found_) {
      if (each.bound || (each.key.role != Role::negate && each.key.role != Role::wish)) continue;
      const std::uint32_t next = each.at + each.length;
      std::uint32_t behind = 0;  // words of the clause: "còn hàng không shop ơi" asks
      while (next + behind < tokens_.size() && tokens_[next + behind].kind == TokenKind::word) ++behind;
      if (behind > (each.vietnamese && each.key.role == Role::negate ? 2 : 0)) each.weight = loose_weight;
    }
  }

  void contrast() {
    for (const Found& turn : found_) {
      if (turn.key.role == Role::contrast && turn.at > 0) {
        for (Found& each : found_) each.weight *= each.at < turn.at ? 0.6 : 1.4;
        break;
      }
      if (turn.key.role == Role::concession) {  // up to the comma it is granted
        std::uint32_t end = turn.at;
        while (end < tokens_.size() && !(tokens_[end].kind == TokenKind::punctuation && tokens_.lower(tokens_[end]) == U",")) ++end;
        if (end == tokens_.size()) break;
        for (Found& each : found_) {
          if (each.at > turn.at && each.at < end) each.weight *= 0.5;
        }
        break;
      }
    }
  }

  // "Is it good?" says little; "why is it broken?" says most of it.
  void ask() {
    for (Found& each : found_) {
      for (std::uint32_t i = each.at + each.length; i < tokens_.size(); ++i) {
        if (tokens_[i].kind != TokenKind::punctuation) continue;
        const char32_t sign = tokens_.lower(tokens_[i])[0];
        if (sign == U'?') each.weight *= each.weight > 0 || each.weight == loose_weight ? 0.25 : 0.8;
        if (sign == U'?' || sign == U'.' || sign == U'!') break;
      }
    }
  }

  const Tokens& tokens_;
  std::vector<Found> found_;
  std::vector<Match> matches_;
};

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

std::string phrase(const Tokens& tokens, const Found& found) {
  std::string out;
  for (std::uint32_t i = found.at; i < found.at + found.length; ++i) {
    if (i > found.at && tokens[i].follows_gap) out += ' ';
    out += tokens.word(tokens[i]);
  }
  return out;
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
  const Reading reading(tokens, guess);
  double sum = 0, all = 0;
  const auto given = stars(tokens);
  for (const Found& each : reading.found()) {
    if (each.weight == 0 || (given && tokens[each.at].kind == TokenKind::number)) continue;
    sum += each.weight;
    all += std::abs(each.weight);
    out.words.push_back({phrase(tokens, each), each.weight});
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
