// What the catalogue holds, as plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "media/ids.h"
#include "platform/base/money.h"
#include "platform/base/time.h"

namespace plaza::catalog {

enum class ProductStatus { active, draft, archived };  // only active ones are shown and sold
constexpr auto enum_names(ProductStatus*) { return std::array{"active", "draft", "archived"}; }

// What a shopper wants of an attribute when products are compared.
enum class Direction { neutral, more, less };
constexpr auto enum_names(Direction*) { return std::array{"neutral", "more", "less"}; }

struct Attribute {
  std::string key;               // "capacity"
  std::string label;             // "Capacity"
  std::string value;             // "1.5 l", always there
  std::optional<double> number;  // 1.5, when the value is a number
  std::string unit;              // "l", or empty
  Direction direction = Direction::neutral;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

struct OptionValue {
  std::string value;
  std::string swatch;  // "#rrggbb", or empty
  friend bool operator==(const OptionValue&, const OptionValue&) = default;
};
struct Option {
  std::string name;
  std::vector<OptionValue> values;
  friend bool operator==(const Option&, const Option&) = default;
};

enum class MediaKind { image, video, model };  // model: a glTF binary
constexpr auto enum_names(MediaKind*) { return std::array{"image", "video", "model"}; }

// One picture of a product: kept by the media module (media_id), or still where it came from
// (source_url), or both.
struct ProductMedia {
  MediaKind kind = MediaKind::image;
  media::MediaId media_id;  // none while only the source is known
  std::string source_url;   // http(s), or empty
  std::string alt;
  int width = 0;  // 0: not known
  int height = 0;
  friend bool operator==(const ProductMedia&, const ProductMedia&) = default;
};

struct Variant {
  VariantId id;
  ProductId product_id;
  std::string title;  // "Blue / M"; "Default" when the product has no options
  std::string sku;    // may be empty; not unique
  std::string barcode;
  Money price;
  std::optional<Money> compare_at_price;  // above `price`, or nothing
  std::int64_t weight_grams = 0;
  std::vector<std::string> choices;  // one value for each of the product's options, in their order
  int image = -1;                    // index in the product's media, or -1
  friend bool operator==(const Variant&, const Variant&) = default;
};

struct Product {
  ProductId id;
  std::string handle;  // unique, what addresses are made of
  std::string title;
  std::string description_html;  // safe: only what the allow-list lets through
  std::string vendor;
  std::string product_type;
  std::vector<std::string> tags;
  ProductStatus status = ProductStatus::draft;
  std::vector<Option> options;
  std::vector<Attribute> attributes;
  std::vector<ProductMedia> media;
  std::vector<Variant>
      variants;  // in their order; empty while it is being prepared: then it is not shown
  std::vector<CollectionId> collections;
  Time created_at;
  Time updated_at;
};

// A variant with what a cart or an order line says about its product.
struct SoldVariant {
  Variant variant;
  std::string product_handle;
  std::string product_title;
  ProductStatus status = ProductStatus::draft;
  std::optional<ProductMedia> image;  // the variant's, else the product's first
  std::string product_type = {};
};

struct Collection {
  CollectionId id;
  std::string handle;
  std::string title;
  std::string description_html;
  std::int64_t position = 0;  // among the collections
  friend bool operator==(const Collection&, const Collection&) = default;
};

}  // namespace plaza::catalog
