#include "requests.h"

#include <algorithm>

#include "writer.h"

namespace plaza::catalog {
namespace {

std::vector<PictureInput> by_ids(const std::vector<media::MediaId>& ids) {
  std::vector<PictureInput> pictures;
  for (const auto id : ids) pictures.push_back({id, "", std::nullopt});
  return pictures;
}

std::vector<Attribute> attributes_from(const std::vector<AttributeInput>& inputs) {
  std::vector<Attribute> attributes;
  for (const auto& a : inputs)
    attributes.push_back({a.key, a.label, a.value, a.number, a.unit, a.direction});
  return attributes;
}

std::vector<Option> options_from(const CreateProduct& request) {
  std::vector<Option> options;
  for (const auto& input : request.options) {
    Option& option = options.emplace_back(Option{input.name, {}});
    for (const auto& value : input.values) {
      const auto swatch = input.swatches.find(value);
      option.values.push_back({value, swatch == input.swatches.end() ? "" : swatch->second});
    }
  }
  if (!options.empty() || request.variants.empty()) return options;
  // Named by the variants alone.
  for (const auto& [name, value] : request.variants.front().options) options.push_back({name, {}});
  return options;
}

}  // namespace

Status RequestReader::status() {
  if (errors_.empty()) return done();
  return invalid_fields(std::move(errors_));
}

void RequestReader::price(const std::string& field, const Money& money) {
  if (money.currency != currency_) {
    errors_.push_back({field, "wrong_currency", "must be in " + std::string(currency_.code())});
  } else if (money.amount < 0) {
    errors_.push_back({field, "out_of_range", "must be 0 or more"});
  }
}

NewVariant RequestReader::variant(const std::string& path, const VariantInput& request,
                                  const std::vector<Option>& options) {
  price(path + "price", request.price);
  if (request.compare_at_price) price(path + "compare_at_price", *request.compare_at_price);
  NewVariant variant;
  variant.title = request.title;
  variant.sku = request.sku;
  variant.barcode = request.barcode;
  variant.price = request.price.amount;
  if (request.compare_at_price) variant.compare_at_price = request.compare_at_price->amount;
  variant.weight_grams = request.weight_grams;
  for (const auto& option : options) {
    const auto choice = request.options.find(option.name);
    variant.choices.push_back(choice == request.options.end() ? "" : choice->second);
  }
  for (const auto& [name, value] : request.options) {
    const auto known = [&](const Option& option) { return option.name == name; };
    if (std::none_of(options.begin(), options.end(), known)) {
      errors_.push_back({path + "options." + name, "not_allowed", "is no option of this product"});
    }
  }
  return variant;
}

std::vector<ProductMedia> RequestReader::pictures(const std::vector<PictureInput>& wanted,
                                                  const char* name, const Product* product) {
  std::vector<ProductMedia> pictures;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& input = wanted[i];
    const auto same = [&](const ProductMedia& m) {
      return input.media_id ? m.media_id == *input.media_id
                            : !m.media_id && m.source_url == input.source_url;
    };
    ProductMedia picture;
    const ProductMedia* known = nullptr;
    if (product) {
      const auto at = std::find_if(product->media.begin(), product->media.end(), same);
      if (at != product->media.end()) known = &*at;
    }
    if (known) {
      picture = *known;
    } else if (input.media_id) {
      const auto kept = library_.view(*input.media_id);
      if (!kept) {
        errors_.push_back(
            {std::string(name) + "[" + std::to_string(i) + "]", "not_found", "is no upload"});
        continue;
      }
      picture = {static_cast<MediaKind>(kept->kind),
                 kept->id,
                 "",
                 kept->alt,
                 static_cast<int>(kept->width),
                 static_cast<int>(kept->height)};
    } else {
      picture.source_url = input.source_url;
    }
    if (input.alt) picture.alt = *input.alt;
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

Result<NewProduct> RequestReader::product(const CreateProduct& request) {
  NewProduct product;
  product.handle = request.handle;
  product.title = request.title;
  product.description_html = request.description_html;
  product.vendor = request.vendor;
  product.product_type = request.product_type;
  product.tags = request.tags;
  product.status = request.status;
  product.options = options_from(request);
  product.attributes = attributes_from(request.attributes);
  product.collection_handles = request.collection_handles;
  if (!request.media.empty())
    product.media = pictures(request.media, "media", nullptr);
  else
    product.media = pictures(by_ids(request.media_ids), "media_ids", nullptr);
  for (std::size_t i = 0; i < request.variants.size(); ++i) {
    const std::string path = "variants[" + std::to_string(i) + "].";
    product.variants.push_back(variant(path, request.variants[i], product.options));
  }
  TRY_DONE(status());
  return product;
}

Result<ProductPatch> RequestReader::patch(const PatchProduct& request, const Product& product) {
  ProductPatch patch;
  patch.handle = request.handle;
  patch.title = request.title;
  patch.description_html = request.description_html;
  patch.vendor = request.vendor;
  patch.product_type = request.product_type;
  patch.tags = request.tags;
  patch.status = request.status;
  patch.collection_handles = request.collection_handles;
  if (request.attributes) patch.attributes = attributes_from(*request.attributes);
  if (request.media)
    patch.media = pictures(*request.media, "media", &product);
  else if (request.media_ids)
    patch.media = pictures(by_ids(*request.media_ids), "media_ids", &product);
  TRY_DONE(status());
  return patch;
}

Result<NewVariant> RequestReader::variant(const VariantInput& request,
                                          const std::vector<Option>& options) {
  NewVariant made = variant("", request, options);
  TRY_DONE(status());
  return made;
}

Result<VariantPatch> RequestReader::patch(const PatchVariant& request, const Product& product) {
  VariantPatch patch;
  patch.title = request.title;
  patch.sku = request.sku;
  patch.barcode = request.barcode;
  patch.weight_grams = request.weight_grams;
  if (request.price) {
    price("price", *request.price);
    patch.price = request.price->amount;
  }
  if (request.compare_at_price) {
    price("compare_at_price", *request.compare_at_price);
    patch.compare_at_price = request.compare_at_price->amount;
  }
  if (request.image_media_id) {
    const auto at =
        std::find_if(product.media.begin(), product.media.end(),
                     [&](const ProductMedia& m) { return m.media_id == *request.image_media_id; });
    if (at == product.media.end())
      errors_.push_back({"image_media_id", "not_found", "is no picture of this product"});
    else
      patch.image = static_cast<int>(at - product.media.begin());
  }
  TRY_DONE(status());
  return patch;
}

}  // namespace plaza::catalog
