// From described structs to JSON text, straight into the reply's buffer. An absent optional is written as null.
#pragma once

#include <string>
#include <string_view>

#include "platform/json/shape.h"

namespace plaza::json {

void append_string(std::string& out, std::string_view text);  // with quotes
void append_integer(std::string& out, std::int64_t value);
void append_real(std::string& out, double value);

// Appends the value of that type which `value` points to.
void append_value(std::string& out, const void* value, const Type& type);

}  // namespace plaza::json
