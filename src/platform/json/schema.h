// The shape of a described type as data: for the OpenAPI document and for reading typed values out of a query.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/shape.h"

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

// Objects are made once each and shared. Called at start-up from one thread.
SchemaOf schema_of(const Type& type);

template <class T>
SchemaOf schema_of() {
  return schema_of(type<T>);
}

}  // namespace plaza::json
