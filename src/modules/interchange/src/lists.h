// JSON lists in cells: {"list": …} without what is around it.
#pragma once

#include <string>
#include <vector>

#include "platform/json/codec.h"

namespace plaza::interchange {

template <class Item>
struct List {
  static constexpr std::size_t most = 1'000;
  std::vector<Item> list;
  template <class V>
  void describe(V& v) {
    v("list", list, json::Items{0, most});
  }
};

template <class Item>
std::string list_cell(const std::vector<Item>& items) {
  if (items.empty()) return {};
  const std::string text = json::encode(List<Item>{items});
  constexpr std::size_t before = std::string_view("{\"list\":").size();
  return text.substr(before, text.size() - before - 1);
}

template <class Item>
Result<std::vector<Item>> read_list(const std::string& cell) {
  if (cell.empty()) return std::vector<Item>{};
  TRY(auto read, json::decode<List<Item>>("{\"list\":" + cell + "}"));
  return std::move(read.list);
}

// "In the JSON, fulfilments[0].id is required."
inline std::string words_of(const Error& error) {
  if (error.fields.empty()) return error.detail;
  return "In it, " + error.fields[0].field + " " + error.fields[0].message + ".";
}

}  // namespace plaza::interchange
