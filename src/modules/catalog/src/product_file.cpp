#include "product_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "platform/base/text.h"
#include "platform/csv/writer.h"
#include "platform/json/codec.h"
#include "product_columns.h"
#include "rules.h"

namespace plaza::catalog {
namespace {

constexpr std::size_t rows_of_product_max = 5'000;

// Names of each column: the old dialect's, the new one's. Compared without regard to case.
struct Names {
  const char* old_name;
  const char* new_name;
};
constexpr Names column_names[] = {
    {"Handle", "URL handle"},
    {"Title", "Title"},
    {"Body (HTML)", "Description"},
    {"Vendor", "Vendor"},
    {"Product Category", "Google Shopping / Google Product Category"},
    {"Type", "Custom Product Type"},
    {"Tags", "Tags"},
    {"Published", "Published on online store"},
    {"Status", "Status"},
    {"Variant SKU", "SKU"},
    {"Variant Grams", "Weight value (grams)"},
    {"Variant Inventory Qty", "Inventory quantity"},
    {"Variant Price", "Price"},
    {"Variant Compare At Price", "Compare-at price"},
    {"Variant Barcode", "Barcode"},
    {"Image Src", "Product image URL"},
    {"Image Position", "Image position"},
    {"Image Alt Text", "Image alt text"},
    {"Variant Image", "Variant image URL"},
    {"Collection", "Collections"},
    {own_column::variant_title, own_column::variant_title},
    {own_column::media_type, own_column::media_type},
    {own_column::options, own_column::options},
    {own_column::attributes, own_column::attributes},
    {own_column::tags, own_column::tags},
    {own_column::collections, own_column::collections},
};

struct KnownAttribute {
  const char* column;
  const char* key;
  const char* label;
};
constexpr KnownAttribute known_attributes[] = {
    {"Google Shopping / Gender", "gender", "Gender"},
    {"Google Shopping / Age Group", "age_group", "Age group"},
    {"Google Shopping / MPN", "mpn", "Manufacturer part number"},
    {"Google Shopping / Manufacturer part number (MPN)", "mpn", "Manufacturer part number"},
};

void complain(std::vector<ImportProblem>& problems, std::int64_t line, std::string field,
              std::string message) {
  problems.push_back({line, std::move(field), std::move(message)});
}

bool is_blank(const csv::Record& row) {
  return std::all_of(row.fields.begin(), row.fields.end(),
                     [](const std::string& f) { return trimmed(f).empty(); });
}

std::optional<std::int64_t> parse_grams(std::string_view text) {
  double grams = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), grams);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!(grams >= 0 && grams <= static_cast<double>(weight_grams_max))) return std::nullopt;
  return std::llround(grams);
}

bool is_web_address(std::string_view text) {
  return json::has_format(text, json::Pattern::Name::url);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find(separator, from), text.size());
    const auto part = trimmed(text.substr(from, end - from));
    if (!part.empty()) parts.emplace_back(part);
    from = end + 1;
  }
  return parts;
}

}  // namespace

std::optional<std::int64_t> parse_price(std::string_view text, Currency currency) {
  text = trimmed(text);
  if (const auto point = text.find('.'); point != std::string_view::npos) {
    const std::size_t digits = static_cast<std::size_t>(minor_digits(currency));
    while (text.size() > point + 1 + digits && text.back() == '0') text.remove_suffix(1);
    if (text.ends_with('.')) text.remove_suffix(1);
  }
  const auto money = parse_money(text, currency);
  if (!money || money->amount < 0 || money->amount > price_max) return std::nullopt;
  return money->amount;
}

ProductFile::ProductFile(csv::Source source, Currency currency, std::span<const char* const> more)
    : reader_(std::move(source)), currency_(currency) {
  std::fill(std::begin(at_), std::end(at_), -1);
  csv::Record first;
  if (!reader_.next(first) || !first.problem.empty()) return;
  header_.emplace(first);
  find_columns();
  for (const char* column : more) more_at_.push_back(header_->find(column));
}

bool ProductFile::valid() const {
  const bool names_products = has(handle) || has(title);
  const bool says_something =
      has(price) || has(sku) || has(body) || has(image) || has(quantity) || has(status);
  return header_ && names_products && (has(title) || says_something);
}

