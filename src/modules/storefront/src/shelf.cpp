#include "shelf.h"

#include <algorithm>
#include <mutex>

#include "parts.h"
#include "platform/base/text.h"

namespace plaza::storefront {

bool Shelf::any_available(const ShelfProduct& product) {
  return std::any_of(product.available.begin(), product.available.end(), [](std::int64_t units) { return units > 0; });
}

// The cheapest that can be bought, else the cheapest of all: what "from" prices and chips show.
template <class Amount>
std::size_t Shelf::cheapest_variant(const ShelfProduct& product, const Amount& amount) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < product.product.variants.size(); ++i) {
    const bool can = product.available[i] > 0;
    const bool best_can = product.available[best] > 0;
    const bool cheaper = amount(i) < amount(best);
    if (can != best_can ? can : cheaper) best = i;
  }
  return best;
}

std::optional<identity::Picture> Shelf::picture_of(const catalog::ProductMedia& media) const {
  if (media.media_id) {
    const auto view = needs_.media.view(media.media_id);
    if (view && !view->url.empty()) {
      return identity::Picture{view->url, view->width, view->height, media.alt.empty() ? view->alt : media.alt, view->srcset};
    }
  }
  if (media.kind != catalog::MediaKind::image || media.source_url.empty()) return std::nullopt;
  return identity::Picture{media.source_url, media.width, media.height, media.alt, std::nullopt};
}

// Without price lists, or for a currency that is sold in no longer, the catalogue's.
Shelf::ShownPrices Shelf::prices_of(const catalog::Product& product, const Look* look) const {
  ShownPrices prices;
  prices.reserve(product.variants.size());
  for (const auto& variant : product.variants) {
    ShownPrice shown{variant.price, {}, false, {}};
    if (variant.compare_at_price) shown.compare_at = variant.compare_at_price->amount;
    if (needs_.prices) {
      const pricing::Buyer buyer{look ? look->currency : variant.price.currency, look ? look->account_id : identity::AccountId{},
                                 needs_.clock.now()};
      if (const auto price = needs_.prices->of(variant.id, product.id, variant.price, variant.compare_at_price, buyer)) {
        shown = {{price->amount, buyer.currency}, price->compare_at, price->sale, price->until};
      }
    }
    prices.push_back(shown);
  }
  return prices;
}

std::vector<std::int64_t> Shelf::amounts_of(const catalog::Product& product) const {
  std::vector<std::int64_t> amounts;
  for (const auto& shown : prices_of(product, nullptr)) amounts.push_back(shown.price.amount);
  return amounts;
}

// Prices are asked when they are shown: a sale is right at its second, whatever the size of the shop.
ProductCard Shelf::card_of(const ShelfProduct& shelf, const Look* look) const {
  return card_of(shelf, prices_of(shelf.product, look));
}

ProductCard Shelf::card_of(const ShelfProduct& shelf, const ShownPrices& prices) const {
  const auto& product = shelf.product;
  ProductCard card;
  card.id = product.id;
  card.handle = product.handle;
  card.title = product.title;
  const auto& shown = prices[cheapest_variant(shelf, [&](std::size_t i) { return prices[i].price.amount; })];
  card.price = shown.price;
  card.compare_at_price = shown.compare_at_price();
  card.on_sale = shown.on_sale;
  card.sale_ends_at = shown.sale_ends_at;
  card.available = any_available(shelf);
  if (const auto rating = needs_.ratings ? needs_.ratings->of(product.id) : std::nullopt) {
    card.rating = rating->shown;
    card.rating_count = rating->count;
  }
  for (const auto& media : product.media) {
    if (media.kind == catalog::MediaKind::model) continue;
    if ((card.image = picture_of(media))) break;
  }
  for (const auto id : product.collections) {
    for (const auto& collection : collections_) {
      if (collection.id == id) card.collection_handles.push_back(collection.handle);
    }
  }
  return card;
}

std::optional<ProductCard> Shelf::card(catalog::ProductId id) const { return card(id, nullptr); }

std::optional<ProductCard> Shelf::card(catalog::ProductId id, const Look* look) const {
  const std::shared_lock lock(mutex_);
  const auto found = products_.find(id);
  if (found == products_.end()) return std::nullopt;
  return card_of(*found->second, look);
}

std::optional<content::ProductChip> Shelf::chip(catalog::ProductId id, const Look* look) const {
  auto from = card(id, look);
  if (!from) return std::nullopt;
  return content::ProductChip{from->id,        std::move(from->handle), std::move(from->title), from->price,
                              from->compare_at_price, from->available,   std::move(from->image), from->on_sale, from->sale_ends_at};
}

