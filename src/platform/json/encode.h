// From described structs to JSON text, straight into the reply's buffer. An absent optional is written as null.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/json/describe.h"

namespace plaza::json {

void append_string(std::string& out, std::string_view text);  // with quotes
void append_integer(std::string& out, std::int64_t value);
void append_real(std::string& out, double value);

class Encoder {
 public:
  explicit Encoder(std::string& out) : out_(out) {}

  void write(bool value) { out_ += value ? "true" : "false"; }
  void write(int value) { append_integer(out_, value); }
  void write(std::int64_t value) { append_integer(out_, value); }
  void write(double value) { append_real(out_, value); }
  void write(const std::string& value) { append_string(out_, value); }
  void write(std::string_view value) { append_string(out_, value); }
  void write(const char* value) { append_string(out_, value); }
  void write(const Money& value);
  void write(Time value) { append_string(out_, to_text(value)); }
  void write(const Raw& value) { out_ += value.text.empty() ? std::string_view("null") : std::string_view(value.text); }
  template <class Tag>
  void write(Id<Tag> value) {
    append_string(out_, to_text(value));
  }
  template <NamedEnum E>
  void write(E value) {
    append_string(out_, enum_text(value));
  }
  template <class T>
  void write(const std::optional<T>& value) {
    if (value) write(*value);
    else out_ += "null";
  }
  template <class T>
  void write(const std::vector<T>& list) {
    out_ += '[';
    bool first = true;
    for (const auto& item : list) {
      if (!first) out_ += ',';
      first = false;
      write(item);
    }
    out_ += ']';
  }
  template <class T>
  void write(const std::map<std::string, T>& map) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, item] : map) {
      if (!first) out_ += ',';
      first = false;
      append_string(out_, key);
      out_ += ':';
      write(item);
    }
    out_ += '}';
  }
  template <Described T>
  void write(const T& value) {
    const bool outer = std::exchange(first_, true);
    out_ += '{';
    const_cast<T&>(value).describe(*this);  // the visitor below only reads
    out_ += '}';
    first_ = outer;
  }

  // The visitor of describe().
  template <class T, class... Rules>
  void operator()(const char* name, T& member, const Rules&...) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
    write(static_cast<const T&>(member));
  }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace plaza::json
