// The lists of a post that are kept as JSON.
#pragma once

#include <string>
#include <vector>

#include "content/posts.h"
#include "platform/json/codec.h"

namespace plaza::content {

struct StoredTag {
  catalog::ProductId product_id;
  std::int64_t media_index = 0;
  double x = 0.5;
  double y = 0.5;
  std::optional<std::int64_t> t;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("media_index", media_index);
    v("x", x);
    v("y", y);
    v("t", t);
  }
};

struct StoredLists {  // decoding needs an object at the root: {"items": …}
  std::vector<StoredTag> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 100});
  }
};
struct StoredTexts {
  std::vector<std::string> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 100});
  }
};
struct StoredMedia {
  std::vector<media::MediaId> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 100});
  }
};

// What we wrote ourselves must read back.
template <class T>
auto stored_items(std::string_view text) {
  auto value = json::decode<T>(text);
  CHECK(value.ok());
  return std::move(value->items);
}

}  // namespace plaza::content
