// What a linear model sees of a text: words, words in a row, pairs of words and runs of letters, each hashed to a place (feature hashing: Weinberger et
// al., "Feature hashing for large scale multitask learning", ICML 2009). Places are 32 bits wide: a model holds a row only for places
// that its training texts had.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ml/text/tokens.h"

namespace plaza::ml::text {

struct FeatureSettings {
  std::uint32_t words_max = 2;      // words in a row, 1 to 3
  std::uint32_t letters_min = 2;    // runs of letters, the edges of words included
  std::uint32_t letters_max = 5;    // 0: none; at most 8
  bool letters_across_words = false;
  std::uint32_t pairs_within = 0;   // pairs of words in any order, at most so many words apart; 0: none
  bool operator==(const FeatureSettings&) const = default;
};

// Not thread-safe; reused it needs no new memory.
class FeatureReader {
 public:
  // The places of the text in its order, each as often as it stands there.
  void read(std::string_view text, const FeatureSettings& settings = {});
  const std::vector<std::uint32_t>& words() const { return words_; }
  const std::vector<std::uint32_t>& letters() const { return letters_; }
  const Tokens& tokens() const { return tokens_; }

 private:
  void read_words();
  void read_rows_of_words();
  void read_pairs();
  void read_letters();
  void letters_of(std::u32string_view run, bool edges);

  FeatureSettings settings_;
  Tokens tokens_;
  std::vector<std::uint64_t> sequence_, plain_sequence_;
  std::u32string run_;
  std::vector<std::uint32_t> words_, letters_;
};

std::uint64_t hash_of(std::u32string_view text, std::uint64_t kind = 0);

}  // namespace plaza::ml::text
