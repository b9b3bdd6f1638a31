// What the process says about itself: one line per happening, as text for people or as JSON for machines.
//
//   log::info("server is listening", {{"port", port}, {"url", url}});
//
// The message is a constant; what varies goes into fields. Never log passwords, tokens or personal data.
// Thread-safe. Line breaks and control characters are escaped, so that no input can forge a line.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace plaza::log {

enum class Level { debug, info, warning, error };
enum class Format { text, json };

std::optional<Level> parse_level(std::string_view name);    // "debug", "info", "warning", "error"
std::optional<Format> parse_format(std::string_view name);  // "text", "json"

// One fact about a happening. Text is borrowed for the call.
class Field {
 public:
  Field(std::string_view key, std::string_view value) : key_(key), value_(value) {}
  Field(std::string_view key, const char* value) : key_(key), value_(std::string_view(value)) {}
  Field(std::string_view key, const std::string& value)
      : key_(key), value_(std::string_view(value)) {}
  Field(std::string_view key, bool value) : key_(key), value_(value) {}
  Field(std::string_view key, double value) : key_(key), value_(value) {}
  template <std::integral I>
  Field(std::string_view key, I value) : key_(key), value_(static_cast<std::int64_t>(value)) {}

  using Value = std::variant<std::string_view, std::int64_t, double, bool>;
  std::string_view key() const { return key_; }
  const Value& value() const { return value_; }

 private:
  std::string_view key_;
  Value value_;
};
using Fields = std::initializer_list<Field>;

void debug(std::string_view message, Fields fields = {});
void info(std::string_view message, Fields fields = {});
void warning(std::string_view message, Fields fields = {});
void error(std::string_view message, Fields fields = {});
bool enabled(Level level);

struct Options {
  Level level = Level::info;
  Format format = Format::text;
  std::string file;  // empty: standard error
  std::function<void(std::string_view)>
      sink;  // instead of both: gets each line without its line break; for tests
};
// Process-wide; until it is called: text at `info` to standard error. Throws std::runtime_error if the file cannot be opened.
void configure(const Options& options);

// While it lives, lines of this thread carry `request_id`. Not kept over a suspension: a coroutine that logs after
// co_await makes its own scope or passes the field.
class RequestScope {
 public:
  explicit RequestScope(std::string_view request_id);
  ~RequestScope();
  RequestScope(const RequestScope&) = delete;
  RequestScope& operator=(const RequestScope&) = delete;

 private:
  std::string previous_;
};

}  // namespace plaza::log