std::optional<content::ProductChip> Shelf::chip_for(catalog::ProductId id, const content::PriceViewer& viewer) const {
  const auto look = look_of(needs_, viewer);
  return chip(id, pointer_to(look));
}

bool Shelf::is_available(catalog::ProductId id) const {
  const std::shared_lock lock(mutex_);
  const auto found = products_.find(id);
  return found != products_.end() && any_available(*found->second);
}

std::uint64_t Shelf::version_of(std::string_view handle) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_handle_.find(handle);
  if (found == by_handle_.end()) return 0;
  return std::max(products_.at(found->second)->version, version_of_all_.load(std::memory_order_acquire));
}

std::optional<ProductPage> Shelf::page(std::string_view handle, const Look* look) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_handle_.find(handle);
  if (found == by_handle_.end()) return std::nullopt;
  const auto& shelf = *products_.at(found->second);
  const auto& product = shelf.product;
  ProductPage page;
  const auto prices = prices_of(product, look);
  static_cast<ProductCard&>(page) = card_of(shelf, prices);
  page.description_html = product.description_html;
  page.vendor = product.vendor;
  page.product_type = product.product_type;
  page.tags = product.tags;
  for (const auto& option : product.options) {
    OptionView view{option.name, {}};
    for (const auto& value : option.values) {
      view.values.push_back({value.value, value.swatch.empty() ? std::nullopt : std::optional(value.swatch)});
    }
    page.options.push_back(std::move(view));
  }
  for (std::size_t i = 0; i < product.variants.size(); ++i) {
    const auto& variant = product.variants[i];
    VariantView view;
    view.id = variant.id;
    view.title = variant.title;
    view.sku = variant.sku;
    view.price = prices[i].price;
    view.compare_at_price = prices[i].compare_at_price();
    view.available = shelf.available[i] > 0;
    if (shelf.available[i] <= units_shown_max) view.units_left = std::max<std::int64_t>(shelf.available[i], 0);
    for (std::size_t o = 0; o < product.options.size() && o < variant.choices.size(); ++o) {
      view.options[product.options[o].name] = variant.choices[o];
    }
    if (variant.image >= 0 && static_cast<std::size_t>(variant.image) < product.media.size()) {
      view.image = picture_of(product.media[static_cast<std::size_t>(variant.image)]);
    }
    page.variants.push_back(std::move(view));
  }
  for (const auto& attribute : product.attributes) {
    page.attributes.push_back({attribute.key, attribute.label, attribute.value, attribute.number,
                               attribute.unit.empty() ? std::nullopt : std::optional(attribute.unit), attribute.direction});
  }
  for (const auto& media : product.media) {
    ProductMediaView view;
    view.kind = media.kind;
    view.alt = media.alt;
    if (const auto picture = picture_of(media)) {
      view.url = picture->url;
      view.width = picture->width;
      view.height = picture->height;
      view.srcset = picture->srcset;
    }
    if (media.media_id) {
      if (const auto upload = needs_.media.view(media.media_id)) {
        view.poster_url = upload->poster_url;
        view.mp4_url = upload->mp4_url;
        view.model_url = upload->model_url;
      }
    }
    if (!view.url.empty() || view.mp4_url || view.model_url) page.media.push_back(std::move(view));
  }
  for (const auto id : product.collections) {
    for (const auto& collection : collections_) {
      if (collection.id == id) page.collections.push_back({collection.handle, collection.title});
    }
  }
  return page;
}

Shelf::Key Shelf::key_of(const ShelfProduct& shelf, Sort sort) const {
  const std::int64_t id = shelf.product.id.value;
  switch (sort) {
    case Sort::price_asc:
    case Sort::price_desc: {
      const auto amount = [&](std::size_t i) { return shelf.amounts[i]; };
      return {amount(cheapest_variant(shelf, amount)), id};
    }
    case Sort::relevance:
    case Sort::popular: return {-static_cast<std::int64_t>(shelf.popularity), -id};
    case Sort::newest: break;
  }
  return {-id, 0};
}

const Shelf::Order* Shelf::order_of(const Orders& orders, Sort sort) const {
  switch (sort) {
    case Sort::price_asc:
    case Sort::price_desc: return &orders.cheapest;
    case Sort::relevance:
    case Sort::popular: return &orders.popular;
    case Sort::newest: break;
  }
  return &orders.newest;
}

