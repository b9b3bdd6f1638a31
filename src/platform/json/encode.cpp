#include "platform/json/encode.h"

#include <charconv>
#include <cmath>

namespace plaza::json {

void append_string(std::string& out, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
    out.append(text, start, i - start);
    start = i + 1;
    switch (byte) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
  }
  out.append(text, start, text.size() - start);
  out += '"';
}

void append_integer(std::string& out, std::int64_t value) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  out.append(buffer, end);
}

void append_real(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  out.append(buffer, end);
}

namespace {

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

void append_money(std::string& out, const Money& value) {
  out += "{\"amount\":";
  append_integer(out, value.amount);
  out += ",\"currency\":\"";
  out += value.currency.code();
  out += "\"}";
}

void append_object(std::string& out, const void* value, const Shape& shape) {
  bool first = true;
  out += '{';
  for (const auto& member : shape.members) {
    out += first ? std::string_view(member.key).substr(1) : std::string_view(member.key);
    first = false;
    append_value(out, static_cast<const char*>(value) + member.offset, *member.type);
  }
  out += '}';
}

void append_list(std::string& out, const void* value, const Type& type) {
  const auto count = type.count(value);
  const auto* item = static_cast<const char*>(type.get(value));
  out += '[';
  for (std::size_t i = 0; i < count; ++i, item += type.inner->size) {
    if (i) out += ',';
    append_value(out, item, *type.inner);
  }
  out += ']';
}

void append_map(std::string& out, const void* value, const Type& type) {
  struct Context {
    std::string& out;
    const Type& inner;
    bool first = true;
  } context{out, *type.inner};
  out += '{';
  type.visit(value, &context, [](void* given, const std::string& key, const void* item) {
    auto& to = *static_cast<Context*>(given);
    if (!to.first) to.out += ',';
    to.first = false;
    append_string(to.out, key);
    to.out += ':';
    append_value(to.out, item, to.inner);
  });
  out += '}';
}

}  // namespace

void append_value(std::string& out, const void* value, const Type& type) {
  using Kind = Type::Kind;
  switch (type.kind) {
    case Kind::boolean: out += as<bool>(value) ? "true" : "false"; return;
    case Kind::int32: return append_integer(out, as<int>(value));
    case Kind::integer: return append_integer(out, as<std::int64_t>(value));
    case Kind::real: return append_real(out, as<double>(value));
    case Kind::text: return append_string(out, as<std::string>(value));
    case Kind::money: return append_money(out, as<Money>(value));
    case Kind::time: return append_string(out, to_text(as<Time>(value)));
    case Kind::raw: {
      const auto& text = as<Raw>(value).text;
      out += text.empty() ? std::string_view("null") : std::string_view(text);
      return;
    }
    case Kind::id: return append_string(out, id_text(type.prefix, as<std::int64_t>(value)));
    case Kind::named: return append_string(out, type.names[type.index(value)]);
    case Kind::optional:
      if (const void* inner = type.get(value)) append_value(out, inner, *type.inner);
      else out += "null";
      return;
    case Kind::list: return append_list(out, value, type);
    case Kind::map: return append_map(out, value, type);
    case Kind::object: return append_object(out, value, type.shape());
  }
}

}  // namespace plaza::json
