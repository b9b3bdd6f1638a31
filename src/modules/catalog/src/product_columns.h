// Columns of product files that are our own, and the JSON lists in their cells. They carry what the
// file format of other shops does not: attributes with units and direction, swatches, tags with
// commas, collections by handle.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/product.h"
#include "platform/json/describe.h"
#include "rules.h"

namespace plaza::catalog {

namespace own_column {
inline constexpr const char* variant_title = "Plaza / Variant title";
inline constexpr const char* media_type = "Plaza / Media type";
inline constexpr const char* options = "Plaza / Options";
inline constexpr const char* attributes = "Plaza / Attributes";
inline constexpr const char* tags = "Plaza / Tags";
inline constexpr const char* collections = "Plaza / Collections";
}  // namespace own_column

struct OptionList {
  struct Value {
    std::string value, swatch;
    template <class V>
    void describe(V& v) {
      v("value", value);
      v("swatch", swatch, json::Optional{});
    }
  };
  struct Item {
    std::string name;
    std::vector<Value> values;
    template <class V>
    void describe(V& v) {
      v("name", name);
      v("values", values, json::Items{0, option_values_max});
    }
  };
  std::vector<Item> list;
  template <class V>
  void describe(V& v) {
    v("list", list, json::Items{0, options_max});
  }
};

struct AttributeList {
  struct Item {
    std::string key, label, value;
    std::optional<double> number;
    std::string unit;
    Direction direction = Direction::neutral;
    template <class V>
    void describe(V& v) {
      v("key", key);
      v("label", label);
      v("value", value, json::Multiline{});
      v("number", number);
      v("unit", unit, json::Optional{});
      v("direction", direction, json::Optional{});
    }
  };
  std::vector<Item> list;
  template <class V>
  void describe(V& v) {
    v("list", list, json::Items{0, attributes_max});
  }
};

struct CollectionList {
  struct Item {
    std::string handle, title;
    template <class V>
    void describe(V& v) {
      v("handle", handle);
      v("title", title);
    }
  };
  std::vector<Item> list;
  template <class V>
  void describe(V& v) {
    v("list", list, json::Items{0, 1'000});
  }
};

struct TextList {
  std::vector<std::string> list;
  template <class V>
  void describe(V& v) {
    v("list", list, json::Items{0, 1'000});
  }
};

}  // namespace plaza::catalog
