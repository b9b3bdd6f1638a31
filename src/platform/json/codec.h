// Described structs from and to JSON text.
#pragma once

#include <string>
#include <string_view>

#include "platform/base/result.h"
#include "platform/json/decode.h"
#include "platform/json/describe.h"
#include "platform/json/encode.h"

namespace plaza::json {

// Into the value of that type which `out` points to.
Status decode_text(std::string_view text, void* out, const Type& type);

// Parses and decodes; the error lists all wrong fields at once. Depth is limited to 32; unknown members are ignored.
template <Described T>
Result<T> decode(std::string_view text) {
  T value;
  TRY_DONE(decode_text(text, &value, type<T>));
  return value;
}

template <class T>
std::string encode(const T& value) {
  std::string out;
  append_value(out, &value, type<T>);
  return out;
}

}  // namespace plaza::json
