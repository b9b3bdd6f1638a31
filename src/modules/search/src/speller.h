// Finds the word somebody meant: at most two letters wrong, missing, added or swapped. Each word is filed under what is left of its
// beginning when up to two characters are taken away; a mistyped word meets it there. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary.h"

namespace plaza::search {

// Letters wrong, missing, added or swapped with their neighbour; anything above `most` is most + 1.
int typos_between(std::u32string_view a, std::u32string_view b, int most);

class Speller {
 public:
  // Files the most frequent words.
  void build(const Vocabulary& vocabulary);
  // A word that came later.
  void add(std::string_view word);
  // The nearest word, of those the most frequent; empty: none is near. `word` itself is never the answer.
  std::string best(std::string_view word, const Vocabulary& vocabulary) const;

 private:
  struct Entry {
    std::uint32_t key;
    std::uint32_t word;
  };
  void consider(std::u32string_view typed, const std::string& word, const Vocabulary& vocabulary, std::uint64_t& best_score,
                std::string& best_word) const;

  std::vector<std::string> words_;
  std::vector<Entry> entries_;  // by key
  std::vector<std::string> late_;
};

}  // namespace plaza::search
