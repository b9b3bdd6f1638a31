#include "book.h"

#include <algorithm>
#include <mutex>

namespace plaza::promotions {

using catalog::CollectionId;
using catalog::ProductId;

std::set<CollectionId> collections_of(const DiscountTerms& terms) {
  std::set<CollectionId> all(terms.target.collections.begin(), terms.target.collections.end());
  if (terms.buy_get)
    all.insert(terms.buy_get->get.collections.begin(), terms.buy_get->get.collections.end());
  return all;
}

void Book::forget(DiscountId id, const Discount& old) {
  automatic_.erase(id);
  const auto code = by_code_.find(code_key(old.code));
  if (code != by_code_.end() && code->second == id) by_code_.erase(code);
}

void Book::put(const Discount& discount, const Members& members) {
  std::unique_lock lock(mutex_);
  Entry& entry = entries_[discount.id];
  if (discount.version < entry.version) return;
  if (entry.discount) forget(discount.id, *entry.discount);
  entry.version = discount.version;
  entry.discount = nullptr;
  if (discount.status != DiscountStatus::active) return;
  entry.discount = std::make_shared<const Discount>(discount);
  if (discount.code.empty()) automatic_.insert(discount.id);
  else by_code_[code_key(discount.code)] = discount.id;
  for (const auto& [collection, products] : members)
    members_[collection] = Products(products.begin(), products.end());
}

void Book::put_members(CollectionId collection, const std::vector<ProductId>& members) {
  std::unique_lock lock(mutex_);
  const auto known = members_.find(collection);
  if (known != members_.end()) known->second = Products(members.begin(), members.end());
}

void Book::put_product(ProductId product, const std::vector<CollectionId>& collections) {
  std::unique_lock lock(mutex_);
  for (auto& [collection, products] : members_) {
    if (std::find(collections.begin(), collections.end(), collection) != collections.end())
      products.insert(product);
    else
      products.erase(product);
  }
}

bool Book::names(CollectionId collection) const {
  std::shared_lock lock(mutex_);
  return members_.contains(collection);
}

bool Book::names_collections() const {
  std::shared_lock lock(mutex_);
  return !members_.empty();
}

std::shared_ptr<const Discount> Book::find(DiscountId id) const {
  std::shared_lock lock(mutex_);
  const auto entry = entries_.find(id);
  return entry == entries_.end() ? nullptr : entry->second.discount;
}

std::shared_ptr<const Discount> Book::find(std::string_view code_key) const {
  if (code_key.empty()) return nullptr;
  std::shared_lock lock(mutex_);
  const auto id = by_code_.find(std::string(code_key));
  return id == by_code_.end() ? nullptr : entries_.at(id->second).discount;
}

std::vector<std::shared_ptr<const Discount>> Book::automatic() const {
  std::shared_lock lock(mutex_);
  std::vector<std::shared_ptr<const Discount>> all;
  for (const auto id : automatic_) all.push_back(entries_.at(id).discount);
  return all;
}

bool Book::holds(const Target& target, ProductId product) const {
  if (target.everything()) return true;
  if (std::find(target.products.begin(), target.products.end(), product) != target.products.end())
    return true;
  return std::any_of(target.collections.begin(), target.collections.end(), [&](CollectionId id) {
    const auto members = members_.find(id);
    return members != members_.end() && members->second.contains(product);
  });
}

Candidate Book::beside(std::shared_ptr<const Discount> discount, std::string typed,
                       const Basket& basket) const {
  Candidate candidate{std::move(discount), std::move(typed), {}, {}};
  const Discount& terms = *candidate.discount;
  std::shared_lock lock(mutex_);
  for (const Line& line : basket.lines) {
    const bool may = !(terms.excludes_sale && line.on_sale);
    const auto matches = [&](const Target& target) {
      return may && !(line.gift_card && target.everything()) && holds(target, line.product_id);
    };
    candidate.matches.push_back(matches(terms.target));
    candidate.gets.push_back(terms.buy_get && matches(terms.buy_get->get));
  }
  return candidate;
}

}  // namespace plaza::promotions
