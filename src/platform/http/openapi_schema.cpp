#include "platform/http/openapi_schema.h"

#include "platform/json/describe.h"
#include "platform/json/document.h"

namespace plaza::http {

namespace {

namespace bj = boost::json;
using Kind = json::Schema::Kind;

void add_text_format(const std::string& format, bj::object& out) {
  if (format.empty()) return;
  if (format.starts_with("id:")) {
    out["pattern"] = "^" + format.substr(3) + "_[0-9a-hjkmnp-tv-z]{13}$";
  } else if (format == "country") {
    out["pattern"] = "^[A-Z]{2}$";
  } else if (format == "currency") {
    out["pattern"] = "^[A-Z]{3}$";
  } else if (format != "handle") {
    out["format"] = format;
  }
}

void add_range(const json::Schema& schema, const char* low, const char* high, bj::object& out) {
  if (schema.min) out[low] = *schema.min;
  if (schema.max) out[high] = *schema.max;
}

}  // namespace

std::string OpenapiSchemas::name_of(const json::Schema& schema) const {
  const auto known = names_.find(&schema);
  return known == names_.end() ? schema.name : known->second;
}

void OpenapiSchemas::show(const json::SchemaOf& schema, Use use) {
  if (!schema) return;
  if (schema->items) show(schema->items, use);
  if (schema->kind != Kind::object || schema->reference || schema->name.empty()) return;
  auto& name = names_[schema.get()];
  const bool seen = !name.empty();
  if (!seen) {
    // Two structs of one name in different blocks: the later one gets a number.
    name = schema->name;
    for (int number = 2; components_.contains(name); ++number) name = schema->name + std::to_string(number);
    components_[name].schema = schema;
  }
  Component& component = components_[name];
  if (seen && (use == Use::response || component.in_request)) return;
  if (use == Use::request) component.in_request = true;
  for (const auto& field : schema->fields) show(field.schema, use);
}

bj::object OpenapiSchemas::of(const json::SchemaOf& schema) const {
  bj::object out;
  switch (schema->kind) {
    case Kind::any: break;
    case Kind::boolean: out["type"] = "boolean"; break;
    case Kind::integer:
      out["type"] = "integer";
      out["format"] = "int64";
      add_range(*schema, "minimum", "maximum", out);
      break;
    case Kind::number:
      out["type"] = "number";
      if (schema->real_min) out["minimum"] = *schema->real_min;
      if (schema->real_max) out["maximum"] = *schema->real_max;
      add_range(*schema, "minimum", "maximum", out);
      break;
    case Kind::string:
      out["type"] = "string";
      if (!schema->values.empty()) out["enum"] = bj::array(schema->values.begin(), schema->values.end());
      add_text_format(schema->format, out);
      add_range(*schema, "minLength", "maxLength", out);
      break;
    case Kind::list:
      out["type"] = "array";
      out["items"] = of(schema->items);
      add_range(*schema, "minItems", "maxItems", out);
      break;
    case Kind::map:
      out["type"] = "object";
      out["additionalProperties"] = of(schema->items);
      add_range(*schema, "minProperties", "maxProperties", out);
      break;
    case Kind::object:
      if (schema->name.empty()) return inline_object(schema->fields);
      out["$ref"] = "#/components/schemas/" + name_of(*schema);
      break;
  }
  return out;
}

bj::object OpenapiSchemas::of(const json::Field& field) const {
  bj::object out = of(field.schema);
  if (field.nullable && !out.empty()) {
    if (out.contains("$ref")) {
      bj::array either;
      either.push_back(std::move(out));
      either.push_back(bj::object{{"type", "null"}});
      out = bj::object{{"anyOf", std::move(either)}};
    } else if (out.contains("enum")) {
      out["type"] = bj::array{"string", "null"};
      out["enum"].as_array().push_back(nullptr);
    } else {
      out["type"] = bj::array{out["type"], "null"};
    }
  }
  if (!field.doc.empty()) out["description"] = field.doc;
  return out;
}

bj::object OpenapiSchemas::object_of(const std::vector<json::Field>& fields, bool all_required) const {
  bj::object properties;
  bj::array required;
  for (const auto& field : fields) {
    properties[field.name] = of(field);
    if (field.required || all_required) required.push_back(bj::string(field.name));
  }
  bj::object out{{"type", "object"}};
  if (!required.empty()) out["required"] = std::move(required);
  out["properties"] = std::move(properties);
  return out;
}

bj::object OpenapiSchemas::inline_object(const std::vector<json::Field>& fields) const { return object_of(fields, false); }

bj::object OpenapiSchemas::components() const {
  bj::object out;
  for (const auto& [name, component] : components_) {
    out[name] = object_of(component.schema->fields, !component.in_request);
  }
  return out;
}

}  // namespace plaza::http
