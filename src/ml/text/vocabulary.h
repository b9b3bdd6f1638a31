// Which places of features count, and how much: seen in enough training texts, weighed by how few of them they are in (TF-IDF with the
// logarithm of counts), words and letters each brought to a length of their own.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ml/text/features.h"
#include "ml/text/linear.h"

namespace plaza::ml::text {

struct VocabularySettings {
  FeatureSettings features;
  std::uint32_t texts_min = 2;   // a feature of fewer texts is not kept
  double words_share = 0.5;      // of the squared length; the rest is the letters'
  bool operator==(const VocabularySettings&) const = default;
};

// Not thread-safe; reused it needs no new memory, whatever vocabulary it reads for.
class RowReader {
 private:
  friend class Vocabulary;
  FeatureReader features_;
  std::vector<std::uint32_t> columns_;  // of a block, each once
  std::vector<std::uint32_t> counts_;   // of each column; zeros between blocks
};

class Vocabulary {
 public:
  Vocabulary() = default;
  static Vocabulary fit(std::span<const std::string_view> texts, const VocabularySettings& settings);

  // Appends the text to `rows`, each column once. A text without known features is an empty row.
  void add(RowReader& reader, std::string_view text, SparseRows& rows) const;
  std::uint32_t columns() const { return static_cast<std::uint32_t>(places_.size()); }
  const VocabularySettings& settings() const { return settings_; }

  // In the order of columns, for saving.
  const std::vector<std::uint32_t>& places() const { return places_; }
  const std::vector<float>& rarity() const { return rarity_; }
  static Vocabulary of(const VocabularySettings& settings, std::vector<std::uint32_t> places, std::vector<float> rarity);
  std::uint32_t column_of(std::uint32_t place) const;  // columns() when it is not kept

 private:
  void index();
  void add_block(RowReader& reader, const std::vector<std::uint32_t>& block, double share, SparseRows& rows) const;

  VocabularySettings settings_;
  std::vector<std::uint32_t> places_;  // of each column
  std::vector<float> rarity_;
  struct Slot {
    std::uint32_t place = 0, column = 0;
  };
  std::vector<Slot> slots_;
};

}  // namespace plaza::ml::text
