#include "word_block.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "platform/base/check.h"

namespace plaza::catalog {
namespace {

// Statuses are words too, which no text contains.
std::string status_word(ProductStatus status) {
  return {'\x01', static_cast<char>('0' + static_cast<int>(status))};
}

template <class Each>
void each_word(std::string_view words, const Each& each) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (end > 0) each(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

}  // namespace

WordBlock::WordBlock(const std::vector<const ProductText*>& products) {
  CHECK(!products.empty() && products.size() <= products_max);
  const std::string statuses[] = {status_word(ProductStatus::active),
                                  status_word(ProductStatus::draft),
                                  status_word(ProductStatus::archived)};
  std::vector<std::pair<std::string_view, std::uint16_t>> all;
  for (std::size_t i = 0; i < products.size(); ++i) {
    CHECK(i == 0 || products[i - 1]->id < products[i]->id);
    const auto place = static_cast<std::uint16_t>(i);
    ids_.push_back(products[i]->id);
    alive_[i / 64] |= std::uint64_t{1} << (i % 64);
    all.emplace_back(statuses[static_cast<std::size_t>(products[i]->status)], place);
    each_word(products[i]->words, [&](std::string_view word) { all.emplace_back(word, place); });
  }
  std::sort(all.begin(), all.end());
  std::string_view last;
  for (const auto& [word, place] : all) {
    if (word != last) {
      if (!last.empty()) place_ends_.push_back(static_cast<std::uint32_t>(places_.size()));
      letters_ += word;
      word_ends_.push_back(static_cast<std::uint32_t>(letters_.size()));
      last = word;
    }
    places_.push_back(place);
  }
  place_ends_.push_back(static_cast<std::uint32_t>(places_.size()));
  letters_.shrink_to_fit();
  word_ends_.shrink_to_fit();
  places_.shrink_to_fit();
  place_ends_.shrink_to_fit();
}

bool WordBlock::forget(ProductId id) {
  const auto at = std::lower_bound(ids_.begin(), ids_.end(), id);
  if (at == ids_.end() || *at != id) return false;
  const auto place = static_cast<std::size_t>(at - ids_.begin());
  const std::uint64_t bit = std::uint64_t{1} << (place % 64);
  const bool was = alive_[place / 64] & bit;
  alive_[place / 64] &= ~bit;
  return was;
}

WordBlock::Places WordBlock::places_of(const WordQuestion& question) const {
  Places places = alive_;
  const auto narrow = [&](const Slice& slice) {
    if (slice.from < slice.to) keep(slice, places);
    return slice.from < slice.to;
  };
  for (std::size_t i = question.words.size(); i-- > 0;) {  // the last one is the rarest most often
    const bool last = i + 1 == question.words.size();
    const auto& word = question.words[i];
    if (!narrow(last ? of_words_that_begin(word) : of_word(word))) return {};
  }
  if (question.status && !narrow(of_word(status_word(*question.status)))) return {};
  return places;
}

void WordBlock::find(const WordQuestion& question, std::vector<ProductId>& found) const {
  const Places places = places_of(question);
  std::size_t count = 0;
  for (std::size_t group = places.size(); group-- > 0;) {
    for (std::uint64_t bits = places[group]; bits != 0;) {
      const auto bit = static_cast<std::size_t>(63 - std::countl_zero(bits));
      bits &= ~(std::uint64_t{1} << bit);
      const ProductId id = ids_[group * 64 + bit];
      if (id >= question.before) continue;
      found.push_back(id);
      if (++count == question.limit) return;
    }
  }
}

std::string_view WordBlock::word(std::size_t index) const {
  const std::size_t from = index == 0 ? 0 : word_ends_[index - 1];
  return std::string_view(letters_).substr(from, word_ends_[index] - from);
}

std::size_t WordBlock::first_from(std::string_view wanted) const {
  std::size_t low = 0, high = word_ends_.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (word(middle) < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

WordBlock::Slice WordBlock::slice(std::size_t first_word, std::size_t end_word) const {
  if (first_word >= end_word) return {};
  return {first_word == 0 ? 0 : place_ends_[first_word - 1], place_ends_[end_word - 1]};
}

WordBlock::Slice WordBlock::of_word(std::string_view wanted) const {
  const auto at = first_from(wanted);
  return at < word_ends_.size() && word(at) == wanted ? slice(at, at + 1) : Slice{};
}

WordBlock::Slice WordBlock::of_words_that_begin(std::string_view start) const {
  // No byte of UTF-8 is 255: that stands behind all that begin so.
  return slice(first_from(start), first_from(std::string(start) + '\xff'));
}

void WordBlock::keep(const Slice& slice, Places& places) const {
  Places those{};
  for (std::size_t i = slice.from; i < slice.to; ++i) {
    those[places_[i] / 64] |= std::uint64_t{1} << (places_[i] % 64);
  }
  for (std::size_t group = 0; group < places.size(); ++group) places[group] &= those[group];
}

}  // namespace plaza::catalog
