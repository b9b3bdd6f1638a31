// What staff send about products and collections, and how it becomes what the catalogue takes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "media/media.h"
#include "platform/base/result.h"
#include "platform/json/describe.h"
#include "views.h"

namespace plaza::catalog {

struct OptionInput {
  std::string name;
  std::vector<std::string> values;
  std::map<std::string, std::string> swatches;  // value -> "#rrggbb"
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 255});
    v("values", values, json::Items{0, 500}, json::Length{1, 255});
    v("swatches", swatches, json::Optional{}, json::Items{0, 500});
  }
};

struct VariantInput {
  std::string title, sku, barcode;
  Money price;
  std::optional<Money> compare_at_price;
  std::map<std::string, std::string> options;
  std::int64_t weight_grams = 0;
  template <class V>
  void describe(V& v) {
    v("title", title, json::Optional{}, json::Length{0, 255});
    v("sku", sku, json::Optional{}, json::Length{0, 255});
    v("barcode", barcode, json::Optional{}, json::Length{0, 255});
    v("price", price);
    v("compare_at_price", compare_at_price);
    v("options", options, json::Optional{});
    v("weight_grams", weight_grams, json::Optional{});
  }
};

struct AttributeInput {
  std::string key, label, value;
  std::optional<double> number;
  std::string unit;
  Direction direction = Direction::neutral;
  template <class V>
  void describe(V& v) {
    v("key", key, json::Length{1, 255});
    v("label", label, json::Length{1, 255});
    v("value", value, json::Length{1, 2'000});
    v("number", number);
    v("unit", unit, json::Optional{}, json::Length{0, 40});
    v("direction", direction, json::Optional{});
  }
};

// One of the two says where it is.
struct PictureInput {
  std::optional<media::MediaId> media_id;
  std::string source_url;
  std::optional<std::string> alt;
  template <class V>
  void describe(V& v) {
    v("media_id", media_id);
    v("source_url", source_url, json::Optional{}, json::Length{0, 2'000});
    v("alt", alt, json::Length{0, 1'000});
  }
};

struct CreateProduct {
  std::string title, handle, description_html, vendor, product_type;
  std::vector<std::string> tags, collection_handles;
  ProductStatus status = ProductStatus::active;
  std::vector<OptionInput> options;
  std::vector<VariantInput> variants;
  std::vector<AttributeInput> attributes;
  std::vector<media::MediaId> media_ids;
  std::vector<PictureInput>
      media;  // instead of media_ids, when alt texts or outside addresses are given
  template <class V>
  void describe(V& v) {
    v("title", title, json::Length{1, 255});
    v("handle", handle, json::Optional{}, json::Length{0, 200});
    v("description_html", description_html, json::Optional{}, json::Length{0, 200'000},
      json::Multiline{});
    v("vendor", vendor, json::Optional{}, json::Length{0, 255});
    v("product_type", product_type, json::Optional{}, json::Length{0, 255});
    v("tags", tags, json::Optional{}, json::Items{0, 250}, json::Length{0, 255});
    v("status", status, json::Optional{});
    v("options", options, json::Optional{}, json::Items{0, 5});
    v("variants", variants, json::Optional{}, json::Items{0, 2'000});
    v("attributes", attributes, json::Optional{});
    v("media_ids", media_ids, json::Optional{}, json::Items{0, 250});
    v("media", media, json::Optional{}, json::Items{0, 250});
    v("collection_handles", collection_handles, json::Optional{});
  }
};

struct PatchProduct {
  ProductId id;
  std::optional<std::string> title, handle, description_html, vendor, product_type;
  std::optional<std::vector<std::string>> tags, collection_handles;
  std::optional<ProductStatus> status;
  std::optional<std::vector<AttributeInput>> attributes;
  std::optional<std::vector<media::MediaId>> media_ids;
  std::optional<std::vector<PictureInput>> media;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("title", title, json::Length{1, 255});
    v("handle", handle, json::Length{1, 200});
    v("description_html", description_html, json::Length{0, 200'000}, json::Multiline{});
    v("vendor", vendor, json::Length{0, 255});
    v("product_type", product_type, json::Length{0, 255});
    v("tags", tags, json::Items{0, 250}, json::Length{0, 255});
    v("status", status);
    v("attributes", attributes);
    v("media_ids", media_ids, json::Items{0, 250});
    v("media", media, json::Items{0, 250});
    v("collection_handles", collection_handles);
  }
};

struct AddVariant : VariantInput {
  ProductId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    VariantInput::describe(v);
  }
};

struct PatchVariant {
  VariantId id;
  std::optional<std::string> title, sku, barcode;
  std::optional<Money> price;
  std::optional<Money> compare_at_price;  // an amount of 0 takes it away
  std::optional<std::int64_t> weight_grams;
  std::optional<media::MediaId> image_media_id;  // one of the product's pictures
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("title", title, json::Length{0, 255});
    v("sku", sku, json::Length{0, 255});
    v("barcode", barcode, json::Length{0, 255});
    v("price", price);
    v("compare_at_price", compare_at_price);
    v("weight_grams", weight_grams);
    v("image_media_id", image_media_id);
  }
};

// What the requests mean in this store. An error lists all that is wrong.
class RequestReader {
 public:
  RequestReader(Currency currency, const media::Media& library)
      : currency_(currency), library_(library) {}

  Result<NewProduct> product(const CreateProduct& request);
  // `product` is what is there.
  Result<ProductPatch> patch(const PatchProduct& request, const Product& product);
  Result<NewVariant> variant(const VariantInput& request, const std::vector<Option>& options);
  Result<VariantPatch> patch(const PatchVariant& request, const Product& product);

 private:
  void price(const std::string& field, const Money& money);
  NewVariant variant(const std::string& path, const VariantInput& request,
                     const std::vector<Option>& options);
  std::vector<ProductMedia> pictures(const std::vector<PictureInput>& wanted, const char* name,
                                     const Product* product);
  Status status();

  const Currency currency_;
  const media::Media& library_;
  std::vector<FieldError> errors_;
};

}  // namespace plaza::catalog