void ProductFile::find_columns() {
  static_assert(std::size(column_names) == columns);
  for (int column = 0; column < columns; ++column) {
    at_[column] = header_->find(column_names[column].old_name);
    if (at_[column] < 0) at_[column] = header_->find(column_names[column].new_name);
  }
  for (int i = 0; i < file_options_max; ++i) {
    const std::string option = "Option" + std::to_string(i + 1);
    option_name_at_[i] = header_->find(option + " Name");
    option_value_at_[i] = header_->find(option + " Value");
  }
  for (const auto& known : known_attributes) {
    if (const int at = header_->find(known.column); at >= 0)
      attribute_columns_.push_back({at, known.key, known.label});
  }
  // "Capacity (product.metafields.custom.capacity)"
  constexpr std::string_view mark = "(product.metafields.";
  const auto& names = header_->names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto from = names[i].find(mark);
    if (from == std::string::npos || !names[i].ends_with(')')) continue;
    const std::string path =
        names[i].substr(from + mark.size(), names[i].size() - from - mark.size() - 1);
    const std::string key = path.substr(path.rfind('.') + 1);
    std::string label(trimmed(std::string_view(names[i]).substr(0, from)));
    if (!key.empty())
      attribute_columns_.push_back({static_cast<int>(i), key, label.empty() ? key : label});
  }
}

// Makes row_ the next good row, if there is one.
bool ProductFile::fetch(std::vector<ImportProblem>& problems) {
  while (!row_waits_ && reader_.next(row_)) {
    ++rows_;
    if (!row_.problem.empty())
      complain(problems, row_.line, "", row_.problem);
    else if (!is_blank(row_))
      row_waits_ = true;
  }
  return row_waits_;
}

std::string ProductFile::raw(int at) const {
  if (at < 0 || at >= std::ssize(row_.fields)) return {};
  const std::string& text = row_.fields[static_cast<std::size_t>(at)];
  return has(own_options) ? csv::unguarded(text) : text;  // what others guard, and how, is not known
}

std::string ProductFile::cell(int at) const { return one_line(raw(at)); }

std::optional<std::string> ProductFile::present(Column column) const {
  if (!has(column)) return std::nullopt;
  return cell(column);
}

std::string ProductFile::name(Column column) const {
  return has(column) ? header_->names()[static_cast<std::size_t>(at_[column])]
                     : column_names[column].new_name;
}

std::string ProductFile::row_handle() const {
  std::string text = cell(handle);
  if (text.empty()) text = cell(title);
  if (text.empty() || is_handle(text)) return text;
  return handle_from(text);
}

bool ProductFile::next(FileProduct& product, std::vector<ImportProblem>& problems) {
  while (fetch(problems)) {
    product = {};
    product.line = row_.line;
    product.handle = row_handle();
    if (product.handle.empty()) {
      complain(problems, row_.line, name(handle),
               "The row names no product: handle and title are empty.");
      row_waits_ = false;
      continue;
    }
    const bool apart = !seen_.insert(std::hash<std::string>()(product.handle)).second;
    if (apart) {
      complain(problems, row_.line, name(handle),
               "Rows of this handle stand apart from its first ones; put them together.");
    }
    read_first(product, problems);
    std::size_t rows = 0;
    do {
      if (rows == rows_of_product_max)
        complain(problems, row_.line, "", "The product has too many rows; the rest is left out.");
      if (!apart && rows < rows_of_product_max) read_row(product, problems);
      ++rows;
      row_waits_ = false;
      // A row without handle and title belongs to nobody, and is reported by itself.
    } while (fetch(problems) && row_handle() == product.handle);
    if (apart) continue;
    finish(product);
    return true;
  }
  return false;
}

