#include "product_words.h"

#include <algorithm>

namespace plaza::catalog {
namespace {

std::unique_ptr<WordBlock> block_of(const std::map<ProductId, ProductText>& products) {
  if (products.empty()) return nullptr;
  std::vector<const ProductText*> all;
  for (const auto& [id, product] : products) all.push_back(&product);
  return std::make_unique<WordBlock>(all);
}

}  // namespace

void ProductWords::refresh(
    const std::function<std::vector<ProductText>(std::int64_t after)>& changed) {
  const std::lock_guard alone(refreshing_);  // only it changes version_
  for (;;) {
    auto products = changed(version_);
    if (products.empty()) return;
    const std::unique_lock lock(mutex_);
    take(std::move(products));
  }
}

void ProductWords::take(std::vector<ProductText> changed) {
  version_ = changed.back().version;
  for (auto& product : changed) {
    forget(product.id);
    fresh_.insert_or_assign(product.id, std::move(product));
    if (fresh_.size() == block_products_) seal();
  }
  if (forgotten_ > block_products_ && forgotten_ > kept_ / 2) {  // read all again, without holes
    version_ = 0;
    kept_ = forgotten_ = 0;
    blocks_.clear();
    fresh_.clear();
  }
  fresh_block_ = block_of(fresh_);
}

void ProductWords::forget(ProductId id) {
  for (auto& block : blocks_) {  // the newest product first: what is new is in none of them
    if (block->last() < id) return;
    if (block->forget(id)) {
      ++forgotten_;
      return;
    }
  }
}

void ProductWords::seal() {
  auto block = block_of(fresh_);
  kept_ += block->size();
  const auto at = std::find_if(blocks_.begin(), blocks_.end(),
                               [&](const auto& other) { return other->last() < block->last(); });
  blocks_.insert(at, std::move(block));
  fresh_.clear();
}

std::vector<ProductId> ProductWords::find(const WordQuestion& question) const {
  const std::shared_lock lock(mutex_);
  std::vector<ProductId> found;
  const auto look = [&](const WordBlock& block) {
    block.find(question, found);
    std::sort(found.begin(), found.end(), std::greater<>());
    if (found.size() > question.limit) found.resize(question.limit);
  };
  if (fresh_block_) look(*fresh_block_);
  for (const auto& block : blocks_) {
    if (found.size() == question.limit && found.back() > block->last()) break;
    if (block->first() < question.before) look(*block);
  }
  return found;
}

}  // namespace plaza::catalog
