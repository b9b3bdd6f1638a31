#include "merge.h"

#include <algorithm>
#include <string_view>

#include "platform/base/text.h"

namespace plaza::catalog {
namespace {

template <class T>
void set(T& value, const std::optional<T>& said) {
  if (said) value = *said;
}

MediaKind kind_of(std::string_view url) {
  const std::string path = lower_ascii(url.substr(0, url.find_first_of("?#")));
  if (path.ends_with(".mp4") || path.ends_with(".webm") || path.ends_with(".mov"))
    return MediaKind::video;
  return path.ends_with(".glb") ? MediaKind::model : MediaKind::image;
}

int media_index(const Product& product, std::string_view url) {
  for (std::size_t i = 0; i < product.media.size(); ++i) {
    if (product.media[i].source_url == url) return static_cast<int>(i);
  }
  return -1;
}

void merge_media(const FileProduct& file, Product& product) {
  if (!file.images) return;
  std::vector<ProductMedia> media;
  for (const auto& image : *file.images) {
    const int known = media_index(product, image.url);
    ProductMedia entry;
    if (known >= 0)
      entry = product.media[static_cast<std::size_t>(known)];
    else
      entry.kind = kind_of(image.url);
    entry.source_url = image.url;
    if (!image.alt.empty()) entry.alt = image.alt;
    if (image.kind) entry.kind = *image.kind;
    media.push_back(std::move(entry));
  }
  std::vector<int> moved(product.media.size(), -1);  // where the old ones are now
  for (std::size_t i = 0; i < product.media.size(); ++i) {
    const auto& old = product.media[i];
    const auto at = std::find_if(media.begin(), media.end(), [&](const ProductMedia& m) {
      return m.source_url == old.source_url;
    });
    if (!old.source_url.empty() && at == media.end()) continue;
    moved[i] = static_cast<int>(
        old.source_url.empty() ? media.size() : static_cast<std::size_t>(at - media.begin()));
    if (old.source_url.empty()) media.push_back(old);
  }
  for (auto& variant : product.variants) {
    if (variant.image >= 0) variant.image = moved[static_cast<std::size_t>(variant.image)];
  }
  product.media = std::move(media);
}

void merge_attributes(const FileProduct& file, Product& product) {
  if (file.typed_attributes) product.attributes = *file.typed_attributes;
  for (const auto& said : file.attributes) {
    const auto known = std::find_if(product.attributes.begin(), product.attributes.end(),
                                    [&](const Attribute& a) { return a.key == said.key; });
    if (said.value.empty()) {
      if (known != product.attributes.end()) product.attributes.erase(known);
    } else if (known == product.attributes.end()) {
      product.attributes.push_back(
          {said.key, said.label, said.value, std::nullopt, "", Direction::neutral});
    } else if (known->value != said.value) {
      known->value = said.value;
      known->number.reset();
      known->unit.clear();
    }
  }
}

// A file of ours knows the values too: their order, swatches, and those without a variant.
void merge_options(const FileProduct& file, Product& product) {
  if (!file.options) return;
  if (product.variants.empty()) product.options = *file.options;
  for (auto& option : product.options) {
    const auto said = std::find_if(file.options->begin(), file.options->end(),
                                   [&](const Option& other) { return other.name == option.name; });
    if (said != file.options->end()) option = *said;
  }
}

// The names of the options by the file, else as they are.
std::vector<std::string> option_names(const FileProduct& file, const Product* existing) {
  if (!file.option_names.empty()) return file.option_names;
  const bool chooses = std::any_of(file.variants.begin(), file.variants.end(),
                                   [](const FileVariant& v) { return !v.choices.empty(); });
  std::vector<std::string> names;
  if (existing) {
    for (const auto& option : existing->options) names.push_back(option.name);
  }
  if (!chooses) return file.variants.empty() ? names : std::vector<std::string>{};
  if (names.empty()) names.push_back("Title");
  return names;
}

class VariantMerge {
 public:
  VariantMerge(const FileProduct& file, const Product* existing, Currency currency, Merged& merged)
      : file_(file), currency_(currency), merged_(merged) {
    if (existing) old_ = merged.product.variants;
    taken_.resize(old_.size());
    std::vector<Option> options;
    for (const auto& name : option_names(file, existing)) {
      const auto known = std::find_if(merged.product.options.begin(), merged.product.options.end(),
                                      [&](const Option& option) { return option.name == name; });
      options.push_back(known == merged.product.options.end() ? Option{name, {}} : *known);
    }
    const auto same_name = [](const Option& a, const Option& b) { return a.name == b.name; };
    same_options_ = std::equal(options.begin(), options.end(), merged.product.options.begin(),
                               merged.product.options.end(), same_name);
    merged.product.options = std::move(options);
    merged.product.variants.clear();
  }

