// One value of a key: from text, and whether it is allowed.
#pragma once

#include "platform/config/config.h"

namespace plaza::config {

// From the text of the environment, the command line or a default.
Result<Config::Value> parse_value(const Key& key, std::string_view text);
// The value, or the error that it is out of range.
Result<Config::Value> checked(const Key& key, Config::Value value);
Error wrong_type(const Key& key);
std::string_view type_name(Type type);  // "a whole number"
// As it would stand in a TOML file.
std::string toml_text(const Config::Value& value);

}  // namespace plaza::config
