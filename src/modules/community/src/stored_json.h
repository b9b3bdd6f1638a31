// Lists that are kept as JSON in one column.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/check.h"
#include "platform/json/codec.h"

namespace plaza::community {

template <class T>
struct StoredList {  // an object at the root: {"items": …}
  static constexpr const char* schema_name = "CommunityStoredList";
  std::vector<T> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 100});
  }
};

template <class T>
std::string stored(const std::vector<T>& items) {
  return json::encode(StoredList<T>{items});
}
// What we wrote ourselves must read back.
template <class T>
std::vector<T> stored_items(std::string_view text) {
  auto value = json::decode<StoredList<T>>(text);
  CHECK(value.ok());
  return std::move(value->items);
}

}  // namespace plaza::community
