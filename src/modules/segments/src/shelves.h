// The products of the collections that rules name. Thread-safe.
#pragma once

#include <map>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "catalog/catalog.h"
#include "rule.h"

namespace plaza::segments {

class Shelves {
 public:
  explicit Shelves(catalog::Collections& collections) : collections_(collections) {}

  // `product` is an id as text, `collection` a handle.
  bool holds(std::string_view product, std::string_view collection) const;
  // Reads the collections that a rule names and that are not known yet. One that does not exist is empty.
  void need(db::Reader& reader, const Node& rule);
  // Reads all of them again; true: one is not as it was.
  bool refresh(db::Reader& reader);

 private:
  using Products = std::set<std::string, std::less<>>;
  Products read(db::Reader& reader, const std::string& handle);

  catalog::Collections& collections_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, Products, std::less<>> products_;
};

}  // namespace plaza::segments
