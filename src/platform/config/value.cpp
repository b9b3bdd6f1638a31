#include "platform/config/value.h"

#include <charconv>
#include <cmath>

#include "platform/base/text.h"

namespace plaza::config {
namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!trimmed(text).empty()) {
    const auto comma = text.find(',');
    const auto part = trimmed(text.substr(0, comma));
    if (!part.empty()) parts.emplace_back(part);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return parts;
}

Error out_of_range(const Key& key, std::string message) {
  return invalid_field(key.name, "out_of_range", std::move(message));
}

std::string between(const Key& key, std::string_view unit) {
  std::string text = "It must have ";
  if (unit.empty()) text = "It must be ";
  const bool low = key.limits.min != INT64_MIN;
  const bool high = key.limits.max != INT64_MAX;
  if (low && high) {
    text += std::to_string(key.limits.min) + " to " + std::to_string(key.limits.max);
  } else if (low) {
    text += "at least " + std::to_string(key.limits.min);
  } else {
    text += "at most " + std::to_string(key.limits.max);
  }
  return text + std::string(unit) + ".";
}

bool outside(const Key& key, std::int64_t value) {
  return value < key.limits.min || value > key.limits.max;
}

std::string toml_quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string real_text(double value) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  std::string text(digits, end);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

std::string_view type_name(Type type) {
  switch (type) {
    case Type::text:
      return "text";
    case Type::integer:
      return "a whole number";
    case Type::real:
      return "a number";
    case Type::boolean:
      return "true or false";
    case Type::list:
      return "a list of texts";
  }
  return "";
}

Error wrong_type(const Key& key) {
  return invalid_field(key.name, "wrong_type",
                       "It must be " + std::string(type_name(key.type)) + ".");
}

Result<Config::Value> checked(const Key& key, Config::Value value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (outside(key, static_cast<std::int64_t>(text->size())))
      return out_of_range(key, between(key, " bytes"));
    const auto choices = split(key.limits.choices);
    if (!choices.empty() && std::find(choices.begin(), choices.end(), *text) == choices.end()) {
      return out_of_range(key, "It must be one of: " + std::string(key.limits.choices) + ".");
    }
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (outside(key, *number)) return out_of_range(key, between(key, ""));
  } else if (const auto* real = std::get_if<double>(&value)) {
    const bool low = *real < static_cast<double>(key.limits.min);
    if (!std::isfinite(*real) || low || *real > static_cast<double>(key.limits.max)) {
      return out_of_range(key, between(key, ""));
    }
  } else if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    if (outside(key, static_cast<std::int64_t>(list->size())))
      return out_of_range(key, between(key, " entries"));
  }
  return value;
}

Result<Config::Value> parse_value(const Key& key, std::string_view text) {
  switch (key.type) {
    case Type::text:
      return checked(key, std::string(text));
    case Type::integer: {
      const auto number = parse_integer(trimmed(text));
      if (!number) return wrong_type(key);
      return checked(key, std::int64_t{*number});
    }
    case Type::real: {
      const auto digits = trimmed(text);
      double number = 0;
      const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size())
        return wrong_type(key);
      return checked(key, number);
    }
    case Type::boolean: {
      const std::string word = lower_ascii(trimmed(text));
      if (word == "true" || word == "1" || word == "yes" || word == "on")
        return Config::Value(true);
      if (word == "false" || word == "0" || word == "no" || word == "off" || word.empty())
        return Config::Value(false);
      return wrong_type(key);
    }
    case Type::list:
      return checked(key, split(text));
  }
  return wrong_type(key);
}

std::string toml_text(const Config::Value& value) {
  struct Write {
    std::string operator()(const std::string& text) const { return toml_quoted(text); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return real_text(number); }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(const std::vector<std::string>& list) const {
      std::string out = "[";
      for (const std::string& text : list) out += (out.size() > 1 ? ", " : "") + toml_quoted(text);
      return out + "]";
    }
  };
  return std::visit(Write{}, value);
}

}  // namespace plaza::config
