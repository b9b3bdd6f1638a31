#include "platform/json/shape.h"

namespace plaza::json {

std::string component_name(const char* type_name) {
  // g++: "... shape_of() [with T = plaza::x::CartView; std::string = ...]"; clang: "... [T = plaza::x::CartView]".
  std::string_view text(type_name);
  const auto start = text.find("T = ");
  if (start != std::string_view::npos) text = text.substr(start + 4);
  text = text.substr(0, text.find_first_of(";]"));
  const auto colon = text.rfind("::");
  if (colon != std::string_view::npos) text = text.substr(colon + 2);
  return std::string(text);
}

void ShapeBuilder::add(const char* name, const void* member, const Type& member_type, const Rule* rules, std::size_t count) {
  Member added;
  added.name = name;
  added.key = ",\"" + added.name + "\":";
  added.offset = static_cast<std::size_t>(static_cast<const char*>(member) - start_);
  added.type = &member_type;
  added.may_be_absent = member_type.kind == Type::Kind::optional;
  added.rules.assign(rules, rules + count);
  for (const auto& rule : added.rules) {
    switch (rule.kind) {
      case Rule::Kind::optional: added.may_be_absent = true; break;
      case Rule::Kind::length: added.length_given = true; break;
      case Rule::Kind::items: added.items_given = true; break;
      case Rule::Kind::multiline: added.multiline = true; break;
      default: break;
    }
  }
  shape_.members.push_back(std::move(added));
}

namespace shape_detail {

Shape make(const char* given_name, const char* type_name, void (*fill)(Shape&)) {
  Shape shape;
  shape.name = given_name ? given_name : component_name(type_name);
  fill(shape);
  return shape;
}

}  // namespace shape_detail

}  // namespace plaza::json
