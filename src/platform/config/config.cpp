#include "platform/config/config.h"

#include "platform/base/check.h"
#include "platform/config/value.h"

namespace plaza::config {
namespace {

std::string_view origin_name(Config::Origin origin) {
  switch (origin) {
    case Config::Origin::default_value:
      return "default";
    case Config::Origin::file:
      return "file";
    case Config::Origin::environment:
      return "environment";
    case Config::Origin::command_line:
      return "command line";
  }
  return "";
}

std::string_view section_of(std::string_view key) { return key.substr(0, key.find('.')); }

std::string default_text(const Key& key) {
  const auto value = parse_value(key, key.default_value);
  return value.ok() ? toml_text(*value) : std::string();
}

std::string limits_text(const Key& key) {
  if (*key.limits.choices != '\0') return "one of `" + std::string(key.limits.choices) + "`";
  if (key.type != Type::integer && key.type != Type::real) return std::string(type_name(key.type));
  std::string text(type_name(key.type));
  if (key.limits.min != INT64_MIN) text += ", at least " + std::to_string(key.limits.min);
  if (key.limits.max != INT64_MAX) text += ", at most " + std::to_string(key.limits.max);
  return text;
}

}  // namespace

const Config::Entry& Config::entry(std::string_view key) const {
  const auto found = entries_.find(key);
  CHECK(found != entries_.end());
  return found->second;
}

const std::string& Config::text(std::string_view key) const {
  const auto* value = std::get_if<std::string>(&entry(key).value);
  CHECK(value != nullptr);
  return *value;
}

std::int64_t Config::integer(std::string_view key) const {
  const auto* value = std::get_if<std::int64_t>(&entry(key).value);
  CHECK(value != nullptr);
  return *value;
}

double Config::real(std::string_view key) const {
  const auto* value = std::get_if<double>(&entry(key).value);
  CHECK(value != nullptr);
  return *value;
}

bool Config::flag(std::string_view key) const {
  const auto* value = std::get_if<bool>(&entry(key).value);
  CHECK(value != nullptr);
  return *value;
}

const std::vector<std::string>& Config::list(std::string_view key) const {
  const auto* value = std::get_if<std::vector<std::string>>(&entry(key).value);
  CHECK(value != nullptr);
  return *value;
}

Config::Origin Config::origin(std::string_view key) const { return entry(key).origin; }

std::string Config::describe() const {
  std::string out;
  for (const auto& [name, entry] : entries_) {
    const bool hidden = entry.key.limits.secret && entry.origin != Origin::default_value;
    out += name + " = " + (hidden ? "(hidden)" : toml_text(entry.value));
    out += " (" + std::string(origin_name(entry.origin)) + ")\n";
  }
  return out;
}

std::string environment_name(std::string_view key) {
  std::string name = "PLAZA_";
  for (char c : key) {
    name += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

std::string reference(std::span<const Key> keys) {
  std::string out;
  std::string_view section;
  for (const Key& key : keys) {
    if (section_of(key.name) != section) {
      section = section_of(key.name);
      out += (out.empty() ? "" : "\n") + ("## " + std::string(section)) + "\n\n";
      out += "| key | default | value | environment | meaning |\n|---|---|---|---|---|\n";
    }
    out += "| `" + std::string(key.name) + "` | `" + default_text(key) + "` | " + limits_text(key) +
           " | `" + environment_name(key.name) + "` | " + key.doc +
           (key.limits.secret ? " May hold a password." : "") + " |\n";
  }
  return out;
}

std::string example_file(std::span<const Key> keys) {
  std::string out;
  std::string_view section;
  for (const Key& key : keys) {
    const std::string_view name = key.name;
    if (section_of(name) != section) {
      section = section_of(name);
      out += (out.empty() ? "" : "\n") + ("[" + std::string(section) + "]\n");
    }
    out += "# " + std::string(key.doc) + "\n";
    out += "# " + std::string(name.substr(section.size() + 1)) + " = " + default_text(key) + "\n";
  }
  return out;
}

}  // namespace plaza::config
