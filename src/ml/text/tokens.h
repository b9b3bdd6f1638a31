// A text in any language as a row of tokens: words, numbers, emoji, addresses, names. Words keep their diacritics (Vietnamese tones
// carry meaning) and stand beside them without (people type without). Pure; the same text gives the same tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::ml::text {

inline constexpr std::size_t text_bytes_max = 20'000;  // what lies behind is not read
inline constexpr std::size_t word_letters_max = 48;    // of longer words the beginning counts

enum class TokenKind : std::uint8_t {
  word,
  unspaced,     // a run of a script without spaces: Thai, Chinese ...
  number,       // digits with what stands between them: 1,000.50 12:30 0909-123-456
  emoji,
  emoticon,     // :) T_T <3
  url,
  email,
  mention,      // @name, without the sign
  hashtag,      // #word, without the sign
  punctuation,  // a run of one mark, cut at three: ! ... ??
};

struct Token {
  TokenKind kind = TokenKind::word;
  bool elongated = false;   // a letter stood three times or more in a row: kept twice
  bool shouted = false;     // two capitals or more, no small letter
  bool follows_gap = true;  // white space (or nothing) stood before it
  std::uint32_t at = 0, letters = 0;  // its place in Tokens::lower() and plain()
};

// Reused from text to text it needs no new memory. Not thread-safe.
class Tokens {
 public:
  // Whatever comes in, UTF-8 or not, of any length.
  void read(std::string_view text);

  std::span<const Token> all() const { return tokens_; }
  std::size_t size() const { return tokens_.size(); }
  const Token& operator[](std::size_t i) const { return tokens_[i]; }
  // Lower case, composed, elongation cut; of the same length without diacritics.
  std::u32string_view lower(const Token& token) const { return std::u32string_view(lower_).substr(token.at, token.letters); }
  std::u32string_view plain(const Token& token) const { return std::u32string_view(plain_).substr(token.at, token.letters); }
  std::string word(const Token& token) const;  // lower(), as UTF-8

 private:
  struct Seen;
  void decode(std::string_view text);
  void decode_code_points(std::string_view text);
  std::size_t take(std::size_t at);
  std::size_t take_address(std::size_t at);
  std::size_t take_named(std::size_t at);
  std::size_t take_emoticon(std::size_t at);
  std::size_t take_word(std::size_t at);
  std::size_t take_unspaced(std::size_t at);
  std::size_t take_number(std::size_t at);
  std::size_t take_emoji(std::size_t at);
  std::size_t take_marks(std::size_t at);
  Token& begin(TokenKind kind, std::size_t at);
  void put(char32_t lower, char32_t plain);
  bool is(std::size_t at, char32_t lower) const;
  bool letter_or_digit(std::size_t at) const;

  std::vector<Token> tokens_;
  std::u32string lower_, plain_;           // of the tokens
  std::u32string all_lower_, all_plain_;   // of the whole text
  std::vector<std::uint8_t> kinds_, upper_;
};

}  // namespace plaza::ml::text