void Shelf::place(const Shared& shelf) {
  const auto into = [&](Orders& orders) {
    orders.newest.insert(key_of(*shelf, Sort::newest));
    orders.cheapest.insert(key_of(*shelf, Sort::price_asc));
    orders.popular.insert(key_of(*shelf, Sort::popular));
  };
  into(all_);
  for (const auto id : shelf->product.collections) into(by_collection_[id.value]);
}

void Shelf::take_out(const Shared& shelf) {
  const auto out_of = [&](Orders& orders) {
    orders.newest.erase(key_of(*shelf, Sort::newest));
    orders.cheapest.erase(key_of(*shelf, Sort::price_asc));
    orders.popular.erase(key_of(*shelf, Sort::popular));
  };
  out_of(all_);
  for (const auto id : shelf->product.collections) out_of(by_collection_[id.value]);
}

void Shelf::touch(ShelfProduct& product) {
  product.version = version_.fetch_add(1, std::memory_order_acq_rel) + 1;
}

void Shelf::touch_all() {
  version_of_all_.store(version_.fetch_add(1, std::memory_order_acq_rel) + 1, std::memory_order_release);
}

// Another product may have taken the handle over: changes of different products come in any order.
void Shelf::forget_handle(const ShelfProduct& shelf) {
  const auto found = by_handle_.find(shelf.product.handle);
  if (found != by_handle_.end() && found->second == shelf.product.id) by_handle_.erase(found);
}

void Shelf::put(const catalog::Product& product) {
  if (product.variants.empty()) return remove(product.id);
  const std::unique_lock lock(mutex_);
  auto& shared = products_[product.id];
  if (shared) {
    take_out(shared);
    forget_handle(*shared);
  } else {
    shared = std::make_shared<ShelfProduct>();
  }
  shared->product = product;
  shared->available.clear();
  for (const auto& variant : product.variants) shared->available.push_back(needs_.levels.available(variant.id));
  shared->amounts = amounts_of(product);
  by_handle_[product.handle] = product.id;
  for (const auto& media : product.media) {
    if (media.media_id) media_.insert(media.media_id);
  }
  place(shared);
  touch(*shared);
}

void Shelf::remove(catalog::ProductId id) {
  const std::unique_lock lock(mutex_);
  const auto found = products_.find(id);
  if (found == products_.end()) return;
  take_out(found->second);
  forget_handle(*found->second);
  products_.erase(found);
  version_.fetch_add(1, std::memory_order_acq_rel);
}

void Shelf::load_collections(db::Reader& reader) {
  auto all = needs_.collections.all(reader);
  const std::unique_lock lock(mutex_);
  if (collections_ == all) return;  // most changes of products change no collection
  collections_ = std::move(all);
  touch_all();
}

void Shelf::media_changed(media::MediaId id) {
  const std::unique_lock lock(mutex_);
  if (media_.contains(id)) touch_all();
}

void Shelf::words_changed(catalog::ProductId id) {
  const std::unique_lock lock(mutex_);
  const auto found = products_.find(id);
  if (found != products_.end()) touch(*found->second);
}

void Shelf::load(db::Reader& reader) {
  load_collections(reader);
  needs_.catalog.for_each_active(reader, [this](const catalog::Product& product) { put(product); });
}

void Shelf::stock_changed(catalog::ProductId id, catalog::VariantId variant, std::int64_t available) {
  {
    // The common case, under the shared lock: a number that is not shown changed.
    const std::shared_lock lock(mutex_);
    const auto found = products_.find(id);
    if (found == products_.end()) return;
  }
  const std::unique_lock lock(mutex_);
  const auto found = products_.find(id);
  if (found == products_.end()) return;
  auto& shelf = *found->second;
  for (std::size_t i = 0; i < shelf.product.variants.size(); ++i) {
    if (shelf.product.variants[i].id != variant) continue;
    const bool shown = shelf.available[i] <= units_shown_max || available <= units_shown_max;
    const bool crossed = (shelf.available[i] > 0) != (available > 0);
    if (crossed) take_out(found->second);
    shelf.available[i] = available;
    if (crossed) place(found->second);
    if (shown) touch(shelf);
  }
}

void Shelf::reprice(catalog::ProductId id) {
  const auto found = products_.find(id);
  if (found == products_.end()) return;
  auto& shelf = *found->second;
  const Key before = key_of(shelf, Sort::price_asc);
  shelf.amounts = amounts_of(shelf.product);
  const Key after = key_of(shelf, Sort::price_asc);
  if (after == before) return;
  const auto move_in = [&](Orders& orders) {
    orders.cheapest.erase(before);
    orders.cheapest.insert(after);
  };
  move_in(all_);
  for (const auto collection : shelf.product.collections) move_in(by_collection_[collection.value]);
}