void ProductFile::read_first(FileProduct& product, std::vector<ImportProblem>& problems) {
  if (const auto text = cell(title); !text.empty()) product.title = text;
  if (has(body)) product.description_html = raw(at_[body]);
  product.vendor = present(vendor);
  if (has(type) || has(category)) {
    product.product_type = cell(type);
    if (product.product_type->empty()) {
      const auto path = split(cell(category), '>');
      if (!path.empty()) product.product_type = path.back();
    }
  }
  if (has(tags)) product.tags = split(cell(tags), ',');
  if (has(collection)) product.collections = split(cell(collection), ',');
  read_status(product);
  read_attributes(product);
  read_own(product, problems);
  for (const int at : more_at_) product.more.push_back(cell(at));
  if (has(image)) product.images.emplace();
  for (const int at : option_name_at_) {
    const auto text = cell(at);
    if (text.empty()) break;
    product.option_names.push_back(text);
  }
}

// The JSON list in a cell of ours; nothing when the file does not have the column or the cell is
// empty.
template <class List>
std::optional<List> ProductFile::own_list(Column column,
                                          std::vector<ImportProblem>& problems) const {
  const std::string text = raw(at_[column]);
  if (text.empty()) return std::nullopt;
  auto list = json::decode<List>("{\"list\":" + text + "}");
  if (list.ok()) return std::move(*list);
  const auto& fields = list.error().fields;
  complain(problems, row_.line, name(column),
           fields.empty() ? "Is no JSON list."
                          : "In the JSON list, " + fields[0].field + " " + fields[0].message + ".");
  return std::nullopt;
}

void ProductFile::read_own(FileProduct& product, std::vector<ImportProblem>& problems) {
  if (auto list = own_list<OptionList>(own_options, problems)) {
    product.options.emplace();
    for (auto& each : list->list) {
      Option option{std::move(each.name), {}};
      for (auto& value : each.values)
        option.values.push_back({std::move(value.value), std::move(value.swatch)});
      product.options->push_back(std::move(option));
    }
  }
  if (auto list = own_list<AttributeList>(own_attributes, problems)) {
    product.typed_attributes.emplace();
    for (auto& each : list->list)
      product.typed_attributes->push_back({each.key, each.label, each.value, each.number,
                                           each.unit, each.direction});
  }
  if (auto list = own_list<TextList>(own_tags, problems)) product.tags = std::move(list->list);
  if (auto list = own_list<CollectionList>(own_collections, problems)) {
    for (auto& each : list->list)
      product.named_collections.push_back({std::move(each.handle), std::move(each.title)});
  }
}

void ProductFile::read_status(FileProduct& product) {
  const auto said = lower_ascii(cell(status));
  const auto on_sale = lower_ascii(cell(published));
  if (const auto known = json::parse_enum<ProductStatus>(said)) product.status = *known;
  if (on_sale == "false" &&
      product.status.value_or(ProductStatus::active) == ProductStatus::active) {
    product.status = ProductStatus::draft;
  } else if (on_sale == "true" && !product.status) {
    product.status = ProductStatus::active;
  }
}

void ProductFile::read_attributes(FileProduct& product) {
  for (const auto& column : attribute_columns_)
    product.attributes.push_back({column.key, column.label, cell(column.at)});
}

void ProductFile::read_row(FileProduct& product, std::vector<ImportProblem>& problems) {
  const bool first = product.line == row_.line;
  const bool chooses = std::any_of(std::begin(option_value_at_), std::end(option_value_at_),
                                   [&](int at) { return !cell(at).empty(); });
  read_image(product, problems);
  // A product of ours that has nothing to sell yet.
  const bool prepared = first && product.options && !chooses && cell(price).empty();
  if (prepared) return;
  if (first || chooses || !cell(price).empty() || !cell(sku).empty())
    read_variant(product, problems);
}

bool ProductFile::read_variant(FileProduct& product, std::vector<ImportProblem>& problems) {
  FileVariant variant;
  variant.line = row_.line;
  for (const int at : option_value_at_) {
    const auto text = cell(at);
    if (text.empty()) break;
    variant.choices.push_back(text);
  }
  const auto same = [&](const FileVariant& other) { return other.choices == variant.choices; };
  if (std::any_of(product.variants.begin(), product.variants.end(), same)) {
    complain(problems, row_.line, "Option1 Value",
             "Another row of this product has the same options.");
    return false;
  }
  variant.sku = present(sku);
  variant.barcode = present(barcode);
  if (!read_price(variant, problems) || !read_numbers(variant, problems)) return false;
  variant.title = present(own_variant_title);
  variant.image_url = present(variant_image);
  if (variant.image_url && !variant.image_url->empty()) {
    if (!is_web_address(*variant.image_url)) {
      complain(problems, row_.line, name(variant_image), "Is no address of http or https.");
      variant.image_url = "";
    }
  }
  product.variants.push_back(std::move(variant));
  return true;
}

