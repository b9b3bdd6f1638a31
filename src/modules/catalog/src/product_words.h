// Which products have the words of a question: the staff's search, whatever a product's status. In the memory of this node,
// brought up to date from the database before each question, so that every answer counts what was committed before it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "word_block.h"

namespace plaza::catalog {

// Thread-safe.
class ProductWords {
 public:
  // Smaller blocks are for tests.
  explicit ProductWords(std::size_t block_products = WordBlock::products_max)
      : block_products_(block_products) {}

  // Asks for what changed after a version, in the order of versions, until there is no more.
  void refresh(const std::function<std::vector<ProductText>(std::int64_t after)>& changed);
  // Newest first.
  std::vector<ProductId> find(const WordQuestion& question) const;

 private:
  void take(std::vector<ProductText> changed);
  void forget(ProductId id);
  void seal();

  const std::size_t block_products_;
  std::mutex refreshing_;
  mutable std::shared_mutex mutex_;  // of all below
  std::int64_t version_ = 0;
  std::size_t kept_ = 0, forgotten_ = 0;           // of blocks_
  std::vector<std::unique_ptr<WordBlock>> blocks_;  // the one with the newest product first
  // What changed last, with its text: made a block again at each change.
  std::map<ProductId, ProductText> fresh_;
  std::unique_ptr<WordBlock> fresh_block_;
};

}  // namespace plaza::catalog
