// Reading JSON that others send: what is not there, or is something else, is empty. Ids come as text or as numbers.
#pragma once

#include <boost/json.hpp>
#include <initializer_list>
#include <string>
#include <string_view>

#include "platform/base/time.h"

namespace plaza::networks::reading {

inline const boost::json::value* at(const boost::json::value& value, std::initializer_list<std::string_view> path) {
  const auto* here = &value;
  for (const auto step : path) {
    const auto* object = here->if_object();
    here = object ? object->if_contains(step) : nullptr;
    if (!here) return nullptr;
  }
  return here;
}

inline std::string text(const boost::json::value& value, std::initializer_list<std::string_view> path, std::size_t bytes_max = 300) {
  const auto* found = at(value, path);
  if (!found) return {};
  if (const auto* string = found->if_string()) return string->size() > bytes_max ? std::string() : std::string(*string);
  if (found->is_int64()) return std::to_string(found->get_int64());
  if (found->is_uint64()) return std::to_string(found->get_uint64());
  return {};
}

inline bool flag(const boost::json::value& value, std::initializer_list<std::string_view> path) {
  const auto* found = at(value, path);
  return found && found->is_bool() && found->get_bool();
}

// Empty when it is no list.
inline const boost::json::array& list(const boost::json::value& value, std::initializer_list<std::string_view> path) {
  static const boost::json::array none;
  const auto* found = at(value, path);
  const auto* array = found ? found->if_array() : nullptr;
  return array ? *array : none;
}

// Seconds or milliseconds since 1970, as a number or as text.
inline Time time(const boost::json::value& value, std::initializer_list<std::string_view> path) {
  std::int64_t number = 0;
  for (const char c : text(value, path)) {
    if (c < '0' || c > '9' || number > 100'000'000'000'000) return {};
    number = number * 10 + (c - '0');
  }
  return number > 100'000'000'000 ? Time{milliseconds(number)} : Time{seconds(number)};
}

}  // namespace plaza::networks::reading
