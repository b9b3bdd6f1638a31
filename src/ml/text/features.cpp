#include "ml/text/features.h"

#include <algorithm>

namespace plaza::ml::text {
namespace {

// Kinds of feature, so that the word "the" and the letters "the" lie apart.
enum Kind : std::uint64_t { word_kind = 1, row_kind, pair_kind, letters_kind, emoji_kind, mark_kind, number_kind, sign_kind };

constexpr std::uint64_t mixed(std::uint64_t hash, std::uint64_t with) {
  hash = (hash ^ with) * 0x9E3779B97F4A7C15ull;
  return hash ^ (hash >> 29);
}
constexpr std::uint64_t finished(std::uint64_t hash) {
  hash *= 0xbf58476d1ce4e5b9ull;
  return hash ^ (hash >> 32);
}

void add_place(std::vector<std::uint32_t>& places, std::uint64_t hash) {
  const auto place = static_cast<std::uint32_t>(finished(hash));
  places.push_back(place == 0 ? 1 : place);
}

// What a text has whatever its words: an address, a name, shouting.
constexpr std::uint64_t sign(std::uint64_t which) { return mixed(mixed(0, sign_kind), which); }
constexpr std::uint64_t edge_sign = sign(99);

}  // namespace

std::uint64_t hash_of(std::u32string_view text, std::uint64_t kind) {
  std::uint64_t hash = mixed(0, kind);
  for (const char32_t c : text) hash = mixed(hash, c);
  return hash;
}

void FeatureReader::read(std::string_view text, const FeatureSettings& settings) {
  settings_ = settings;
  tokens_.read(text);
  words_.clear();
  read_words();
  if (settings_.words_max > 1) read_rows_of_words();
  if (settings_.pairs_within > 1) read_pairs();
  letters_.clear();
  if (settings_.letters_max > 0) read_letters();
}

void FeatureReader::read_words() {
  sequence_.clear();
  plain_sequence_.clear();
  const auto add = [&](std::uint64_t hash, std::uint64_t plain) {
    sequence_.push_back(hash);
    plain_sequence_.push_back(plain);
    add_place(words_, hash);
    if (plain != hash) add_place(words_, plain);
  };
  const auto add_edge = [&] {  // seen in rows of words alone
    sequence_.push_back(edge_sign);
    plain_sequence_.push_back(edge_sign);
  };
  add_edge();
  for (const Token& token : tokens_.all()) {
    const auto lower = tokens_.lower(token), plain = tokens_.plain(token);
    if (token.shouted) add_place(words_, sign(1));
    if (token.elongated) {
      add_place(words_, sign(2));
      std::u32string once;
      for (const char32_t c : lower) {
        if (once.empty() || once.back() != c) once += c;
      }
      add_place(words_, hash_of(once, word_kind));
    }
    switch (token.kind) {
      case TokenKind::word:
      case TokenKind::unspaced: add(hash_of(lower, word_kind), hash_of(plain, word_kind)); break;
      case TokenKind::hashtag:
        add_place(words_, sign(3));
        add(hash_of(lower, word_kind), hash_of(plain, word_kind));
        break;
      case TokenKind::number: {
        add_place(words_, mixed(sign(4), std::min<std::size_t>(lower.size(), 8)));
        add(lower.size() <= 4 ? hash_of(lower, number_kind) : sign(5), lower.size() <= 4 ? hash_of(lower, number_kind) : sign(5));
        break;
      }
      case TokenKind::url:
      case TokenKind::email:
        add_place(words_, hash_of(lower, word_kind));
        add(sign(6), sign(6));
        break;
      case TokenKind::mention:
        add_place(words_, hash_of(lower, word_kind));
        add(sign(7), sign(7));
        break;
      case TokenKind::emoji:
      case TokenKind::emoticon: add(hash_of(lower, emoji_kind), hash_of(lower, emoji_kind)); break;
      case TokenKind::punctuation: add(hash_of(lower, mark_kind), hash_of(lower, mark_kind)); break;
    }
  }
  add_edge();
}

void FeatureReader::read_rows_of_words() {
  for (std::size_t length = 2; length <= settings_.words_max; ++length) {
    for (std::size_t at = 0; at + length <= sequence_.size(); ++at) {
      std::uint64_t exact = mixed(0, row_kind), plain = exact;
      for (std::size_t i = at; i < at + length; ++i) {
        exact = mixed(exact, sequence_[i]);
        plain = mixed(plain, plain_sequence_[i]);
      }
      add_place(words_, exact);
      if (plain != exact) add_place(words_, plain);
    }
  }
}

// Neighbours stand among the rows already; the edges of the text are left out.
void FeatureReader::read_pairs() {
  if (sequence_.size() < 3) return;
  const std::size_t end = sequence_.size() - 1;
  for (std::size_t i = 1; i < end; ++i) {
    for (std::size_t j = i + 2; j < std::min(end, i + settings_.pairs_within + 1); ++j) {
      const auto [low, high] = std::minmax(sequence_[i], sequence_[j]);
      add_place(words_, mixed(mixed(mixed(0, pair_kind), low), high));
    }
  }
}

void FeatureReader::read_letters() {
  run_.clear();
  for (const Token& token : tokens_.all()) {
    if (token.kind == TokenKind::emoji || token.kind == TokenKind::url || token.kind == TokenKind::mention) continue;
    const bool unspaced = token.kind == TokenKind::unspaced;
    if (settings_.letters_across_words) {
      if (!unspaced && token.follows_gap) run_ += U' ';
      run_ += tokens_.lower(token);
      continue;
    }
    run_.clear();
    if (!unspaced) run_ += U' ';
    run_ += tokens_.lower(token);
    if (!unspaced) run_ += U' ';
    letters_of(run_, !unspaced);
  }
  if (settings_.letters_across_words) letters_of(run_ + U' ', true);
}

void FeatureReader::letters_of(std::u32string_view run, bool edges) {
  const std::size_t least = edges ? settings_.letters_min : 1;
  for (std::size_t at = 0; at < run.size(); ++at) {
    std::uint64_t hash = mixed(0, letters_kind);
    const std::size_t end = std::min<std::size_t>(run.size(), at + settings_.letters_max);
    for (std::size_t i = at; i < end; ++i) {
      hash = mixed(hash, run[i]);
      if (i + 1 - at >= least) add_place(letters_, hash);
    }
  }
}

}  // namespace plaza::ml::text
