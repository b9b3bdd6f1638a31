// The read model of products: every active product with its card, its page and its chip as values, by id and by handle, and the
// lists in their sort orders. Changed by domain events and by stock as it commits. Each change moves a version, which is what
// cached answers are valid by. Thread-safe.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "content/view.h"
#include "storefront/cards.h"
#include "storefront/module.h"

namespace plaza::storefront {

enum class Sort { relevance, newest, price_asc, price_desc, popular };
constexpr auto enum_names(Sort*) { return std::array{"relevance", "newest", "price_asc", "price_desc", "popular"}; }

// What a variant costs, as it is shown.
struct ShownPrice {
  Money price;
  std::optional<std::int64_t> compare_at;
  bool on_sale = false;
  std::optional<Time> sale_ends_at;
  std::optional<Money> compare_at_price() const {
    return compare_at ? std::optional(Money{*compare_at, price.currency}) : std::nullopt;
  }
};

// Whose prices, in which currency.
struct Look {
  Currency currency = {};
  identity::AccountId account_id = {};
};

struct ShelfProduct {
  catalog::Product product;
  std::vector<std::int64_t> amounts;    // everybody's prices in the shop's currency, by variant: its place in lists by price
  std::vector<std::int64_t> available;  // by variant, in the product's order
  std::uint64_t version = 0;
  double popularity = 0;  // units sold, decayed by the seller list
};

struct ListPage {
  std::vector<ProductCard> items;
  std::optional<std::string> next_cursor;
};

class Shelf final : public Cards, public content::ProductChips {
 public:
  explicit Shelf(const Needs& needs) : needs_(needs) {}

  void load(db::Reader& reader);
  void put(const catalog::Product& product);
  void remove(catalog::ProductId id);
  void load_collections(db::Reader& reader);
  void stock_changed(catalog::ProductId product, catalog::VariantId variant, std::int64_t available);
  void sold(catalog::ProductId product, std::int64_t units);
  // Products whose prices changed; empty: all may have.
  void prices_changed(std::span<const catalog::ProductId> products);
  // What people say of it changed.
  // A rating, or what was asked and answered.
  void words_changed(catalog::ProductId id);
  // A picture or video became ready, or changed: answers that may show it are made anew.
  void media_changed(media::MediaId id);

  std::optional<ProductCard> card(catalog::ProductId id) const override;
  std::optional<content::ProductChip> chip(catalog::ProductId id) const override { return chip(id, nullptr); }
  std::optional<content::ProductChip> chip_for(catalog::ProductId id, const content::PriceViewer& viewer) const override;
  std::optional<content::ProductChip> chip(catalog::ProductId id, const Look* look) const;
  // With a look: in its currency and at its account's prices, else as everybody sees it.
  std::optional<ProductCard> card(catalog::ProductId id, const Look* look) const;
  std::optional<ProductPage> page(std::string_view handle, const Look* look = nullptr) const;
  bool is_available(catalog::ProductId id) const;
  // Products of a collection (empty: all) in an order; `cursor` as given by the page before. Nothing: no such collection or cursor.
  std::optional<ListPage> list(const std::string& collection, Sort sort, int limit, const std::string& cursor,
                               const Look* look = nullptr) const;
  std::vector<catalog::Collection> collections() const;
  std::optional<catalog::Collection> collection(std::string_view handle) const;
  std::int64_t product_count(const std::string& collection) const;

  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  std::uint64_t version_of(std::string_view handle) const;  // 0: no such product

 private:
  using Shared = std::shared_ptr<ShelfProduct>;
  struct Key {  // the place in a sorted list
    std::int64_t rank;
    std::int64_t id;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  using Order = std::set<Key>;
  struct Orders {  // newest first, cheapest first, most sold first
    Order newest, cheapest, popular;
  };

  using ShownPrices = std::vector<ShownPrice>;
  ShownPrices prices_of(const catalog::Product& product, const Look* look) const;
  ProductCard card_of(const ShelfProduct& product, const ShownPrices& prices) const;
  ProductCard card_of(const ShelfProduct& product, const Look* look) const;
  void reprice(catalog::ProductId id);    // its place in lists
  std::optional<identity::Picture> picture_of(const catalog::ProductMedia& media) const;
  std::vector<std::int64_t> amounts_of(const catalog::Product& product) const;
  // `amount(i)` is what variant i costs.
  template <class Amount>
  static std::size_t cheapest_variant(const ShelfProduct& product, const Amount& amount);
  static bool any_available(const ShelfProduct& product);
  void place(const Shared& product);      // into the orders
  void take_out(const Shared& product);   // out of them
  void touch(ShelfProduct& product);
  void touch_all();
  void forget_handle(const ShelfProduct& product);
  Key key_of(const ShelfProduct& product, Sort sort) const;
  const Order* order_of(const Orders& orders, Sort sort) const;

  const Needs& needs_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<catalog::ProductId, Shared> products_;
  std::map<std::string, catalog::ProductId, std::less<>> by_handle_;
  std::vector<catalog::Collection> collections_;
  Orders all_;
  std::unordered_map<std::int64_t, Orders> by_collection_;
  std::unordered_set<media::MediaId> media_;  // that a product shows, or did
  std::atomic<std::uint64_t> version_ = 1;
  std::atomic<std::uint64_t> version_of_all_ = 1;  // of what every page may show: collections, pictures
};

}  // namespace plaza::storefront
