// What the staff's API shows of the catalogue.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/imports.h"
#include "media/media.h"
#include "platform/json/describe.h"

namespace plaza::catalog {

struct PictureView {
  static constexpr const char* schema_name = "CatalogPicture";
  MediaKind kind = MediaKind::image;
  std::optional<media::MediaId> media_id;
  std::string url;
  std::string alt;
  int width = 0;
  int height = 0;
  std::optional<std::string> srcset;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("media_id", media_id);
    v("url", url);
    v("alt", alt);
    v("width", width);
    v("height", height);
    v("srcset", srcset);
  }
};

struct AdminOptionValue {
  std::string value;
  std::optional<std::string> swatch;
  template <class V>
  void describe(V& v) {
    v("value", value);
    v("swatch", swatch);
  }
};
struct AdminOption {
  std::string name;
  std::vector<AdminOptionValue> values;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("values", values, json::Items{0, 500});
  }
};

struct AdminAttribute {
  std::string key, label, value;
  std::optional<double> number;
  std::optional<std::string> unit;
  Direction direction = Direction::neutral;
  template <class V>
  void describe(V& v) {
    v("key", key);
    v("label", label);
    v("value", value);
    v("number", number);
    v("unit", unit);
    v("direction", direction, json::Optional{});
  }
};

struct AdminVariant {
  VariantId id;
  ProductId product_id;
  std::string title, sku, barcode;
  Money price;
  std::optional<Money> compare_at_price;
  std::int64_t weight_grams = 0;
  std::map<std::string, std::string> options;
  std::optional<PictureView> image;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("product_id", product_id);
    v("title", title);
    v("sku", sku);
    v("barcode", barcode);
    v("price", price);
    v("compare_at_price", compare_at_price);
    v("weight_grams", weight_grams);
    v("options", options);
    v("image", image);
  }
};

struct CollectionRef {
  CollectionId id;
  std::string handle, title;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("title", title);
  }
};

struct AdminProduct {
  ProductId id;
  std::string handle, title;
  ProductStatus status = ProductStatus::draft;
  std::optional<Money> price;  // of the cheapest variant; none while there is no variant
  std::optional<Money> compare_at_price;
  std::optional<PictureView> image;
  std::string description_html, vendor, product_type;
  std::vector<std::string> tags;
  std::vector<AdminOption> options;
  std::vector<AdminVariant> variants;
  std::vector<AdminAttribute> attributes;
  std::vector<PictureView> media;
  std::vector<CollectionRef> collections;
  Time created_at, updated_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("title", title);
    v("status", status);
    v("price", price);
    v("compare_at_price", compare_at_price);
    v("image", image);
    v("description_html", description_html, json::Length{0, 200'000}, json::Multiline{});
    v("vendor", vendor);
    v("product_type", product_type);
    v("tags", tags, json::Items{0, 250});
    v("options", options);
    v("variants", variants, json::Items{0, 2'000});
    v("attributes", attributes);
    v("media", media, json::Items{0, 250});
    v("collections", collections, json::Items{0, 1'000});
    v("created_at", created_at);
    v("updated_at", updated_at);
  }
};
struct AdminProductPage {
  std::vector<AdminProduct> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct AdminCollection {
  CollectionId id;
  std::string handle, title, description_html;
  std::vector<ProductId> product_ids;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("title", title);
    v("description_html", description_html, json::Length{0, 200'000}, json::Multiline{});
    v("product_ids", product_ids, json::Items{0, 5'000});
  }
};
struct AdminCollectionPage {
  std::vector<CollectionRef> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 1'000});
    v("next_cursor", next_cursor);
  }
};

struct ImportProblemView {
  std::int64_t line = 0;
  std::string field, message;
  template <class V>
  void describe(V& v) {
    v("line", line);
    v("field", field);
    v("message", message);
  }
};
struct ImportView {
  ImportId id;
  ImportStatus status = ImportStatus::waiting;
  std::int64_t total = 0, done = 0, created = 0, updated = 0, unchanged = 0, failed = 0;
  std::vector<ImportProblemView> problems;
  Time started_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("status", status);
    v("total", total);
    v("done", done);
    v("created", created);
    v("updated", updated);
    v("unchanged", unchanged);
    v("failed", failed);
    v("problems", problems, json::Items{0, 1'000});
    v("started_at", started_at);
  }
};

PictureView picture_view(const ProductMedia& media, const media::Media& library);
AdminVariant variant_view(const Variant& variant, const Product& product,
                          const media::Media& library);
AdminProduct product_view(const Product& product, const std::vector<Collection>& collections,
                          const media::Media& library);
CollectionRef collection_ref(const Collection& collection);
ImportView import_view(const ImportReport& report);

}  // namespace plaza::catalog
