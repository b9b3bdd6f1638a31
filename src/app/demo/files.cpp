#include "files.h"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "platform/base/text.h"

namespace plaza::app::demo_brand {

namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;

std::string find_folder() {
  std::error_code failure;
  const auto self = fs::read_symlink("/proc/self/exe", failure);
  for (auto folder = self.parent_path(); !failure && folder.has_relative_path(); folder = folder.parent_path()) {
    for (const auto* place : {"share/plaza/demo", "demo"}) {
      if (fs::exists(folder / place / "catalog" / "products.json")) return (folder / place).string();
    }
  }
  throw std::runtime_error("the demo's files (demo/catalog/products.json) were not found");
}

bj::value read_json(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  bj::error_code failure;
  auto value = bj::parse(text.str(), failure);
  if (!in || failure) throw std::runtime_error(path + " cannot be read as JSON");
  return value;
}

std::string text(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}
std::string english(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  if (value && value->is_object()) return text(value->get_object(), "en");
  return text(object, name);
}
double number(const bj::object& object, const char* name, double otherwise = 0) {
  const auto* value = object.if_contains(name);
  return value && value->is_number() ? value->to_number<double>() : otherwise;
}
std::int64_t whole(const bj::object& object, const char* name) { return static_cast<std::int64_t>(number(object, name)); }
std::vector<std::string> texts(const bj::object& object, const char* name) {
  std::vector<std::string> list;
  if (const auto* value = object.if_contains(name); value && value->is_array()) {
    for (const auto& item : value->get_array()) list.emplace_back(item.as_string());
  }
  return list;
}

catalog::Attribute attribute(const bj::object& from) {
  catalog::Attribute made;
  made.key = text(from, "key");
  made.label = english(from, "label");
  made.unit = text(from, "unit");
  const auto direction = text(from, "direction");
  made.direction = direction == "more" ? catalog::Direction::more : direction == "less" ? catalog::Direction::less
                                                                                        : catalog::Direction::neutral;
  const auto& value = from.at("value");
  if (value.is_bool()) {
    made.value = value.get_bool() ? "Yes" : "No";
    made.number = value.get_bool() ? 1 : 0;
  } else if (value.is_number()) {
    made.number = value.to_number<double>();
    std::ostringstream out;
    out << *made.number;
    made.value = out.str() + (made.unit.empty() ? "" : " " + made.unit);
  } else {
    made.value = english(from, "value");
  }
  return made;
}

Product product(const bj::object& from) {
  Product made;
  auto& product = made.product;
  product.handle = text(from, "handle");
  product.title = english(from, "title");
  product.description_html = "<p>" + escape_html(english(from, "description")) + "</p>";
  product.vendor = text(from, "vendor");
  product.product_type = text(from, "type");
  product.tags = texts(from, "tags");
  product.collection_handles = {text(from, "collection")};
  std::vector<std::string> option_names;
  for (const auto& option : from.at("options").as_array()) {
    catalog::Option one;
    one.name = text(option.as_object(), "name");
    option_names.push_back(one.name);
    for (const auto& value : option.as_object().at("values").as_array()) {
      one.values.push_back({text(value.as_object(), "value"), text(value.as_object(), "swatch")});
    }
    product.options.push_back(std::move(one));
  }
  for (const auto& value : from.at("variants").as_array()) {
    const auto& variant = value.as_object();
    catalog::NewVariant one;
    one.sku = text(variant, "sku");
    one.price = whole(variant, "price");
    const auto compare = variant.contains("compare_at_price") ? whole(variant, "compare_at_price") : whole(from, "compare_at_price");
    if (compare > one.price) one.compare_at_price = compare;
    one.weight_grams = whole(variant, "weight_g");
    for (const auto& name : option_names) one.choices.push_back(text(variant.at("options").as_object(), name.c_str()));
    made.stock.push_back(whole(variant, "stock"));
    made.variant_image.push_back(text(variant, "image"));
    product.variants.push_back(std::move(one));
  }
  for (const auto& value : from.at("attributes").as_array()) product.attributes.push_back(attribute(value.as_object()));
  made.images = texts(from, "images");
  made.model = text(from, "model");
  made.video = text(from, "video");
  return made;
}

Picture picture(const bj::object& from) {
  Picture made;
  made.file = text(from, "file");
  made.kind = text(from, "kind");
  made.width = static_cast<int>(whole(from, "width"));
  made.height = static_cast<int>(whole(from, "height"));
  made.duration_ms = whole(from, "duration_ms");
  made.poster = text(from, "poster");
  made.alt = english(from, "alt");
  made.scene = text(from, "scene");
  made.tastes = texts(from, "tastes");
  if (const auto* products = from.if_contains("products"); products && products->is_array()) {
    for (const auto& value : products->get_array()) {
      const auto& one = value.as_object();
      PictureProduct tagged{text(one, "handle"), number(one, "x", 0.5), number(one, "y", 0.5), std::nullopt};
      if (one.contains("t")) tagged.seconds = number(one, "t");
      made.products.push_back(std::move(tagged));
    }
  }
  return made;
}

Words words(const bj::object& from) {
  Words made;
  for (const auto& [taste, list] : from.at("openers").as_object()) {
    for (const auto& opener : list.as_array()) made.openers[std::string(taste)].emplace_back(opener.as_string());
  }
  made.middles = texts(from, "middles");
  made.closers = texts(from, "closers");
  made.comments = texts(from, "comments");
  return made;
}

}  // namespace

Files read_files() {
  Files files;
  files.folder = find_folder();
  // Named: what a range-for iterates over must outlive it.
  const auto collections = read_json(files.folder + "/catalog/collections.json");
  for (const auto& value : collections.as_array()) {
    const auto& one = value.as_object();
    files.collections.push_back({text(one, "handle"), english(one, "title"), english(one, "description")});
  }
  const auto products = read_json(files.folder + "/catalog/products.json");
  for (const auto& value : products.as_array()) {
    files.products.push_back(product(value.as_object()));
  }
  const auto manifest = read_json(files.folder + "/media/manifest.json");
  for (const auto& value : manifest.as_object().at("media").as_array()) {
    files.pictures.push_back(picture(value.as_object()));
  }
  const auto people = read_json(files.folder + "/people/people.json");
  for (const auto& value : people.as_array()) {
    const auto& one = value.as_object();
    files.people.push_back({text(one, "handle"), text(one, "name"), text(one, "locale"), text(one, "bio"), texts(one, "tastes")});
  }
  const auto all_words = read_json(files.folder + "/people/words.json");
  for (const auto& [locale, value] : all_words.as_object()) files.words[std::string(locale)] = words(value.as_object());
  return files;
}

}  // namespace plaza::app::demo_brand
