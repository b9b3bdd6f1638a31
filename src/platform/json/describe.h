// One description per request and response: it decodes, validates, encodes and documents. A described struct is
//
//   struct AddLine {
//     VariantId variant_id;
//     std::int64_t quantity = 1;
//     template <class V>
//     void describe(V& v) {
//       v("variant_id", variant_id);
//       v("quantity", quantity, json::Between{1, 99});
//     }
//   };
//
// A member is required unless it is std::optional or the rule json::Optional{} is given (it then keeps its default).
// Members: bool, int, std::int64_t, double, std::string, Id<T>, Money, Time, json::Raw, an enum with a names table, another
// described struct, std::optional, std::vector and std::map<std::string, …> of these.
// An enum declares, beside itself:  constexpr auto enum_names(Color*) { return std::array{"red", "green"}; }
// (values 0, 1, …). The schema's name is the struct's name without namespace, or `static constexpr const char* schema_name`.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "platform/base/id.h"
#include "platform/base/money.h"
#include "platform/base/time.h"

namespace plaza::json {

// Any JSON, kept as its text. Encoded as it stands; must be valid JSON (empty is encoded as null).
struct Raw {
  std::string text;
};

// Rules. Several may follow a member.
struct Between {  // numbers
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};
struct BetweenReal {
  double min;
  double max;
};
struct Length {  // text, in code points; without one, text may have at most 10,000
  std::size_t min = 0;
  std::size_t max = 10'000;
};
struct Items {  // lists and maps; without one, at most 100
  std::size_t min = 0;
  std::size_t max = 100;
};
struct Pattern {  // text: one of the named formats below, checked and documented
  enum class Name { email, country, currency, handle, url } name;
};
struct Multiline {};  // text may hold line breaks and tabs; without it control characters are refused
struct Optional {};   // may be absent (or null): the member keeps its default
struct Doc {
  const char* text;
};

struct Probe {  // a visitor that only exists to recognise described structs
  template <class... A>
  void operator()(const char*, A&&...) {}
};
template <class T>
concept Described = requires(T& value, Probe& probe) { value.describe(probe); };

template <class T>
concept NamedEnum = std::is_enum_v<T> && requires { enum_names(static_cast<T*>(nullptr)); };

template <NamedEnum E>
std::string_view enum_text(E value) {
  return enum_names(static_cast<E*>(nullptr))[static_cast<std::size_t>(value)];
}
template <NamedEnum E>
std::optional<E> parse_enum(std::string_view text) {
  const auto names = enum_names(static_cast<E*>(nullptr));
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (text == names[i]) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace plaza::json
