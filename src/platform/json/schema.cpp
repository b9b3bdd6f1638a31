#include "platform/json/schema.h"

namespace plaza::json {

std::string component_name(const char* type_name) {
  // g++: "... name_of() [with T = plaza::x::CartView; std::string = ...]"; clang: "... [T = plaza::x::CartView]".
  std::string_view text(type_name);
  const auto start = text.find("T = ");
  if (start != std::string_view::npos) text = text.substr(start + 4);
  text = text.substr(0, text.find_first_of(";]"));
  const auto colon = text.rfind("::");
  if (colon != std::string_view::npos) text = text.substr(colon + 2);
  return std::string(text);
}

namespace schema_detail {

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

}  // namespace schema_detail

}  // namespace plaza::json
