#include "ml/text/toxicity.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "ml/text/characters.h"
#include "ml/text/features.h"
#include "ml/text/language.h"
#include "ml/text/lexicon.h"
#include "platform/base/check.h"

namespace plaza::ml::text {
namespace {

constexpr std::string_view toxicity_source =
#include "ml/text/lexicons/toxicity.txt"
    ;
constexpr std::string_view spam_source =
#include "ml/text/lexicons/spam.txt"
    ;

struct Weighted {
  explicit Weighted(std::string_view source) : lexicon(source, Inflection::none) {
    for (const std::string& key : lexicon.keys()) {
      const auto blank = key.find(' ');
      double weight = 0;
      CHECK(blank != std::string::npos && std::from_chars(key.data() + blank + 1, key.data() + key.size(), weight).ec == std::errc{});
      keys.emplace_back(key.substr(0, blank), weight);
    }
  }
  Lexicon lexicon;
  std::vector<std::pair<std::string, double>> keys;
};

const Weighted& toxic() {
  static const Weighted words(toxicity_source);
  return words;
}
const Weighted& selling() {
  static const Weighted words(spam_source);
  return words;
}

std::string phrase(const Tokens& tokens, const Match& match) {
  std::string out;
  for (std::uint32_t i = match.at; i < match.at + match.length; ++i) {
    if (i > match.at && tokens[i].follows_gap) out += ' ';
    out += tokens.word(tokens[i]);
  }
  return out;
}

void add_phrases(const Tokens& tokens, const Weighted& words, bool toneless, std::vector<Sign>& signs) {
  std::vector<Match> matches;
  words.lexicon.find(tokens, toneless, matches);
  for (const Match& match : matches) {
    const auto& [kind, weight] = words.keys[match.key];
    signs.push_back({kind, phrase(tokens, match), weight});
  }
}

void settle(Suspicion& suspicion) {
  std::stable_sort(suspicion.signs.begin(), suspicion.signs.end(), [](const Sign& a, const Sign& b) { return a.weight > b.weight; });
  constexpr std::size_t signs_max = 8;
  if (suspicion.signs.size() > signs_max) suspicion.signs.resize(signs_max);
}

// Words behind a mask: "sh1t", "1d1ot", "@sshole", "n g u".
std::string unmasked(std::string_view text) {
  std::string out;
  bool changed = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto letter = [&](std::size_t at) { return at < text.size() && ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'z'); };
    const bool among = (i > 0 && letter(i - 1)) && letter(i + 1);
    const bool begins = (i == 0 || text[i - 1] == ' ') && letter(i + 1);
    char c = text[i];
    if (among || (begins && (c == '@' || c == '$'))) {
      constexpr std::string_view masks = "0134578@$!", meant = "oieastbasi";
      if (const auto place = masks.find(c); place != std::string_view::npos) c = meant[place], changed = true;
    }
    out += c;
  }
  return changed ? out : std::string();
}

bool is_phone(const Tokens& tokens, std::size_t i, std::string& shown) {
  std::size_t digits = 0;
  shown.clear();
  for (; i < tokens.size() && tokens[i].kind == TokenKind::number; ++i) {
    for (const char32_t c : tokens.lower(tokens[i])) {
      if (c >= U'0' && c <= U'9') ++digits, shown += static_cast<char>(c);
      else if (c == U',' || c == U':') return false;  // a price, a time
    }
  }
  if (digits < 9 || digits > 12) return false;
  return shown[0] == '0' || shown.starts_with("84") || digits >= 10;
}

struct Shape {
  std::size_t links = 0, names = 0, hashtags = 0, emoji = 0, words = 0, shouted = 0, most_repeated = 0;
};