// Kept answers are void at once. The order of a big shop's lists follows in pieces, so that nobody waits long for the lock.
void Shelf::prices_changed(std::span<const catalog::ProductId> products) {
  constexpr std::size_t piece = 200;
  std::vector<catalog::ProductId> ids(products.begin(), products.end());
  if (products.empty()) {
    touch_all();
    const std::shared_lock lock(mutex_);
    ids.reserve(products_.size());
    for (const auto& [id, product] : products_) ids.push_back(id);
  } else {
    const std::unique_lock lock(mutex_);
    for (const auto id : products) {
      const auto found = products_.find(id);
      if (found != products_.end()) touch(*found->second);
    }
  }
  for (std::size_t done = 0; done < ids.size(); done += piece) {
    const std::unique_lock lock(mutex_);
    for (std::size_t i = done; i < std::min(done + piece, ids.size()); ++i) reprice(ids[i]);
  }
  version_.fetch_add(1, std::memory_order_acq_rel);  // of lists
}

void Shelf::sold(catalog::ProductId id, std::int64_t units) {
  const std::unique_lock lock(mutex_);
  const auto found = products_.find(id);
  if (found == products_.end()) return;
  take_out(found->second);
  found->second->popularity += static_cast<double>(units);
  place(found->second);
  version_.fetch_add(1, std::memory_order_acq_rel);  // of lists; the product's own answers stay
}

// A cursor is the key of the last item, "rank.id": the list may change in between and no item comes twice.
std::optional<ListPage> Shelf::list(const std::string& collection, Sort sort, int limit, const std::string& cursor,
                                    const Look* look) const {
  const std::shared_lock lock(mutex_);
  const Orders* orders = &all_;
  static const Orders empty;
  if (!collection.empty()) {
    const auto known = std::find_if(collections_.begin(), collections_.end(),
                                    [&](const catalog::Collection& one) { return one.handle == collection; });
    if (known == collections_.end()) return std::nullopt;
    const auto of = by_collection_.find(known->id.value);
    orders = of == by_collection_.end() ? &empty : &of->second;
  }
  const Order& order = *order_of(*orders, sort);
  std::optional<Key> after;
  if (!cursor.empty()) {
    const auto dot = cursor.find('.');
    const auto rank = parse_integer(std::string_view(cursor).substr(0, dot));
    const auto id = dot == std::string::npos ? std::nullopt : parse_integer(std::string_view(cursor).substr(dot + 1));
    if (!rank || !id) return std::nullopt;
    after = Key{*rank, *id};
  }
  ListPage page;
  Key last{};
  const auto add = [&](const Key& key) {
    if (static_cast<int>(page.items.size()) == limit) {
      page.next_cursor = std::to_string(last.rank) + "." + std::to_string(last.id);
      return false;
    }
    const catalog::ProductId id{sort == Sort::newest ? -key.rank : (key.id < 0 ? -key.id : key.id)};
    const auto found = products_.find(id);
    if (found != products_.end()) page.items.push_back(card_of(*found->second, look));
    last = key;
    return true;
  };
  if (sort == Sort::price_desc) {
    auto place = after ? std::make_reverse_iterator(order.lower_bound(*after)) : order.rbegin();
    while (place != order.rend() && add(*place)) ++place;
  } else {
    auto place = after ? order.upper_bound(*after) : order.begin();
    while (place != order.end() && add(*place)) ++place;
  }
  return page;
}

std::vector<catalog::Collection> Shelf::collections() const {
  const std::shared_lock lock(mutex_);
  return collections_;
}

std::optional<catalog::Collection> Shelf::collection(std::string_view handle) const {
  const std::shared_lock lock(mutex_);
  for (const auto& one : collections_) {
    if (one.handle == handle) return one;
  }
  return std::nullopt;
}

std::int64_t Shelf::product_count(const std::string& collection) const {
  const std::shared_lock lock(mutex_);
  if (collection.empty()) return static_cast<std::int64_t>(products_.size());
  for (const auto& one : collections_) {
    if (one.handle != collection) continue;
    const auto found = by_collection_.find(one.id.value);
    return found == by_collection_.end() ? 0 : static_cast<std::int64_t>(found->second.newest.size());
  }
  return 0;
}

}  // namespace plaza::storefront
