#include "ml/text/feelings.h"

#include <algorithm>
#include <array>
#include <charconv>

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

constexpr std::string_view things_source =
#include "ml/text/lexicons/things_sentiment.txt"
    ;

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
      else if (name == "asks") key.role = Role::asks_others;
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

const Words& of_things() {
  static const Words words(things_source, Inflection::english);
  return words;
}

using Found = Feeling;
// How many words a negation and a wish reach.
constexpr std::uint32_t reach = 3, wish_reach = 8;
constexpr double loose_weight = -0.6, loosely = 0.25;

class Reading {
 public:
  Reading(const Tokens& tokens, const LanguageGuess& guess, const std::span<const Match>* things) : tokens_(tokens) {
    if (things) look(of_things(), guess.toneless, guess.language == Language::vietnamese);
    if (guess.language == Language::vietnamese) look(vietnamese(), guess.toneless, true);
    if (guess.language != Language::other || guess.confidence < 0.5) look(english(), false, false);
    look(emoji(), false, false);
    if (things) leave_out(*things);
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.at < b.at || (a.at == b.at && a.length > b.length); });
    drop_overlaps();
    modify();
    leave_loose();
    contrast();
    ask();
  }
  std::vector<Found> take() { return std::move(found_); }

 private:
  void look(const Words& words, bool toneless, bool is_vietnamese) {
    matches_.clear();
    words.lexicon.find(tokens_, toneless, matches_);
    for (const Match& match : matches_) {
      const Key& key = words.keys[match.key];
      found_.push_back({match.at, match.length, key.role, key.weight, is_vietnamese, 0, false, -1});
    }
  }

  void leave_out(std::span<const Match> things) {
    std::erase_if(found_, [&](const Found& each) {
      return std::any_of(things.begin(), things.end(), [&](const Match& thing) {
        return each.at >= thing.at && each.at + each.length <= thing.at + thing.length;
      });
    });
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
      if (here.role != Role::feeling || here.by_itself == 0) continue;
      double factor = 1;
      bool negated = false, wished = false;
      for (std::size_t j = i; j-- > 0;) {
        const Found& before = found_[j];
        const std::uint32_t gap = here.at - (before.at + before.length);
        if (gap > (before.role == Role::wish ? wish_reach : reach) || parted(before.at + before.length, here.at)) break;
        if (before.role == Role::feeling && before.by_itself != 0 && gap > 0) break;  // it takes the negation for itself
        if (before.role == Role::negate && gap <= reach) {
          negated = !negated;
          found_[j].bound = true;
          here.negated_by = negated ? static_cast<std::int32_t>(j) : -1;
        }
        if (before.role == Role::stronger && gap <= 1) factor *= 1.3;
        if (before.role == Role::weaker && gap <= 1) factor *= 0.6;
        if (before.role == Role::wish) wished = true, found_[j].bound = true;
      }
      // Vietnamese puts strength behind: "đẹp lắm", "tệ quá".
      if (i + 1 < found_.size() && here.vietnamese && found_[i + 1].at == here.at + here.length) {
        if (found_[i + 1].role == Role::stronger) factor *= 1.3;
      }
      for (std::uint32_t t = here.at; t < here.at + here.length; ++t) {
        if (tokens_[t].shouted || tokens_[t].elongated) factor *= 1.25;
      }
      double weight = here.by_itself * std::min(factor, 2.0);
      // "Not good" is bad; "not bad" is not quite good; "not great" less bad than "bad".
      if (negated) weight = weight > 0 ? -0.75 * here.by_itself : -0.4 * weight;
      if (wished && weight > 0) weight *= -0.3;
      here.weight = std::clamp(weight, -4.0, 4.0);
    }
  }

  // "It has not come", "nên thêm ví dụ": who says what is not, or should be, is seldom glad. Not at the end: "đẹp không" asks.
  void leave_loose() {
    for (Found& each : found_) {
      if (each.bound || (each.role != Role::negate && each.role != Role::wish)) continue;
      const std::uint32_t next = each.at + each.length;
      std::uint32_t behind = 0;  // words of the clause: "còn hàng không shop ơi" asks
      while (next + behind < tokens_.size() && tokens_[next + behind].kind == TokenKind::word) ++behind;
      if (behind > (each.vietnamese && each.role == Role::negate ? 2 : 0)) each.weight = loose_weight;
    }
  }

  void contrast() {
    for (const Found& turn : found_) {
      if (turn.role == Role::contrast && turn.at > 0) {
        for (Found& each : found_) each.weight *= each.at < turn.at ? 0.6 : 1.4;
        break;
      }
      if (turn.role == Role::concession) {  // up to the comma it is granted
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

  // The sign that ends the sentence: '?', '.', '!'; 0: nothing does.
  char32_t end_of_sentence(std::uint32_t from) const {
    for (std::uint32_t i = from; i < tokens_.size(); ++i) {
      if (tokens_[i].kind != TokenKind::punctuation) continue;
      const char32_t sign = tokens_.lower(tokens_[i])[0];
      if (sign == U'?' || sign == U'.' || sign == U'!') return sign;
    }
    return 0;
  }

  bool says_seldom(const Found& each) const {
    static constexpr std::array<std::string_view, 5> seldom{"never", "hardly", "barely", "rarely", "chưa bao giờ"};
    if (each.role != Role::negate || each.weight == 0) return false;
    return std::find(seldom.begin(), seldom.end(), phrase_of(tokens_, each.at, each.length)) != seldom.end();
  }

  // "Is it good?" says little; "why is it broken?" says most of it.
  void ask() {
    bool asks_others = false;
    for (Found& each : found_) {
      if (end_of_sentence(each.at + each.length) != U'?') continue;
      asks_others = asks_others || each.role == Role::asks_others;
      each.weight *= each.weight > 0 || each.weight == loose_weight ? loosely : 0.8;
    }
    if (!asks_others) return;
    // "Has anybody dried it there? Mine never dries": how it goes with them, and nobody is blamed for it.
    for (Found& each : found_) {
      if (says_seldom(each) && end_of_sentence(each.at + each.length) != U'?') each.weight *= loosely;
    }
  }

  const Tokens& tokens_;
  std::vector<Found> found_;
  std::vector<Match> matches_;
};

}  // namespace

std::vector<Feeling> feelings(const Tokens& tokens, const LanguageGuess& guess) { return Reading(tokens, guess, nullptr).take(); }

std::vector<Feeling> feelings_about(const Tokens& tokens, const LanguageGuess& guess, std::span<const Match> things) {
  return Reading(tokens, guess, &things).take();
}

std::string phrase_of(const Tokens& tokens, std::uint32_t at, std::uint32_t length) {
  std::string out;
  for (std::uint32_t i = at; i < at + length; ++i) {
    if (i > at && tokens[i].follows_gap) out += ' ';
    out += tokens.word(tokens[i]);
  }
  return out;
}

}  // namespace plaza::ml::text