bool ProductFile::read_price(FileVariant& variant, std::vector<ImportProblem>& problems) const {
  if (const auto text = cell(price); !text.empty()) {
    variant.price = parse_price(text, currency_);
    if (!variant.price) {
      complain(problems, row_.line, name(price),
               "Is no price in " + std::string(currency_.code()) + ".");
      return false;
    }
  }
  if (const auto text = present(compare_at)) {
    variant.compare_at_price = text->empty() ? 0 : parse_price(*text, currency_);
    if (!variant.compare_at_price) {
      complain(problems, row_.line, name(compare_at),
               "Is no price in " + std::string(currency_.code()) + ".");
      return false;
    }
  }
  return true;
}

bool ProductFile::read_numbers(FileVariant& variant, std::vector<ImportProblem>& problems) const {
  if (const auto text = cell(grams); !text.empty()) {
    variant.weight_grams = parse_grams(text);
    if (!variant.weight_grams) {
      complain(problems, row_.line, name(grams), "Is no weight in grams.");
      return false;
    }
  }
  if (const auto text = cell(quantity); !text.empty()) {
    const auto number = parse_integer(text);
    if (!number || *number > 1'000'000'000 || *number < -1'000'000'000) {
      complain(problems, row_.line, name(quantity), "Is no quantity.");
      return false;
    }
    if (*number < 0) complain(problems, row_.line, name(quantity), "Is below zero: taken as 0.");
    variant.on_hand = std::max<std::int64_t>(*number, 0);
  }
  return true;
}

void ProductFile::read_image(FileProduct& product, std::vector<ImportProblem>& problems) {
  const auto url = cell(image);
  if (url.empty()) return;
  if (!is_web_address(url))
    return complain(problems, row_.line, name(image), "Is no address of http or https.");
  std::int64_t position = 0;
  if (const auto text = cell(image_position); !text.empty()) {
    const auto number = parse_integer(text);
    if (number && *number > 0)
      position = *number;
    else
      complain(problems, row_.line, name(image_position), "Is no position.");
  }
  const auto kind = json::parse_enum<MediaKind>(lower_ascii(cell(own_media_type)));
  add_image(product, {row_.line, url, cell(image_alt), position, kind});
}

void ProductFile::add_image(FileProduct& product, FileImage fresh) {
  auto& images = *product.images;
  const auto known = std::find_if(images.begin(), images.end(),
                                  [&](const FileImage& i) { return i.url == fresh.url; });
  if (known == images.end()) return images.push_back(std::move(fresh));
  if (known->alt.empty()) known->alt = std::move(fresh.alt);
  if (known->position == 0) known->position = fresh.position;
}

void ProductFile::finish(FileProduct& product) {
  if (product.images) {
    std::stable_sort(product.images->begin(), product.images->end(),
                     [](const FileImage& a, const FileImage& b) {
                       return (a.position ? a.position : 1'000'000'000) <
                              (b.position ? b.position : 1'000'000'000);
                     });
    // Pictures that only a variant names come last.
    for (const auto& variant : product.variants) {
      if (!variant.image_url.value_or("").empty())
        add_image(product, {variant.line, *variant.image_url, "", 0, std::nullopt});
    }
  }
  if (product.options) {
    product.option_names.clear();
    for (const auto& option : *product.options) product.option_names.push_back(option.name);
    for (auto& variant : product.variants)
      if (product.options->empty()) variant.choices.clear();
    return;
  }
  // "Title / Default Title" is how the format says that there is nothing to choose.
  using Texts = std::vector<std::string>;
  if (product.variants.size() > 1) return;
  const bool chooses_default =
      !product.variants.empty() && product.variants[0].choices == Texts{"Default Title"};
  if (chooses_default || product.option_names == Texts{"Title"}) {
    product.option_names.clear();
    for (auto& variant : product.variants) variant.choices.clear();
  }
}

}  // namespace plaza::catalog
