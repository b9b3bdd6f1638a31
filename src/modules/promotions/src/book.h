// The discounts in memory, with the members of the collections that they name. Filled at the start,
// kept fresh by this node's commits and by events; the newest version of a discount wins, in whatever
// order changes arrive. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "promotions/discounts.h"
#include "rules.h"

namespace plaza::promotions {

using Members = std::map<catalog::CollectionId, std::vector<catalog::ProductId>>;

class Book {
 public:
  // `members` are those of the collections that the discount names.
  void put(const Discount& discount, const Members& members);
  // A collection's members, if any discount names it.
  void put_members(catalog::CollectionId collection, const std::vector<catalog::ProductId>& members);
  // The collections of one product.
  void put_product(catalog::ProductId product,
                   const std::vector<catalog::CollectionId>& collections);
  bool names(catalog::CollectionId collection) const;
  bool names_collections() const;

  std::shared_ptr<const Discount> find(DiscountId id) const;  // null: unknown, or not active
  std::shared_ptr<const Discount> find(std::string_view code_key) const;
  std::vector<std::shared_ptr<const Discount>> automatic() const;
  // Which of the basket's lines the discount is about.
  Candidate beside(std::shared_ptr<const Discount> discount, std::string typed,
                   const Basket& basket) const;

 private:
  using Products = std::unordered_set<catalog::ProductId>;
  struct Entry {
    std::int64_t version = 0;
    std::shared_ptr<const Discount> discount;  // null: switched off or deleted
  };

  void forget(DiscountId id, const Discount& old);
  bool holds(const Target& target, catalog::ProductId product) const;

  mutable std::shared_mutex mutex_;
  std::unordered_map<DiscountId, Entry> entries_;
  std::unordered_map<std::string, DiscountId> by_code_;
  std::set<DiscountId> automatic_;
  std::map<catalog::CollectionId, Products> members_;
};

// The collections that a discount names.
std::set<catalog::CollectionId> collections_of(const DiscountTerms& terms);

}  // namespace plaza::promotions
