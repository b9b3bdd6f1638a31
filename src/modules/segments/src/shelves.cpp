#include "shelves.h"

#include <mutex>

namespace plaza::segments {
namespace {

void take_names(const Pattern& pattern, std::set<std::string>& names) {
  for (const auto& test : pattern.where) {
    if (test.field != "collection") continue;
    for (const auto& value : test.values) names.insert(value.text);
  }
}

void take_names(const Node& node, std::set<std::string>& names) {
  for (const auto& rule : node.rules) take_names(rule, names);
  take_names(node.first, names);
  take_names(node.second, names);
}

}  // namespace

bool Shelves::holds(std::string_view product, std::string_view collection) const {
  const std::shared_lock lock(mutex_);
  const auto found = products_.find(collection);
  return found != products_.end() && found->second.contains(product);
}

Shelves::Products Shelves::read(db::Reader& reader, const std::string& handle) {
  Products products;
  const auto collection = collections_.collection_by_handle(reader, handle);
  if (!collection) return products;
  for (const auto id : collections_.products(reader, collection->id)) products.insert(to_text(id));
  return products;
}

void Shelves::need(db::Reader& reader, const Node& rule) {
  std::set<std::string> names;
  take_names(rule, names);
  for (const auto& name : names) {
    {
      const std::shared_lock lock(mutex_);
      if (products_.contains(name)) continue;
    }
    auto products = read(reader, name);
    const std::unique_lock lock(mutex_);
    // Previews may name anything: what no rule needs is read again when it is needed.
    if (products_.size() > 2'000) products_.clear();
    products_.insert_or_assign(name, std::move(products));
  }
}

bool Shelves::refresh(db::Reader& reader) {
  std::vector<std::string> names;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [name, products] : products_) names.push_back(name);
  }
  bool changed = false;
  for (const auto& name : names) {
    auto products = read(reader, name);
    const std::unique_lock lock(mutex_);
    auto& known = products_[name];
    changed = changed || known != products;
    known = std::move(products);
  }
  return changed;
}

}  // namespace plaza::segments
