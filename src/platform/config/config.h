// Configuration: every key is declared once, as data; one TOML file, the environment and the command line fill it.
// Later wins: default, file, environment (PLAZA_SERVER_PORT for server.port), command line.
//
//   constexpr config::Key port{"server.port", config::Type::integer, "8080", "TCP port to listen on.", {.min = 1, .max = 65535}};
//
// Unknown keys, wrong types and numbers out of range are errors that name the key, all of them at once. Config is immutable
// after load(): copy it, read it from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/base/result.h"

namespace plaza::config {

enum class Type {
  text,
  integer,
  real,
  boolean,
  list
};  // list: of texts; in the environment separated by commas

struct Limits {
  std::int64_t min = INT64_MIN;  // integer and real: the value; text: bytes; list: entries
  std::int64_t max = INT64_MAX;
  const char* choices = "";  // text: the allowed values, separated by commas; empty: any
  bool secret = false;       // not shown by describe(), never logged
};

struct Key {
  const char* name;  // "section.name": lower case, words joined by _, the unit last
  Type type;
  const char* default_value;  // as it would stand in the environment
  const char* doc;            // a sentence or two for the operator
  Limits limits = {};
};

// What `plaza serve` itself reads. Modules and the app declare more beside their users and hand load() all of them.
std::span<const Key> server_keys();

class Config {
 public:
  // Asking for an undeclared key, or with another type, is a mistake of the program (CHECK).
  const std::string& text(std::string_view key) const;
  std::int64_t integer(std::string_view key) const;
  double real(std::string_view key) const;
  bool flag(std::string_view key) const;
  const std::vector<std::string>& list(std::string_view key) const;

  enum class Origin { default_value, file, environment, command_line };
  Origin origin(std::string_view key) const;
  // PLAZA_… variables that belong to no key: most likely misspelled; the app logs them.
  const std::vector<std::string>& unknown_variables() const { return unknown_variables_; }
  // "server.port = 8080 (environment)", one key a line, secrets left out: for `plaza doctor` and the start of the log.
  std::string describe() const;

  using Value = std::variant<std::string, std::int64_t, double, bool, std::vector<std::string>>;

 private:
  friend class Loader;
  struct Entry {
    Key key;
    Value value;
    Origin origin;
  };
  const Entry& entry(std::string_view key) const;
  std::map<std::string, Entry, std::less<>> entries_;
  std::vector<std::string> unknown_variables_;
};

struct Sources {
  std::string file;                                 // empty: none
  std::vector<std::string> environment;             // "NAME=value" (see process_environment())
  std::map<std::string, std::string> command_line;  // by key name: {"server.port", "9000"}
};
std::vector<std::string> process_environment();

// Errors: config.unreadable (the file is missing or not TOML; the detail has the line), config.invalid (`fields` name the keys,
// codes unknown, wrong_type, out_of_range).
Result<Config> load(std::span<const Key> keys, const Sources& sources);
// The same from TOML text instead of a file; for tests.
Result<Config> load_text(std::span<const Key> keys, std::string_view toml,
                         const Sources& sources = {});

// "PLAZA_SERVER_PORT" of "server.port".
std::string environment_name(std::string_view key);
// All keys with type, default, limits, environment name and explanation, as Markdown; docs/ is written from it.
std::string reference(std::span<const Key> keys);
// A TOML file with every key commented out at its default.
std::string example_file(std::span<const Key> keys);

}  // namespace plaza::config
