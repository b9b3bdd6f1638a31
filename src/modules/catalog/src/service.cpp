#include "service.h"

#include <algorithm>

#include "collection_store.h"
#include "rules.h"
#include "store.h"

namespace plaza::catalog {
namespace {

constexpr int page_max = 100;
constexpr int handle_attempts = 20;

Error variant_not_found() {
  return Error{ErrorKind::not_found, "catalog.variant_not_found", "There is no such variant."};
}

template <class T>
void set(T& value, const std::optional<T>& wish) {
  if (wish) value = *wish;
}

// The collections' ids; an unknown handle becomes an error of its field.
std::vector<CollectionId> resolve(db::Reader& reader, const std::vector<std::string>& handles,
                                  std::vector<FieldError>& errors) {
  std::vector<CollectionId> ids;
  for (std::size_t i = 0; i < handles.size(); ++i) {
    const auto collection = find_collection(reader, handles[i]);
    if (!collection) {
      errors.push_back({"collection_handles[" + std::to_string(i) + "]", "not_found",
                        "is no collection's handle"});
    } else if (std::find(ids.begin(), ids.end(), collection->id) == ids.end()) {
      ids.push_back(collection->id);
    }
  }
  return ids;
}

Error same_choices() {
  return Error{ErrorKind::conflict,
               "catalog.variant_exists",
               "Another variant has the same options.",
               {{"options", "repeated", "another variant has the same options"}}};
}

// problems_of() speaks of the whole product: a request about one variant wants its own fields'
// names.
Error about_variant(Error error, std::size_t index) {
  const std::string prefix = "variants[" + std::to_string(index) + "].";
  for (auto& field : error.fields) {
    if (field.field.starts_with(prefix)) field.field = field.field.substr(prefix.size());
  }
  return error;
}

}  // namespace

std::optional<Product> CatalogService::product(db::Reader& reader, ProductId id) {
  return find_product(reader, id);
}

std::optional<Product> CatalogService::product_by_handle(db::Reader& reader,
                                                         std::string_view handle) {
  return find_product(reader, handle);
}

std::vector<SoldVariant> CatalogService::variants(db::Reader& reader,
                                                  std::span<const VariantId> ids) {
  std::vector<SoldVariant> found;
  for (const auto id : ids) {
    if (auto variant = find_sold_variant(reader, id)) found.push_back(std::move(*variant));
  }
  return found;
}

std::vector<Product> CatalogService::products(db::Reader& reader, const ProductQuery& query) {
  ProductQuery capped = query;
  capped.limit = std::clamp(query.limit, 1, page_max);
  return list_products(reader, words_, capped);
}

void CatalogService::for_each_active(db::Reader& reader,
                                     const std::function<void(const Product&)>& each) {
  each_active(reader, each);
}

Variant CatalogService::variant_from(const NewVariant& wish) const {
  Variant variant;
  variant.title = wish.title;
  variant.sku = wish.sku;
  variant.barcode = wish.barcode;
  variant.price = {wish.price, currency_};
  if (wish.compare_at_price) variant.compare_at_price = Money{*wish.compare_at_price, currency_};
  variant.weight_grams = wish.weight_grams;
  variant.choices = wish.choices;
  variant.image = wish.image;
  return variant;
}

Result<Product> CatalogService::create(db::Transaction& tx, const NewProduct& wish) {
  Product product;
  product.title = wish.title;
  product.handle = wish.handle.empty() ? handle_from(wish.title) : wish.handle;
  product.description_html = wish.description_html;
  product.vendor = wish.vendor;
  product.product_type = wish.product_type;
  product.tags = wish.tags;
  product.status = wish.status;
  product.options = wish.options;
  product.attributes = wish.attributes;
  product.media = wish.media;
  for (const auto& variant : wish.variants) product.variants.push_back(variant_from(variant));
  std::vector<FieldError> errors;
  product.collections = resolve(tx, wish.collection_handles, errors);
  normalise(product);
  for (auto& problem : problems_of(product)) errors.push_back(std::move(problem));
  if (!errors.empty()) return invalid_fields(std::move(errors));

  if (!wish.handle.empty()) {
    if (writer_.insert(tx, product)) return product;
    return handle_taken();
  }
  const std::string handle = product.handle;
  for (int number = 2; !writer_.insert(tx, product); ++number) {
    if (number > 2 + handle_attempts) return handle_taken();
    const bool crowded = number > 2 + handle_attempts / 2;  // then by chance
    product.handle = crowded ? handle + '-' + std::to_string(random_id() % 1'000'000'000)
                             : numbered_handle(handle, number);
  }
  return product;
}

Result<Product> CatalogService::update(db::Transaction& tx, ProductId id,
                                       const ProductPatch& patch) {
  const auto edit = [&](Product& product) -> Status {
    set(product.handle, patch.handle);
    set(product.title, patch.title);
    set(product.description_html, patch.description_html);
    set(product.vendor, patch.vendor);
    set(product.product_type, patch.product_type);
    set(product.tags, patch.tags);
    set(product.status, patch.status);
    set(product.attributes, patch.attributes);
    if (patch.options) {
      if (!product.variants.empty())
        return invalid_field("options", "not_allowed", "variants have chosen already");
      product.options = *patch.options;
    }
    if (patch.media) {
      for (auto& variant : product.variants) {  // a variant's picture stays its picture when they
                                                // are put in another order
        if (variant.image < 0) continue;
        const auto& picture = product.media[static_cast<std::size_t>(variant.image)];
        const auto at = std::find(patch.media->begin(), patch.media->end(), picture);
        variant.image = at == patch.media->end() ? -1 : static_cast<int>(at - patch.media->begin());
      }
      product.media = *patch.media;
    }
    if (patch.collection_handles) {
      std::vector<FieldError> errors;
      product.collections = resolve(tx, *patch.collection_handles, errors);
      if (!errors.empty()) return invalid_fields(std::move(errors));
    }
    return done();
  };
  TRY(auto changed, writer_.change(tx, id, edit));
  return std::move(changed.product);
}

Status CatalogService::archive(db::Transaction& tx, ProductId id) {
  const auto edit = [](Product& product) {
    product.status = ProductStatus::archived;
    return done();
  };
  TRY_DONE(writer_.change(tx, id, edit));
  return done();
}

Result<Variant> CatalogService::add_variant(db::Transaction& tx, ProductId id,
                                            const NewVariant& wish) {
  std::size_t index = 0;
  const auto edit = [&](Product& product) -> Status {
    index = product.variants.size();
    const Variant variant = variant_from(wish);
    for (const auto& other : product.variants) {
      if (other.choices == variant.choices) return same_choices();
    }
    product.variants.push_back(variant);
    return done();
  };
  auto changed = writer_.change(tx, id, edit);
  if (!changed.ok()) return about_variant(std::move(changed).error(), index);
  return std::move(changed->product.variants[index]);
}

Result<Variant> CatalogService::update_variant(db::Transaction& tx, VariantId id,
                                               const VariantPatch& patch) {
  const auto owner = product_of(tx, id);
  if (!owner) return variant_not_found();
  std::size_t index = 0;
  const auto edit = [&](Product& product) -> Status {
    const auto at = std::find_if(product.variants.begin(), product.variants.end(),
                                 [&](const Variant& variant) { return variant.id == id; });
    if (at == product.variants.end()) return variant_not_found();
    index = static_cast<std::size_t>(at - product.variants.begin());
    set(at->title, patch.title);
    set(at->sku, patch.sku);
    set(at->barcode, patch.barcode);
    set(at->weight_grams, patch.weight_grams);
    set(at->image, patch.image);
    if (patch.price) at->price = {*patch.price, currency_};
    if (patch.compare_at_price) at->compare_at_price = Money{*patch.compare_at_price, currency_};
    return done();
  };
  auto changed = writer_.change(tx, *owner, edit);
  if (!changed.ok()) return about_variant(std::move(changed).error(), index);
  return std::move(changed->product.variants[index]);
}

}  // namespace plaza::catalog
