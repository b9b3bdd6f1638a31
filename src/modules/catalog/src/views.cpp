#include "views.h"

#include <algorithm>

namespace plaza::catalog {
namespace {

std::optional<std::string> text_or_nothing(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

PictureView picture_view(const ProductMedia& media, const media::Media& library) {
  PictureView view{media.kind,  std::nullopt, media.source_url, media.alt,
                   media.width, media.height, std::nullopt};
  if (!media.media_id) return view;
  view.media_id = media.media_id;
  if (const auto kept = library.view(media.media_id); kept && !kept->url.empty()) {
    view.url = kept->url;
    view.srcset = kept->srcset;
  }
  return view;
}

AdminVariant variant_view(const Variant& variant, const Product& product,
                          const media::Media& library) {
  AdminVariant view{
      variant.id,    variant.product_id,       variant.title,        variant.sku, variant.barcode,
      variant.price, variant.compare_at_price, variant.weight_grams, {},          std::nullopt};
  for (std::size_t i = 0; i < variant.choices.size() && i < product.options.size(); ++i) {
    view.options.emplace(product.options[i].name, variant.choices[i]);
  }
  if (variant.image >= 0)
    view.image = picture_view(product.media[static_cast<std::size_t>(variant.image)], library);
  return view;
}

AdminProduct product_view(const Product& product, const std::vector<Collection>& collections,
                          const media::Media& library) {
  AdminProduct view;
  view.id = product.id;
  view.handle = product.handle;
  view.title = product.title;
  view.status = product.status;
  view.description_html = product.description_html;
  view.vendor = product.vendor;
  view.product_type = product.product_type;
  view.tags = product.tags;
  view.created_at = product.created_at;
  view.updated_at = product.updated_at;
  for (const auto& option : product.options) {
    AdminOption& shown = view.options.emplace_back(AdminOption{option.name, {}});
    for (const auto& value : option.values)
      shown.values.push_back({value.value, text_or_nothing(value.swatch)});
  }
  for (const auto& a : product.attributes) {
    view.attributes.push_back(
        {a.key, a.label, a.value, a.number, text_or_nothing(a.unit), a.direction});
  }
  for (const auto& media : product.media) view.media.push_back(picture_view(media, library));
  if (!view.media.empty()) view.image = view.media.front();
  for (const auto& variant : product.variants) {
    view.variants.push_back(variant_view(variant, product, library));
    if (view.price && view.price->amount <= variant.price.amount) continue;
    view.price = variant.price;
    view.compare_at_price = variant.compare_at_price;
  }
  for (const auto& collection : collections) {
    const auto& ids = product.collections;
    if (std::find(ids.begin(), ids.end(), collection.id) != ids.end())
      view.collections.push_back(collection_ref(collection));
  }
  return view;
}

CollectionRef collection_ref(const Collection& collection) {
  return {collection.id, collection.handle, collection.title};
}

ImportView import_view(const ImportReport& report) {
  ImportView view{report.id,      report.status,    report.total,  report.done, report.created,
                  report.updated, report.unchanged, report.failed, {},          report.started_at};
  for (const auto& problem : report.problems)
    view.problems.push_back({problem.line, problem.field, problem.message});
  return view;
}

}  // namespace plaza::catalog
