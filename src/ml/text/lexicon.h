// Lists of phrases that we wrote (src/ml/text/lexicons), found in texts. Immutable once made; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ml/text/language.h"
#include "ml/text/tokens.h"

namespace plaza::ml::text {

struct Match {
  std::uint32_t at = 0, length = 0;  // tokens
  std::uint32_t key = 0;             // Lexicon::keys()
};

enum class Inflection : std::uint8_t { none, english };

class Lexicon {
 public:
  // Lines "key: phrase, phrase"; lines that begin with # and blank ones say nothing. A phrase that begins with ! is found only with
  // its diacritics. Ours alone come in: a wrong line is a CHECK.
  Lexicon(std::string_view source, Inflection inflection);

  const std::vector<std::string>& keys() const { return keys_; }
  // Phrases that do not overlap, the longest at each place; without their marks when `toneless`. Appends in the order of the text.
  void find(const Tokens& tokens, bool toneless, std::vector<Match>& matches) const;
  // The longest at each place even where it overlaps the one before: "track my order status" says two things.
  void find_all(const Tokens& tokens, bool toneless, std::vector<Match>& matches) const;
  std::size_t phrases() const { return phrases_; }

 private:
  struct Entry {
    std::uint32_t key = no_key, toneless_key = no_key;  // of the phrase that ends here
    bool goes_on = false;                               // a longer one begins with these words
  };
  static constexpr std::uint32_t no_key = ~std::uint32_t{0};
  void add(std::uint32_t key, std::string_view phrase);
  Match longest(const Tokens& tokens, std::size_t at, bool toneless) const;

  const Inflection inflection_;
  std::vector<std::string> keys_;
  std::unordered_map<std::uint64_t, Entry> entries_;
  std::size_t phrases_ = 0;
};

}  // namespace plaza::ml::text
