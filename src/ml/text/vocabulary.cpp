#include "ml/text/vocabulary.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace plaza::ml::text {
namespace {

constexpr std::size_t slot_of(std::uint32_t place, std::size_t mask) { return (place * 0x9E3779B1u >> 4) & mask; }

}  // namespace

Vocabulary Vocabulary::fit(std::span<const std::string_view> texts, const VocabularySettings& settings) {
  FeatureReader reader;
  std::vector<std::uint32_t> seen;
  for (const std::string_view text : texts) {
    reader.read(text, settings.features);
    const auto from = static_cast<std::ptrdiff_t>(seen.size());
    for (const auto* block : {&reader.words(), &reader.letters()}) seen.insert(seen.end(), block->begin(), block->end());
    std::sort(seen.begin() + from, seen.end());
    seen.erase(std::unique(seen.begin() + from, seen.end()), seen.end());
  }
  std::sort(seen.begin(), seen.end());
  std::vector<std::uint32_t> places;
  std::vector<float> rarity;
  const auto all = static_cast<double>(texts.size());
  for (std::size_t at = 0; at < seen.size();) {
    std::size_t end = at;
    while (end < seen.size() && seen[end] == seen[at]) ++end;
    if (end - at >= settings.texts_min) {
      places.push_back(seen[at]);
      rarity.push_back(static_cast<float>(std::log((1 + all) / (1 + static_cast<double>(end - at))) + 1));
    }
    at = end;
  }
  return of(settings, std::move(places), std::move(rarity));
}

Vocabulary Vocabulary::of(const VocabularySettings& settings, std::vector<std::uint32_t> places, std::vector<float> rarity) {
  Vocabulary vocabulary;
  vocabulary.settings_ = settings;
  vocabulary.places_ = std::move(places);
  vocabulary.rarity_ = std::move(rarity);
  vocabulary.index();
  return vocabulary;
}

void Vocabulary::index() {
  slots_.assign(std::bit_ceil(places_.size() * 2 + 2), {});
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t column = 0; column < places_.size(); ++column) {
    std::size_t at = slot_of(places_[column], mask);
    while (slots_[at].place != 0) at = (at + 1) & mask;
    slots_[at] = {places_[column], column};
  }
}

std::uint32_t Vocabulary::column_of(std::uint32_t place) const {
  if (slots_.empty()) return columns();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = slot_of(place, mask); slots_[at].place != 0; at = (at + 1) & mask) {
    if (slots_[at].place == place) return slots_[at].column;
  }
  return columns();
}

void Vocabulary::add_block(RowReader& reader, const std::vector<std::uint32_t>& block, double share, SparseRows& rows) const {
  if (places_.empty()) return;
  auto& found = reader.columns_;
  auto& counts = reader.counts_;
  found.clear();
  if (counts.size() < places_.size()) counts.resize(places_.size(), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < block.size(); ++i) {
    constexpr std::size_t ahead = 12;
    if (i + ahead < block.size()) __builtin_prefetch(&slots_[slot_of(block[i + ahead], mask)]);
    const std::uint32_t column = column_of(block[i]);
    if (column != columns() && counts[column]++ == 0) found.push_back(column);
  }
  const std::size_t from = rows.column.size();
  double squares = 0;
  for (const std::uint32_t column : found) {
    const auto count = std::exchange(counts[column], 0U);
    const float often = count == 1 ? 1.0F : 1.0F + std::log(static_cast<float>(count));
    const float value = often * rarity_[column];
    rows.column.push_back(column);
    rows.value.push_back(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  if (squares <= 0) return;
  const auto scale = static_cast<float>(std::sqrt(share / squares));
  for (std::size_t at = from; at < rows.value.size(); ++at) rows.value[at] *= scale;
}

void Vocabulary::add(RowReader& reader, std::string_view text, SparseRows& rows) const {
  reader.features_.read(text, settings_.features);
  rows.columns = columns();
  const bool both = settings_.features.letters_max > 0;
  add_block(reader, reader.features_.words(), both ? settings_.words_share : 1, rows);
  add_block(reader, reader.features_.letters(), 1 - settings_.words_share, rows);
  rows.begin.push_back(rows.column.size());
}

}  // namespace plaza::ml::text
