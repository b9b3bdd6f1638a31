// Product cards and pages, kept ready in memory: prices, pictures and what can be bought as they stand now. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/product.h"
#include "identity/surroundings.h"
#include "platform/base/money.h"
#include "platform/json/describe.h"

namespace plaza::storefront {

inline constexpr std::int64_t units_shown_max = 5;  // "3 left"; more is nobody's business

struct ProductCard {
  catalog::ProductId id;
  std::string handle;
  std::string title;
  Money price;
  std::optional<Money> compare_at_price;
  std::optional<identity::Picture> image;
  bool on_sale = false;                 // a sale with a time: compare_at_price is the price before it
  std::optional<Time> sale_ends_at;
  bool available = false;
  std::optional<double> rating;         // 1..5, of its reviews; nothing while there are none
  std::int64_t rating_count = 0;
  std::vector<std::string> collection_handles;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("title", title);
    v("price", price);
    v("compare_at_price", compare_at_price);
    v("image", image);
    v("on_sale", on_sale);
    v("sale_ends_at", sale_ends_at);
    v("available", available);
    v("rating", rating);
    v("rating_count", rating_count);
    v("collection_handles", collection_handles);
  }
};

struct OptionValueView {
  std::string value;
  std::optional<std::string> swatch;
  template <class V>
  void describe(V& v) {
    v("value", value);
    v("swatch", swatch);
  }
};
struct OptionView {
  std::string name;
  std::vector<OptionValueView> values;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("values", values);
  }
};
struct VariantView {
  catalog::VariantId id;
  std::string title;
  std::string sku;
  Money price;
  std::optional<Money> compare_at_price;
  bool available = false;
  std::optional<std::int64_t> units_left;
  std::map<std::string, std::string> options;
  std::optional<identity::Picture> image;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("title", title);
    v("sku", sku);
    v("price", price);
    v("compare_at_price", compare_at_price);
    v("available", available);
    v("units_left", units_left);
    v("options", options);
    v("image", image);
  }
};
struct AttributeView {
  std::string key;
  std::string label;
  std::string value;
  std::optional<double> number;
  std::optional<std::string> unit;
  catalog::Direction direction = catalog::Direction::neutral;
  template <class V>
  void describe(V& v) {
    v("key", key);
    v("label", label);
    v("value", value);
    v("number", number);
    v("unit", unit);
    v("direction", direction);
  }
};
struct ProductMediaView {
  catalog::MediaKind kind = catalog::MediaKind::image;
  std::string url;
  std::int64_t width = 0;
  std::int64_t height = 0;
  std::string alt;
  std::optional<std::string> srcset, poster_url, mp4_url, model_url;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("url", url);
    v("width", width);
    v("height", height);
    v("alt", alt);
    v("srcset", srcset);
    v("poster_url", poster_url);
    v("mp4_url", mp4_url);
    v("model_url", model_url);
  }
};
struct CollectionRef {
  std::string handle;
  std::string title;
  template <class V>
  void describe(V& v) {
    v("handle", handle);
    v("title", title);
  }
};

struct ProductPage : ProductCard {
  std::string description_html;
  std::string vendor;
  std::string product_type;
  std::vector<std::string> tags;
  std::vector<OptionView> options;
  std::vector<VariantView> variants;
  std::vector<AttributeView> attributes;
  std::vector<ProductMediaView> media;
  std::vector<CollectionRef> collections;
  template <class V>
  void describe(V& v) {
    ProductCard::describe(v);
    v("description_html", description_html);
    v("vendor", vendor);
    v("product_type", product_type);
    v("tags", tags);
    v("options", options);
    v("variants", variants, json::Items{0, 2'000});
    v("attributes", attributes);
    v("media", media, json::Items{0, 1'000});
    v("collections", collections);
  }
};

class Cards {
 public:
  virtual ~Cards() = default;
  // Nothing for products that are not in the shop.
  virtual std::optional<ProductCard> card(catalog::ProductId id) const = 0;
};

}  // namespace plaza::storefront
