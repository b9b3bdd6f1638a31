// The words of at most 4,096 products in little memory: about 50 bytes a product. Its products may be forgotten, but never change.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "catalog/product.h"

namespace plaza::catalog {

// What a product is found by.
struct ProductText {
  std::int64_t version = 0;  // of its words; each change takes a higher one
  ProductId id;
  ProductStatus status = ProductStatus::active;
  std::string words;  // " vase blue "
};

// Products that have all the words, and one that begins with the last of them.
struct WordQuestion {
  std::vector<std::string> words;
  std::optional<ProductStatus> status;
  ProductId before;  // only ids below it
  std::size_t limit = 20;
};

class WordBlock {
 public:
  static constexpr std::size_t products_max = 4'096;

  // In the order of ids, at least one and at most `products_max`.
  explicit WordBlock(const std::vector<const ProductText*>& products);

  ProductId first() const { return ids_.front(); }
  ProductId last() const { return ids_.back(); }
  std::size_t size() const { return ids_.size(); }
  // Whether it was there.
  bool forget(ProductId id);
  // Adds the newest that answer, at most `question.limit`.
  void find(const WordQuestion& question, std::vector<ProductId>& found) const;

 private:
  using Places = std::array<std::uint64_t, products_max / 64>;  // a bit a product
  struct Slice {
    std::size_t from = 0, to = 0;
  };

  std::string_view word(std::size_t index) const;
  std::size_t first_from(std::string_view word) const;
  Places places_of(const WordQuestion& question) const;
  Slice slice(std::size_t first_word, std::size_t end_word) const;
  Slice of_word(std::string_view word) const;
  Slice of_words_that_begin(std::string_view start) const;
  void keep(const Slice& slice, Places& places) const;

  std::vector<ProductId> ids_;
  Places alive_{};
  std::string letters_;                   // all words in their order, without spaces between
  std::vector<std::uint32_t> word_ends_;  // in letters_
  std::vector<std::uint16_t> places_;     // of the products of each word, word after word
  std::vector<std::uint32_t> place_ends_;
};

}  // namespace plaza::catalog