  void run() {
    for (const auto& said : file_.variants) add(said);
    if (!same_options_) {
      drop_values_without_variant();
      return;
    }
    for (std::size_t i = 0; i < old_.size(); ++i) {
      if (!taken_[i]) merged_.product.variants.push_back(old_[i]);
    }
  }

 private:
  void add(const FileVariant& said) {
    if (said.choices.size() != merged_.product.options.size()) {
      const auto missing = std::min(said.choices.size(), merged_.product.options.size());
      merged_.problems.push_back({said.line, "Option" + std::to_string(missing + 1) + " Value",
                                  "The row must name one value for each option of its product."});
      return;
    }
    const int known = find(said);
    Variant variant;
    if (known >= 0) variant = old_[static_cast<std::size_t>(known)];
    if (known < 0 && !said.price) {
      merged_.problems.push_back({said.line, "Price", "A new variant needs a price."});
      return;
    }
    if (known >= 0) taken_[static_cast<std::size_t>(known)] = true;
    if (variant.choices != said.choices) variant.title.clear();  // made anew of the choices
    variant.choices = said.choices;
    set(variant.title, said.title);
    set(variant.sku, said.sku);
    set(variant.barcode, said.barcode);
    set(variant.weight_grams, said.weight_grams);
    if (said.price) variant.price = {*said.price, currency_};
    if (said.compare_at_price) {
      variant.compare_at_price.reset();
      if (*said.compare_at_price > 0)
        variant.compare_at_price = Money{*said.compare_at_price, currency_};
    }
    if (said.image_url)
      variant.image = said.image_url->empty() ? -1 : media_index(merged_.product, *said.image_url);
    if (said.on_hand)
      merged_.quantities.push_back({merged_.product.variants.size(), *said.on_hand, said.line});
    merged_.product.variants.push_back(std::move(variant));
  }

  // The variant that is there: the one with these choices, else the only one with this SKU.
  int find(const FileVariant& said) const {
    int found = -1;
    for (std::size_t i = 0; i < old_.size(); ++i) {
      if (!taken_[i] && same_options_ && old_[i].choices == said.choices)
        return static_cast<int>(i);
    }
    if (!said.sku || said.sku->empty()) return -1;
    for (std::size_t i = 0; i < old_.size(); ++i) {
      if (old_[i].sku != *said.sku) continue;
      if (found >= 0 || taken_[i] || chosen_by_file(old_[i])) return -1;
      found = static_cast<int>(i);
    }
    return found;
  }

  // Another row of the file stands for it by its choices.
  bool chosen_by_file(const Variant& variant) const {
    return same_options_ &&
           std::any_of(file_.variants.begin(), file_.variants.end(),
                       [&](const FileVariant& said) { return said.choices == variant.choices; });
  }

  void drop_values_without_variant() {
    for (std::size_t i = 0; i < merged_.product.options.size(); ++i) {
      std::erase_if(merged_.product.options[i].values, [&](const OptionValue& value) {
        return std::none_of(
            merged_.product.variants.begin(), merged_.product.variants.end(),
            [&](const Variant& variant) { return variant.choices[i] == value.value; });
      });
    }
  }

  const FileProduct& file_;
  const Currency currency_;
  Merged& merged_;
  std::vector<Variant> old_;
  std::vector<bool> taken_;
  bool same_options_ = false;
};

}  // namespace

Merged merge(const FileProduct& file, const Product* existing, Currency currency) {
  Merged merged;
  Product& product = merged.product;
  if (existing) product = *existing;
  product.handle = file.handle;
  if (!existing) product.status = ProductStatus::active;
  set(product.title, file.title);
  set(product.description_html, file.description_html);
  set(product.vendor, file.vendor);
  set(product.product_type, file.product_type);
  set(product.tags, file.tags);
  set(product.status, file.status);
  merge_media(file, product);
  merge_attributes(file, product);
  if (!file.variants.empty()) VariantMerge(file, existing, currency, merged).run();
  merge_options(file, product);
  if (product.title.empty()) {
    merged.problems.push_back({file.line, "Title", "A new product needs a title."});
    merged.usable = false;
  } else if (!existing && product.variants.empty() && !file.options) {
    merged.problems.push_back(
        {file.line, "", "Nothing of this product can be sold: none of its rows could be used."});
    merged.usable = false;
  }
  return merged;
}

}  // namespace plaza::catalog
