// The demo brand as its files describe it: products, collections, pictures, people and words. Read once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace plaza::app::demo_brand {

struct PictureProduct {
  std::string handle;
  double x = 0.5, y = 0.5;
  std::optional<double> seconds;
};
struct Picture {
  std::string file;  // below demo/media
  std::string kind;  // packshot, angle, detail, scene, clip, avatar
  int width = 0, height = 0;
  std::int64_t duration_ms = 0;
  std::string poster;
  std::string alt;
  std::string scene;
  std::vector<PictureProduct> products;
  std::vector<std::string> tastes;
};
struct Product {
  catalog::NewProduct product;
  std::vector<std::string> images;
  std::string model, video;
  std::vector<std::int64_t> stock;         // by variant
  std::vector<std::string> variant_image;  // by variant; may be empty
};
struct Collection {
  std::string handle, title, description;
};
struct Person {
  std::string handle, name, locale, bio;
  std::vector<std::string> tastes;
};
struct Words {
  std::map<std::string, std::vector<std::string>> openers;  // by taste; "*" for all
  std::vector<std::string> middles, closers, comments;
};
struct Files {
  std::string folder;
  std::vector<Collection> collections;
  std::vector<Product> products;
  std::vector<Picture> pictures;
  std::vector<Person> people;
  std::map<std::string, Words> words;  // by locale
};

// Finds the folder beside the program or in the source tree; throws std::runtime_error when it is not there or cannot be read.
Files read_files();

}  // namespace plaza::app::demo_brand
