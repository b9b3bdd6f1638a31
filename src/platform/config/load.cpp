#include <toml++/toml.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "platform/base/check.h"
#include "platform/config/config.h"
#include "platform/config/value.h"

namespace plaza::config {

// Collects values and every mistake on the way.
class Loader {
 public:
  explicit Loader(std::span<const Key> keys) {
    for (const Key& key : keys) {
      auto value = parse_value(key, key.default_value);
      CHECK(value.ok());  // a declared default must be valid
      const bool added =
          config_.entries_
              .emplace(key.name, Config::Entry{key, *value, Config::Origin::default_value})
              .second;
      CHECK(added);  // declared twice
    }
  }

  void take_table(const toml::table& table, const std::string& prefix) {
    for (const auto& [name, node] : table) {
      const std::string key =
          prefix.empty() ? std::string(name.str()) : prefix + "." + std::string(name.str());
      if (const auto* inner = node.as_table()) {
        take_table(*inner, key);
      } else {
        take_node(key, node);
      }
    }
  }

  void take_environment(const std::vector<std::string>& environment) {
    std::map<std::string, std::string> values;
    for (const std::string& variable : environment) {
      const auto equals = variable.find('=');
      if (!variable.starts_with("PLAZA_") || equals == std::string::npos) continue;
      values[variable.substr(0, equals)] = variable.substr(equals + 1);
    }
    for (auto& [name, entry] : config_.entries_) {
      const auto found = values.find(environment_name(name));
      if (found == values.end()) continue;
      take_text(entry, found->second, Config::Origin::environment);
      values.erase(found);
    }
    for (const auto& [name, value] : values) {
      if (!name.starts_with("PLAZA_TEST_")) config_.unknown_variables_.push_back(name);
    }
  }

  void take_command_line(const std::map<std::string, std::string>& values) {
    for (const auto& [name, text] : values) {
      if (auto* entry = find(name)) take_text(*entry, text, Config::Origin::command_line);
    }
  }

  Result<Config> finish() && {
    if (mistakes_.empty()) return std::move(config_);
    Error error{ErrorKind::invalid, "config.invalid", "The configuration has mistakes.",
                std::move(mistakes_)};
    for (const FieldError& mistake : error.fields)
      error.detail += "\n  " + mistake.field + ": " + mistake.message;
    return error;
  }

 private:
  Config::Entry* find(const std::string& name) {
    const auto found = config_.entries_.find(name);
    if (found != config_.entries_.end()) return &found->second;
    mistakes_.push_back({name, "unknown", "There is no such key."});
    return nullptr;
  }

  void keep(Config::Entry& entry, Result<Config::Value> value, Config::Origin origin) {
    if (value.ok()) {
      entry.value = std::move(*value);
      entry.origin = origin;
    } else {
      for (const FieldError& field : value.error().fields) mistakes_.push_back(field);
    }
  }

  void take_text(Config::Entry& entry, std::string_view text, Config::Origin origin) {
    keep(entry, parse_value(entry.key, text), origin);
  }

  void take_node(const std::string& name, const toml::node& node) {
    Config::Entry* entry = find(name);
    if (entry == nullptr) return;
    std::optional<Config::Value> value;
    switch (entry->key.type) {
      case Type::text:
        if (auto text = node.value_exact<std::string>()) value = *text;
        break;
      case Type::integer:
        if (auto number = node.value_exact<std::int64_t>()) value = *number;
        break;
      case Type::real:
        if (node.is_number()) value = *node.value<double>();
        break;
      case Type::boolean:
        if (auto flag = node.value_exact<bool>()) value = *flag;
        break;
      case Type::list:
        value = texts(node);
        break;
    }
    keep(*entry, value ? checked(entry->key, *value) : wrong_type(entry->key),
         Config::Origin::file);
  }

  static std::optional<Config::Value> texts(const toml::node& node) {
    const toml::array* array = node.as_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::string> found;
    for (const toml::node& element : *array) {
      auto text = element.value_exact<std::string>();
      if (!text) return std::nullopt;
      found.push_back(*text);
    }
    return found;
  }

  Config config_;
  std::vector<FieldError> mistakes_;
};

namespace {

Error unreadable(std::string detail) {
  return {ErrorKind::invalid, "config.unreadable", std::move(detail)};
}

Result<Config> load_named(std::span<const Key> keys, std::string_view toml_text,
                          const std::string& file, const Sources& sources) {
  Loader loader(keys);
  try {
    loader.take_table(toml::parse(toml_text, file), "");
  } catch (const toml::parse_error& problem) {
    std::ostringstream detail;
    detail << file << ":" << problem.source().begin.line << ": " << problem.description();
    return unreadable(detail.str());
  }
  loader.take_environment(sources.environment);
  loader.take_command_line(sources.command_line);
  return std::move(loader).finish();
}

}  // namespace

Result<Config> load_text(std::span<const Key> keys, std::string_view toml_text,
                         const Sources& sources) {
  return load_named(keys, toml_text, "configuration", sources);
}

Result<Config> load(std::span<const Key> keys, const Sources& sources) {
  std::string text;
  if (!sources.file.empty()) {
    std::ifstream file(sources.file, std::ios::binary);
    if (!file || std::filesystem::is_directory(sources.file))
      return unreadable("Cannot read " + sources.file + ".");
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  return load_named(keys, text, sources.file, sources);
}

std::vector<std::string> process_environment() {
  std::vector<std::string> variables;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  return variables;
}

}  // namespace plaza::config
