#include "rules.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <tuple>
#include <unordered_set>

#include "html.h"
#include "platform/base/text.h"

namespace plaza::catalog {
namespace {

constexpr std::size_t word_bytes_max = 60;  // longer ones are cut, in products and questions alike

void cut_word(std::string& word) {
  if (word.size() <= word_bytes_max) return;
  std::size_t end = word_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) --end;
  word.resize(end);
}

void trim(std::string& text) { text = one_line(text); }

bool is_swatch(std::string_view text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

bool is_web_address(std::string_view text) {
  return text.size() <= 2'000 && (text.starts_with("https://") || text.starts_with("http://")) &&
         text.find_first_of(" \t\r\n\"<>") == std::string_view::npos;
}

void keep_each_once(std::vector<std::string>& list) {
  std::set<std::string> seen;
  std::vector<std::string> kept;
  for (auto& text : list) {
    trim(text);
    if (!text.empty() && seen.insert(text).second) kept.push_back(std::move(text));
  }
  list = std::move(kept);
}

void normalise_variant(Variant& variant, Product& product) {
  trim(variant.title);
  trim(variant.sku);
  trim(variant.barcode);
  for (std::size_t i = 0; i < variant.choices.size() && i < product.options.size(); ++i) {
    trim(variant.choices[i]);
    auto& values = product.options[i].values;
    const auto named = [&](const OptionValue& value) { return value.value == variant.choices[i]; };
    if (std::none_of(values.begin(), values.end(), named))
      values.push_back({variant.choices[i], ""});
  }
  if (variant.title.empty()) variant.title = variant_title(variant.choices);
  if (variant.compare_at_price && variant.compare_at_price->amount <= variant.price.amount) {
    variant.compare_at_price.reset();
  }
  if (variant.image >= static_cast<int>(product.media.size()) || variant.image < -1)
    variant.image = -1;
}

class Checker {
 public:
  std::vector<FieldError> errors;

  void add(std::string field, const char* code, const char* message) {
    errors.push_back({std::move(field), code, message});
  }
  void length(const std::string& field, const std::string& text, std::size_t max) {
    if (code_points(text) > max) add(field, "too_long", "is too long");
  }
  void count(const char* field, std::size_t size, std::size_t max) {
    if (size > max) add(field, "too_many", "has too many items");
  }
};

void check_options(Checker& check, const Product& product) {
  check.count("options", product.options.size(), options_max);
  std::set<std::string> names;
  for (std::size_t i = 0; i < product.options.size(); ++i) {
    const auto& option = product.options[i];
    const std::string path = "options[" + std::to_string(i) + "]";
    if (option.name.empty()) check.add(path + ".name", "required", "is required");
    if (!names.insert(option.name).second) check.add(path + ".name", "repeated", "is there twice");
    check.length(path + ".name", option.name, title_max);
    check.count((path + ".values").c_str(), option.values.size(), option_values_max);
    for (const auto& value : option.values) {
      check.length(path + ".values", value.value, title_max);
      if (!value.swatch.empty() && !is_swatch(value.swatch)) {
        check.add(path + ".values", "wrong_format", "a swatch is a colour such as #1a2b3c");
      }
    }
  }
}

void check_variant(Checker& check, const Product& product, const Variant& variant,
                   const std::string& path) {
  check.length(path + ".title", variant.title, title_max);
  check.length(path + ".sku", variant.sku, title_max);
  check.length(path + ".barcode", variant.barcode, title_max);
  if (variant.price.amount < 0 || variant.price.amount > price_max) {
    check.add(path + ".price", "out_of_range", "must be 0 or more, and not absurd");
  }
  if (variant.compare_at_price && variant.compare_at_price->amount > price_max) {
    check.add(path + ".compare_at_price", "out_of_range", "is too large");
  }
  if (variant.weight_grams < 0 || variant.weight_grams > weight_grams_max) {
    check.add(path + ".weight_grams", "out_of_range", "must be 0 or more, and not absurd");
  }
  const bool complete = variant.choices.size() == product.options.size() &&
                        std::none_of(variant.choices.begin(), variant.choices.end(),
                                     [](const std::string& choice) { return choice.empty(); });
  if (!complete)
    check.add(path + ".options", "required", "must name a value for each of the product's options");
}

void check_variants(Checker& check, const Product& product) {
  check.count("variants", product.variants.size(), variants_max);
  std::set<std::vector<std::string>> choices;
  for (std::size_t i = 0; i < product.variants.size(); ++i) {
    const std::string path = "variants[" + std::to_string(i) + "]";
    check_variant(check, product, product.variants[i], path);
    if (!choices.insert(product.variants[i].choices).second) {
      check.add(path + ".options", "repeated", "another variant has the same options");
    }
  }
}

void check_lists(Checker& check, const Product& product) {
  check.count("tags", product.tags.size(), tags_max);
  for (const auto& tag : product.tags) check.length("tags", tag, title_max);
  check.count("attributes", product.attributes.size(), attributes_max);
  std::set<std::string> keys;
  for (std::size_t i = 0; i < product.attributes.size(); ++i) {
    const auto& attribute = product.attributes[i];
    const std::string path = "attributes[" + std::to_string(i) + "]";
    if (attribute.key.empty()) check.add(path + ".key", "required", "is required");
    if (attribute.label.empty()) check.add(path + ".label", "required", "is required");
    if (attribute.value.empty()) check.add(path + ".value", "required", "is required");
    if (!keys.insert(attribute.key).second) check.add(path + ".key", "repeated", "is there twice");
    check.length(path + ".key", attribute.key, title_max);
    check.length(path + ".label", attribute.label, title_max);
    check.length(path + ".value", attribute.value, 2'000);
    check.length(path + ".unit", attribute.unit, 40);
  }
  check.count("media", product.media.size(), media_max);
  for (std::size_t i = 0; i < product.media.size(); ++i) {
    const auto& media = product.media[i];
    const std::string path = "media[" + std::to_string(i) + "]";
    if (!media.media_id && media.source_url.empty())
      check.add(path, "required", "must say where it is");
    if (!media.source_url.empty() && !is_web_address(media.source_url)) {
      check.add(path + ".source_url", "wrong_format", "must be an address of http or https");
    }
    check.length(path + ".alt", media.alt, 1'000);
  }
}

}  // namespace

bool is_handle(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= handle_max && std::all_of(text.begin(), text.end(), fits);
}

std::string handle_from(std::string_view title) {
  std::string handle = slug(title);
  return handle.empty() ? "product" : handle;
}

std::string numbered_handle(const std::string& handle, int number) {
  return handle + '-' + std::to_string(number);
}

std::string one_line(std::string_view text) {
  std::string line(text);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  std::replace_if(line.begin(), line.end(), is_control, ' ');
  return std::string(trimmed(line));
}

std::string variant_title(const std::vector<std::string>& choices) {
  std::string title;
  for (const auto& choice : choices) title += (title.empty() ? "" : " / ") + choice;
  if (title.empty()) return "Default";
  return std::string(first_code_points(title, title_max));
}

std::optional<Measure> parse_measure(std::string_view value) {
  value = trimmed(value);
  if (value.empty() ||
      !(value[0] == '-' || value[0] == '.' || (value[0] >= '0' && value[0] <= '9')))
    return std::nullopt;
  Measure measure;
  const auto [end, failure] =
      std::from_chars(value.data(), value.data() + value.size(), measure.number);
  if (failure != std::errc{}) return std::nullopt;
  const auto unit = trimmed(value.substr(static_cast<std::size_t>(end - value.data())));
  if (unit.size() > 16 || unit.find_first_of(" \t\n,;-:.0123456789") != std::string_view::npos)
    return std::nullopt;
  measure.unit = std::string(unit);
  return measure;
}

void normalise(Product& product) {
  for (auto* text : {&product.handle, &product.title, &product.vendor, &product.product_type})
    trim(*text);
  product.description_html = clean_html(product.description_html);
  keep_each_once(product.tags);
  for (auto& option : product.options) {
    trim(option.name);
    for (auto& value : option.values) trim(value.value);
  }
  for (auto& attribute : product.attributes) {
    for (auto* text : {&attribute.key, &attribute.label, &attribute.value, &attribute.unit})
      trim(*text);
    const auto measure = parse_measure(attribute.value);
    if (!measure || attribute.number) continue;
    attribute.number = measure->number;
    if (attribute.unit.empty()) attribute.unit = measure->unit;
  }
  for (auto& media : product.media) trim(media.alt);
  for (auto& variant : product.variants) normalise_variant(variant, product);
  std::sort(product.collections.begin(), product.collections.end());
}

std::vector<FieldError> problems_of(const Product& product) {
  Checker check;
  if (product.title.empty()) check.add("title", "required", "is required");
  check.length("title", product.title, title_max);
  if (!is_handle(product.handle)) {
    check.add("handle", "wrong_format",
              "may have lower-case letters, digits, - and _ only, at most 200");
  }
  check.length("vendor", product.vendor, title_max);
  check.length("product_type", product.product_type, title_max);
  if (product.description_html.size() > html_max)
    check.add("description_html", "too_long", "is too long");
  check_options(check, product);
  check_variants(check, product);
  check_lists(check, product);
  return std::move(check.errors);
}

bool same_content(const Product& a, const Product& b) {
  const auto content = [](const Product& p) {
    return std::tie(p.handle, p.title, p.description_html, p.vendor, p.product_type, p.tags,
                    p.status, p.options, p.attributes, p.media, p.variants, p.collections);
  };
  return content(a) == content(b);
}

std::vector<std::string> search_words(std::string_view text, std::size_t words_max) {
  const std::string plain = folded(text);
  std::vector<std::string> words;
  std::unordered_set<std::string> seen;
  std::string word;
  const auto close = [&] {
    cut_word(word);
    if (!word.empty() && words.size() < words_max && seen.insert(word).second)
      words.push_back(word);
    word.clear();
  };
  for (const char c : plain) {
    const bool part =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (part)
      word += c;
    else
      close();
  }
  close();
  return words;
}

std::vector<std::string> words_of(const Product& product) {
  std::string text = product.title + ' ' + product.handle + ' ' + product.vendor;
  for (const auto& variant : product.variants) text += ' ' + variant.sku + ' ' + variant.barcode;
  return search_words(text, std::numeric_limits<std::size_t>::max());
}

std::string search_text(const std::vector<std::string>& words) {
  std::string text = " ";
  for (const auto& word : words) text += word + ' ';
  return text;
}

}  // namespace plaza::catalog