Shape shape_of(const Tokens& tokens, std::vector<Sign>& signs) {
  Shape shape;
  std::unordered_map<std::uint64_t, std::size_t> seen;
  std::string phone;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    switch (token.kind) {
      case TokenKind::url:
        ++shape.links;
        if (shape.links <= 3) signs.push_back({"link", tokens.word(token), 0.45});
        for (const std::u32string_view shortener : {U"bit.ly", U"t.me", U"wa.me", U"zalo.me", U"tinyurl.com", U"goo.gl", U"cutt.ly", U"shorturl.at"}) {
          if (tokens.lower(token) == shortener) signs.back().weight = 1.0;
        }
        break;
      case TokenKind::email: signs.push_back({"mail", tokens.word(token), 0.4}); break;
      case TokenKind::mention: ++shape.names; break;
      case TokenKind::hashtag: ++shape.hashtags; break;
      case TokenKind::emoji: ++shape.emoji; break;
      case TokenKind::number:
        if ((i == 0 || tokens[i - 1].kind != TokenKind::number) && is_phone(tokens, i, phone)) signs.push_back({"phone", phone, 0.9});
        break;
      case TokenKind::word:
        ++shape.words;
        shape.shouted += token.shouted ? 1 : 0;
        if (token.letters > 3) shape.most_repeated = std::max(shape.most_repeated, ++seen[hash_of(tokens.lower(token))]);
        break;
      default: break;
    }
  }
  return shape;
}

}  // namespace

Suspicion toxicity(const Tokens& tokens) {
  Suspicion out;
  const LanguageGuess guess = guess_language(tokens);
  add_phrases(tokens, toxic(), false, out.signs);
  if (guess.toneless) {
    std::vector<Sign> typed;
    add_phrases(tokens, toxic(), true, typed);
    for (Sign& sign : typed) {
      const bool known = std::any_of(out.signs.begin(), out.signs.end(), [&](const Sign& other) { return other.words == sign.words; });
      if (!known) sign.weight *= 0.8, out.signs.push_back(std::move(sign));  // without tones it may mean something else
    }
  }
  double clean = 1;
  for (const Sign& sign : out.signs) clean *= 1 - sign.weight;
  out.score = 1 - clean;
  settle(out);
  return out;
}

Suspicion toxicity(std::string_view text) {
  thread_local Tokens tokens;
  tokens.read(text);
  Suspicion out = toxicity(tokens);
  if (const std::string bare = unmasked(text.substr(0, text_bytes_max)); !bare.empty()) {
    tokens.read(bare);
    Suspicion behind = toxicity(tokens);
    if (behind.score > out.score) return behind;
  }
  return out;
}

Suspicion spam(const Tokens& tokens) {
  Suspicion out;
  const Shape shape = shape_of(tokens, out.signs);
  add_phrases(tokens, selling(), guess_language(tokens).toneless, out.signs);
  const auto words = static_cast<double>(std::max<std::size_t>(shape.words, 1));
  const auto some = [&](bool is, const char* kind, double weight) {
    if (is) out.signs.push_back({kind, "", weight});
  };
  some(shape.links > 2, "many_links", 0.8);
  some(shape.names >= 5, "many_names", 0.8);
  some(shape.hashtags >= 10, "many_hashtags", 0.7);
  some(shape.emoji >= 10 && static_cast<double>(shape.emoji) > words / 2, "many_emoji", 0.4);
  some(shape.words >= 8 && static_cast<double>(shape.shouted) > 0.6 * words, "capitals", 0.4);
  some(shape.most_repeated >= 5 && static_cast<double>(shape.most_repeated) > 0.25 * words, "repeated", 1.6);
  double sum = 0;
  for (const Sign& sign : out.signs) sum += sign.weight;
  // One sign is nothing: people name their own number to be called. Two of weight are likely.
  out.score = sum <= 0 ? 0 : 1 / (1 + std::exp(-3 * (sum - 1.5)));
  settle(out);
  return out;
}

Suspicion spam(std::string_view text) {
  thread_local Tokens tokens;
  tokens.read(text);
  return spam(tokens);
}

}  // namespace plaza::ml::text
