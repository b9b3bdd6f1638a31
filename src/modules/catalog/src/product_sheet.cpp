#include "product_sheet.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "product_columns.h"
#include "product_file.h"
#include "rules.h"
#include "store.h"

namespace plaza::catalog {
namespace {

constexpr const char* no_option = "Title";  // how the format says that there is nothing to choose
constexpr const char* no_choice = "Default Title";

constexpr int products_in_memory = 100;

// A described list as the cell holds it: without the member around it.
template <class List>
std::string cell_of(const List& list) {
  const std::string text = json::encode(list);
  constexpr std::size_t before = std::string_view("{\"list\":").size();
  return text.substr(before, text.size() - before - 1);
}

std::string options_cell(const Product& product) {
  OptionList list;
  for (const auto& option : product.options) {
    OptionList::Item item{option.name, {}};
    for (const auto& value : option.values) item.values.push_back({value.value, value.swatch});
    list.list.push_back(std::move(item));
  }
  return cell_of(list);
}

std::string attributes_cell(const Product& product) {
  AttributeList list;
  for (const auto& a : product.attributes)
    list.list.push_back({a.key, a.label, a.value, a.number, a.unit, a.direction});
  return cell_of(list);
}

bool tags_need_a_list(const Product& product) {
  return std::any_of(product.tags.begin(), product.tags.end(), [](const std::string& tag) {
    return tag.find(',') != std::string::npos || one_line(tag) != tag;
  });
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

bool is_gift_card(const Product& product) {
  const std::string type = lower_ascii(product.product_type);
  return type == "gift card" || type == "gift cards";
}

}  // namespace

std::string media_address(const ProductMedia& media, const media::Media& library,
                          const std::string& public_url) {
  if (!media.source_url.empty() || !media.media_id) return media.source_url;
  const auto kept = library.view(media.media_id);
  if (!kept) return {};
  const auto path = media.kind == MediaKind::video   ? kept->mp4_url
                    : media.kind == MediaKind::model ? kept->model_url
                                                     : std::optional(kept->url);
  return path && !path->empty() ? public_url + *path : std::string();
}

ProductSheet::ProductSheet(std::string& out, const std::vector<Collection>& collections,
                           const media::Media& library, std::string public_url)
    : out_(out), collections_(collections), library_(library), public_url_(std::move(public_url)) {}

void ProductSheet::header(std::span<const char* const> more) {
  for (const char* name : {"Title", "URL handle", "Description", "Vendor", "Type", "Tags",
                           "Published on online store", "Status", "SKU", "Barcode"})
    out_.field(name);
  for (int i = 1; i <= file_options_max; ++i) {
    out_.field("Option" + std::to_string(i) + " name");
    out_.field("Option" + std::to_string(i) + " value");
  }
  for (const char* name :
       {"Price", "Compare-at price", "Weight value (grams)", "Variant image URL",
        "Product image URL", "Image position", "Image alt text", own_column::media_type,
        own_column::variant_title, "Gift card", own_column::options, own_column::attributes,
        own_column::tags, own_column::collections})
    out_.field(name);
  for (const char* name : more) out_.field(name);
  out_.end_record();
}

void ProductSheet::add(const Product& product, const std::vector<std::string>& more) {
  std::vector<std::string> addresses;
  for (const auto& media : product.media)
    addresses.push_back(media_address(media, library_, public_url_));
  const std::size_t rows = std::max({product.variants.size(), addresses.size(), std::size_t{1}});
  for (std::size_t i = 0; i < rows; ++i) {
    row(product, addresses, i);
    for (const auto& cell : more) out_.field(i == 0 ? cell : std::string_view());
    out_.end_record();
  }
}

void ProductSheet::row(const Product& product, const std::vector<std::string>& addresses,
                       std::size_t index) {
  const bool first = index == 0;
  const auto cell = [&](const std::string& text) { out_.field(first ? text : std::string_view()); };
  cell(product.title);
  out_.field(product.handle);
  cell(product.description_html);
  cell(product.vendor);
  cell(product.product_type);
  cell(joined(product.tags));
  cell(product.status == ProductStatus::active ? "TRUE" : "FALSE");
  cell(std::string(json::enum_text(product.status)));
  const bool sells = index < product.variants.size();
  variant_cells(product, sells ? &product.variants[index] : nullptr, addresses);
  const bool pictured = index < addresses.size() && !addresses[index].empty();
  const auto* media = pictured ? &product.media[index] : nullptr;
  out_.field(pictured ? addresses[index] : std::string());
  out_.field(pictured ? std::to_string(index + 1) : std::string());
  out_.field(pictured ? media->alt : std::string());
  out_.field(pictured ? json::enum_text(media->kind) : std::string_view());
  const bool named =
      sells && product.variants[index].title != variant_title(product.variants[index].choices);
  out_.field(named ? product.variants[index].title : std::string());
  own_cells(product, first);
}

void ProductSheet::variant_cells(const Product& product, const Variant* variant,
                                 const std::vector<std::string>& addresses) {
  out_.field(variant ? variant->sku : std::string());
  out_.field(variant ? variant->barcode : std::string());
  for (std::size_t i = 0; i < file_options_max; ++i) {
    std::string name, choice;
    if (variant && product.options.empty() && i == 0) {
      name = no_option;
      choice = no_choice;
    } else if (variant && i < product.options.size()) {
      name = product.options[i].name;
      choice = variant->choices[i];
    }
    out_.field(name).field(choice);
  }
  const bool was_dearer = variant && variant->compare_at_price;
  const bool pictured = variant && variant->image >= 0;
  out_.field(variant ? decimal_text(variant->price) : std::string());
  out_.field(was_dearer ? decimal_text(*variant->compare_at_price) : std::string());
  out_.field(variant ? std::to_string(variant->weight_grams) : std::string());
  out_.field(pictured ? addresses[static_cast<std::size_t>(variant->image)] : std::string());
}

void ProductSheet::own_cells(const Product& product, bool first) {
  if (!first) {
    for (int i = 0; i < 5; ++i) out_.field(std::string_view());
    return;
  }
  out_.field(is_gift_card(product) ? "TRUE" : "FALSE");
  out_.field(options_cell(product));
  out_.field(attributes_cell(product));
  out_.field(tags_need_a_list(product) ? cell_of(TextList{product.tags}) : std::string());
  out_.field(collections_of(product));
}

// By handle: another shop numbers its collections in another order.
std::string ProductSheet::collections_of(const Product& product) const {
  CollectionList list;
  for (const auto& collection : collections_) {
    const auto& ids = product.collections;
    if (std::find(ids.begin(), ids.end(), collection.id) != ids.end())
      list.list.push_back({collection.handle, collection.title});
  }
  std::sort(list.list.begin(), list.list.end(),
            [](const auto& a, const auto& b) { return a.handle < b.handle; });
  return list.list.empty() ? std::string() : cell_of(list);
}

SheetPage write_products(db::Reader& reader, const SheetSource& source, const ProductQuery& query,
                         int products) {
  SheetPage page;
  const auto collections = source.collections.all(reader);
  ProductSheet sheet(page.text, collections, source.media_library, source.public_url);
  const auto* columns = source.columns;
  sheet.header(columns ? columns->names() : std::span<const char* const>());
  ProductQuery part = query;
  part.limit = products_in_memory;
  for (int written = 0;;) {
    const auto found = query.q.empty()
                           ? products_after(reader, query.status, part.before, part.limit)
                           : source.catalog.products(reader, part);
    for (const auto& product : found) {
      sheet.add(product,
                columns ? columns->cells(reader, product.id) : std::vector<std::string>());
    }
    if (std::ssize(found) < part.limit) return page;
    part.before = found.back().id;
    written += part.limit;
    if (written < products) continue;
    page.next = part.before;
    return page;
  }
}

}  // namespace plaza::catalog
