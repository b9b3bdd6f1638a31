#include "platform/json/schema.h"

#include <map>

namespace plaza::json {

namespace {

SchemaOf money_schema() {
  static const SchemaOf schema = [] {
    auto amount = std::make_shared<Schema>();
    amount->kind = Schema::Kind::integer;
    auto currency = std::make_shared<Schema>();
    currency->kind = Schema::Kind::string;
    currency->format = "currency";
    auto money = std::make_shared<Schema>();
    money->kind = Schema::Kind::object;
    money->name = "Money";
    money->fields = {{"amount", amount, true, false, "Minor units."},
                     {"currency", currency, true, false, "ISO 4217."}};
    return money;
  }();
  return schema;
}

const char* pattern_format(Pattern::Name name) {
  switch (name) {
    case Pattern::Name::email: return "email";
    case Pattern::Name::country: return "country";
    case Pattern::Name::currency: return "currency";
    case Pattern::Name::handle: return "handle";
    case Pattern::Name::url: return "uri";
  }
  return "";
}

void apply(Schema& schema, Field& field, const Rule& rule) {
  switch (rule.kind) {
    case Rule::Kind::between:
      if (rule.min != std::numeric_limits<std::int64_t>::min()) schema.min = rule.min;
      if (rule.max != std::numeric_limits<std::int64_t>::max()) schema.max = rule.max;
      return;
    case Rule::Kind::between_real:
      schema.real_min = rule.real_min;
      schema.real_max = rule.real_max;
      return;
    case Rule::Kind::length:
      if (schema.kind != Schema::Kind::string) return;
      if (rule.min) schema.min = rule.min;
      schema.max = rule.max;
      return;
    case Rule::Kind::items:
      if (rule.min) schema.min = rule.min;
      schema.max = rule.max;
      return;
    case Rule::Kind::pattern: schema.format = pattern_format(rule.pattern); return;
    case Rule::Kind::optional: field.required = false; return;
    case Rule::Kind::doc: field.doc = rule.text; return;
    case Rule::Kind::multiline: return;
  }
}

Field field_of(const Member& member) {
  const bool optional = member.type->kind == Type::Kind::optional;
  Field field{member.name, schema_of(*member.type), !optional, optional, {}};
  // A component's own shape does not depend on its user.
  auto own = std::make_shared<Schema>(field.schema->kind == Schema::Kind::object ? Schema{} : *field.schema);
  for (const auto& rule : member.rules) apply(*own, field, rule);
  if (field.schema->kind != Schema::Kind::object) field.schema = own;
  return field;
}

SchemaOf object_schema(const Shape& shape) {
  // Null while it is being made: a recursive member then becomes a reference by name.
  static std::map<const Shape*, SchemaOf> known;
  auto schema = std::make_shared<Schema>();
  schema->kind = Schema::Kind::object;
  schema->name = shape.name;
  const auto [entry, fresh] = known.try_emplace(&shape);
  if (!fresh) {
    if (entry->second) return entry->second;
    schema->reference = true;
    return schema;
  }
  for (const auto& member : shape.members) schema->fields.push_back(field_of(member));
  entry->second = schema;
  return schema;
}

}  // namespace

SchemaOf schema_of(const Type& type) {
  using Kind = Type::Kind;
  auto schema = std::make_shared<Schema>();
  switch (type.kind) {
    case Kind::boolean: schema->kind = Schema::Kind::boolean; break;
    case Kind::int32:
    case Kind::integer: schema->kind = Schema::Kind::integer; break;
    case Kind::real: schema->kind = Schema::Kind::number; break;
    case Kind::text: schema->kind = Schema::Kind::string; break;
    case Kind::money: return money_schema();
    case Kind::raw: schema->kind = Schema::Kind::any; break;
    case Kind::time:
      schema->kind = Schema::Kind::string;
      schema->format = "date-time";
      break;
    case Kind::id:
      schema->kind = Schema::Kind::string;
      schema->format = std::string("id:") + type.prefix;
      break;
    case Kind::named:
      schema->kind = Schema::Kind::string;
      schema->values.assign(type.names, type.names + type.name_count);
      break;
    case Kind::optional: return schema_of(*type.inner);
    case Kind::list:
    case Kind::map:
      schema->kind = type.kind == Kind::list ? Schema::Kind::list : Schema::Kind::map;
      schema->items = schema_of(*type.inner);
      break;
    case Kind::object: return object_schema(type.shape());
  }
  return schema;
}

}  // namespace plaza::json
