#include "document.h"

#include <array>
#include <boost/json.hpp>

#include "platform/json/codec.h"

namespace plaza::catalog {
namespace {

// Written by one description, with short names (a store has a million of these), and read by hand:
// what was kept was checked when it came in, and must be readable whatever the rules are later.
struct KeptValue {
  std::string value, swatch;
  template <class V>
  void describe(V& v) {
    v("v", value);
    v("s", swatch);
  }
};
struct KeptOption {
  std::string name;
  std::vector<KeptValue> values;
  template <class V>
  void describe(V& v) {
    v("n", name);
    v("v", values);
  }
};
struct KeptAttribute {
  Attribute a;
  template <class V>
  void describe(V& v) {
    v("k", a.key);
    v("l", a.label);
    v("v", a.value);
    v("n", a.number);
    v("u", a.unit);
    v("d", a.direction);
  }
};
struct KeptMedia {
  ProductMedia m;
  template <class V>
  void describe(V& v) {
    v("k", m.kind);
    v("m", m.media_id.value);
    v("u", m.source_url);
    v("a", m.alt);
    v("w", m.width);
    v("h", m.height);
  }
};
struct KeptLists {
  std::vector<std::string> tags;
  std::vector<KeptOption> options;
  std::vector<KeptAttribute> attributes;
  std::vector<KeptMedia> media;
  template <class V>
  void describe(V& v) {
    v("tags", tags);
    v("options", options);
    v("attributes", attributes);
    v("media", media);
  }
};
struct KeptProblem {
  ImportProblem p;
  template <class V>
  void describe(V& v) {
    v("line", p.line);
    v("field", p.field);
    v("message", p.message);
  }
};

using Object = boost::json::object;

class Parsed {
 public:
  explicit Parsed(std::string_view text)
      : root_(boost::json::parse({text.data(), text.size()}, &arena_)) {}
  const boost::json::value& root() const { return root_; }

 private:
  std::array<unsigned char, 8192> first_;
  boost::json::monotonic_resource arena_{first_.data(), first_.size()};
  boost::json::value root_;
};

std::string text_of(const boost::json::value& value) {
  const auto* text = value.if_string();
  return text ? std::string(text->data(), text->size()) : std::string();
}
std::string text_in(const Object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value ? text_of(*value) : std::string();
}
std::int64_t integer_in(const Object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value && value->is_int64() ? value->get_int64() : 0;
}
template <class Each>
void each_in(const Object& object, const char* name, const Each& each) {
  const auto* value = object.if_contains(name);
  const auto* list = value ? value->if_array() : nullptr;
  if (!list) return;
  for (const auto& item : *list) each(item);
}
template <class Each>
void each_object_in(const Object& object, const char* name, const Each& each) {
  each_in(object, name, [&](const boost::json::value& item) {
    if (const auto* inner = item.if_object()) each(*inner);
  });
}
template <class E>
E enum_in(const Object& object, const char* name) {
  return json::parse_enum<E>(text_in(object, name)).value_or(E{});
}

}  // namespace

std::string document_text(const Product& product) {
  KeptLists lists;
  lists.tags = product.tags;
  for (const auto& option : product.options) {
    KeptOption kept{option.name, {}};
    for (const auto& value : option.values) kept.values.push_back({value.value, value.swatch});
    lists.options.push_back(std::move(kept));
  }
  for (const auto& attribute : product.attributes) lists.attributes.push_back({attribute});
  for (const auto& media : product.media) lists.media.push_back({media});
  return json::encode(lists);
}

void read_document(std::string_view text, Product& product) {
  const Parsed parsed(text);
  const Object& root = parsed.root().as_object();
  each_in(root, "tags",
          [&](const boost::json::value& tag) { product.tags.push_back(text_of(tag)); });
  each_object_in(root, "options", [&](const Object& kept) {
    Option option{text_in(kept, "n"), {}};
    each_object_in(kept, "v", [&](const Object& value) {
      option.values.push_back({text_in(value, "v"), text_in(value, "s")});
    });
    product.options.push_back(std::move(option));
  });
  each_object_in(root, "attributes", [&](const Object& kept) {
    Attribute attribute{text_in(kept, "k"), text_in(kept, "l"), text_in(kept, "v"),
                        std::nullopt,       text_in(kept, "u"), enum_in<Direction>(kept, "d")};
    const auto* number = kept.if_contains("n");
    if (number && number->is_number()) attribute.number = number->to_number<double>();
    product.attributes.push_back(std::move(attribute));
  });
  each_object_in(root, "media", [&](const Object& kept) {
    product.media.push_back({enum_in<MediaKind>(kept, "k"), media::MediaId{integer_in(kept, "m")},
                             text_in(kept, "u"), text_in(kept, "a"),
                             static_cast<int>(integer_in(kept, "w")),
                             static_cast<int>(integer_in(kept, "h"))});
  });
}

std::string choices_text(const std::vector<std::string>& choices) {
  return choices.empty() ? "" : json::encode(choices);
}

std::vector<std::string> read_choices(std::string_view text) {
  std::vector<std::string> choices;
  if (text.empty()) return choices;
  const Parsed parsed(text);
  for (const auto& choice : parsed.root().as_array()) choices.push_back(text_of(choice));
  return choices;
}

std::string problems_text(const std::vector<ImportProblem>& problems) {
  std::vector<KeptProblem> kept;
  for (const auto& problem : problems) kept.push_back({problem});
  return json::encode(kept);
}

std::vector<ImportProblem> read_problems(std::string_view text) {
  std::vector<ImportProblem> problems;
  if (text.empty()) return problems;
  const Parsed parsed(text);
  for (const auto& item : parsed.root().as_array()) {
    const Object& kept = item.as_object();
    problems.push_back(
        {integer_in(kept, "line"), text_in(kept, "field"), text_in(kept, "message")});
  }
  return problems;
}

}  // namespace plaza::catalog
