#include "demo/own_shop.h"

#include <algorithm>
#include <array>

#include "platform/base/text.h"

namespace plaza::app {

namespace {

constexpr std::size_t name_max = 60;  // code points
// What export programs put into a file's name.
constexpr std::array<std::string_view, 13> kinds = {"products", "product", "export", "exports", "catalog", "catalogue", "shopify",
                                                    "all",      "data",    "copy",   "final",   "import",  "csv"};

bool says_nothing(std::string_view word) {
  const auto small = lower_ascii(word);
  return std::find(kinds.begin(), kinds.end(), small) != kinds.end() ||
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string shop_name_of(std::string_view file) {
  file = file.substr(file.find_last_of('/') + 1);
  file = file.substr(0, file.rfind('.'));
  std::string name;
  while (!file.empty()) {
    const auto end = std::min(file.find_first_of("-_. ()"), file.size());
    std::string word(file.substr(0, end));
    file.remove_prefix(std::min(end + 1, file.size()));
    if (word.empty() || says_nothing(word)) continue;
    if (word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
    name += (name.empty() ? "" : " ") + word;
  }
  if (name.empty() || !is_utf8(name)) return "My shop";
  return std::string(first_code_points(name, name_max));
}

}  // namespace plaza::app
