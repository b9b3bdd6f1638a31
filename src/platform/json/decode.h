// From JSON text to described structs, collecting every wrong field with its path.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/result.h"
#include "platform/json/shape.h"

namespace plaza::json {

// The named formats of describe.h. `url` is absolute http(s).
bool has_format(std::string_view text, Pattern::Name format);

class Decoder {
 public:
  bool failed() const { return !errors_.empty(); }
  Error error() const;

  template <class T>
  void read(T& out, const boost::json::value& value) {
    read(&out, type<T>, value);
  }
  // The same through a pointer to a value of that type.
  void read(void* out, const Type& type, const boost::json::value& value);

 private:
  struct Place;  // the path to the member being read
  void assign(void* out, const Type& type, const boost::json::value& value);
  void assign_named(void* out, const Type& type, const boost::json::value& value);
  void assign_list(void* out, const Type& type, const boost::json::value& value);
  void assign_map(void* out, const Type& type, const boost::json::value& value);
  void assign_object(void* out, const Shape& shape, const boost::json::value& value);
  void read_member(void* out, const Member& member, const boost::json::value* found);
  void default_rules(const void* value, const Type& type, const Member* member);
  void check(const void* value, const Type& type, const Rule& rule);
  void check_text(const std::string& text, bool length_given, bool multiline);
  void check_number(std::int64_t value, const Rule& rule);
  void check_length(const std::string& text, const Rule& rule);
  void check_items(std::size_t count, const Rule& rule);
  void check_format(const std::string& text, Pattern::Name format);
  std::string path() const;
  void fail(const char* code, std::string message);

  const Place* place_ = nullptr;
  std::vector<FieldError> errors_;
};

}  // namespace plaza::json
