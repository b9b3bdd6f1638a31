// The shape of a described type as data: for the OpenAPI document and for reading typed values out of a query.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/describe.h"

namespace plaza::json {

struct Schema;
using SchemaOf = std::shared_ptr<const Schema>;

struct Field {
  std::string name;
  SchemaOf schema;
  bool required = true;
  bool nullable = false;
  std::string doc;
};

struct Schema {
  enum class Kind { boolean, integer, number, string, object, list, map, any } kind = Kind::any;
  std::string name;     // objects: the component's name
  std::string format;   // "date-time", "email", "uri", "id:prd" …
  std::vector<std::string> values;  // enums
  std::optional<std::int64_t> min, max;  // numbers: value; text: length; lists: items
  std::optional<double> real_min, real_max;
  std::vector<Field> fields;  // objects; empty too when this is a reference to a type being built
  SchemaOf items;             // lists, maps
  bool reference = false;     // the fields stand in another Schema of the same name (recursive types)
};

// "plaza::orders::CartView" as the compiler spells it -> "CartView".
std::string component_name(const char* type_name);

class SchemaBuilder {
 public:
  template <class T, class... Rules>
  void operator()(const char* name, T& member, const Rules&... rules);
  std::vector<Field> fields;
};

template <class T>
SchemaOf schema_of();

// --- templates ---------------------------------------------------------------------------------------------------

namespace schema_detail {

template <class T>
struct Unwrap {
  using type = T;
  static constexpr bool optional = false, list = false, map = false;
};
template <class T>
struct Unwrap<std::optional<T>> {
  using type = T;
  static constexpr bool optional = true, list = false, map = false;
};
template <class T>
struct Unwrap<std::vector<T>> {
  using type = T;
  static constexpr bool optional = false, list = true, map = false;
};
template <class T>
struct Unwrap<std::map<std::string, T>> {
  using type = T;
  static constexpr bool optional = false, list = false, map = true;
};
template <class T>
inline constexpr const char* id_prefix = nullptr;
template <class Tag>
inline constexpr const char* id_prefix<Id<Tag>> = Tag::prefix;

SchemaOf money_schema();
const char* pattern_format(Pattern::Name name);

template <class T>
std::string name_of() {
  if constexpr (requires { T::schema_name; }) {
    return T::schema_name;
  } else {
    return component_name(__PRETTY_FUNCTION__);
  }
}

template <class T>
SchemaOf object_schema() {
  // Null while it is being built: a recursive member then becomes a reference by name.
  static SchemaOf made;
  static bool building = false;
  if (made) return made;
  auto schema = std::make_shared<Schema>();
  schema->kind = Schema::Kind::object;
  schema->name = name_of<T>();
  if (building) {
    schema->reference = true;
    return schema;
  }
  building = true;
  SchemaBuilder builder;
  T value{};
  value.describe(builder);
  schema->fields = std::move(builder.fields);
  building = false;
  made = schema;
  return made;
}

template <class T, class Rule>
void apply(Schema& schema, Field& field, const Rule& rule) {
  if constexpr (std::is_same_v<Rule, Between>) {
    if (rule.min != std::numeric_limits<std::int64_t>::min()) schema.min = rule.min;
    if (rule.max != std::numeric_limits<std::int64_t>::max()) schema.max = rule.max;
  } else if constexpr (std::is_same_v<Rule, BetweenReal>) {
    schema.real_min = rule.min;
    schema.real_max = rule.max;
  } else if constexpr (std::is_same_v<Rule, Length>) {
    if (schema.kind == Schema::Kind::string) {
      if (rule.min) schema.min = static_cast<std::int64_t>(rule.min);
      schema.max = static_cast<std::int64_t>(rule.max);
    }
  } else if constexpr (std::is_same_v<Rule, Items>) {
    if (rule.min) schema.min = static_cast<std::int64_t>(rule.min);
    schema.max = static_cast<std::int64_t>(rule.max);
  } else if constexpr (std::is_same_v<Rule, Pattern>) {
    schema.format = pattern_format(rule.name);
  } else if constexpr (std::is_same_v<Rule, Optional>) {
    field.required = false;
  } else if constexpr (std::is_same_v<Rule, Doc>) {
    field.doc = rule.text;
  }
}

}  // namespace schema_detail

// Called at start-up from one thread.
template <class T>
SchemaOf schema_of() {
  using U = schema_detail::Unwrap<T>;
  auto schema = std::make_shared<Schema>();
  if constexpr (U::optional) {
    return schema_of<typename U::type>();
  } else if constexpr (U::list || U::map) {
    schema->kind = U::list ? Schema::Kind::list : Schema::Kind::map;
    schema->items = schema_of<typename U::type>();
  } else if constexpr (std::is_same_v<T, bool>) {
    schema->kind = Schema::Kind::boolean;
  } else if constexpr (std::is_integral_v<T>) {
    schema->kind = Schema::Kind::integer;
  } else if constexpr (std::is_floating_point_v<T>) {
    schema->kind = Schema::Kind::number;
  } else if constexpr (std::is_same_v<T, Money>) {
    return schema_detail::money_schema();
  } else if constexpr (std::is_same_v<T, Raw>) {
    schema->kind = Schema::Kind::any;
  } else if constexpr (std::is_same_v<T, Time>) {
    schema->kind = Schema::Kind::string;
    schema->format = "date-time";
  } else if constexpr (schema_detail::id_prefix<T> != nullptr) {
    schema->kind = Schema::Kind::string;
    schema->format = std::string("id:") + schema_detail::id_prefix<T>;
  } else if constexpr (NamedEnum<T>) {
    schema->kind = Schema::Kind::string;
    for (const auto& name : enum_names(static_cast<T*>(nullptr))) schema->values.emplace_back(name);
  } else if constexpr (Described<T>) {
    return schema_detail::object_schema<T>();
  } else {
    schema->kind = Schema::Kind::string;
  }
  return schema;
}

template <class T, class... Rules>
void SchemaBuilder::operator()(const char* name, T&, const Rules&... rules) {
  using U = schema_detail::Unwrap<T>;
  Field field{name, nullptr, !U::optional, U::optional, {}};
  SchemaOf base = schema_of<T>();
  if (base->kind == Schema::Kind::object) {
    [[maybe_unused]] Schema unused;  // a component's own shape does not depend on its user
    (schema_detail::apply<T>(unused, field, rules), ...);
    field.schema = base;
  } else {
    auto own = std::make_shared<Schema>(*base);
    (schema_detail::apply<T>(*own, field, rules), ...);
    field.schema = own;
  }
  fields.push_back(std::move(field));
}

}  // namespace plaza::json
