// What describe() says, as data: one table per described struct, made at its first use, which the decoder, the encoder and
// the API document walk. A struct's describe() is compiled once per file for the table, not once for each of the three.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/describe.h"

namespace plaza::json {

struct Shape;

// How a value of one type is reached through a pointer to it. Which of the functions are set follows from the kind.
struct Type {
  enum class Kind : std::uint8_t { boolean, int32, integer, real, text, money, time, raw, id, named, optional, list, map, object };
  using Visit = void (*)(void* context, const std::string& key, const void* value);

  Kind kind = Kind::object;
  std::size_t size = 0;                                     // bytes of one value
  const char* prefix = nullptr;                             // id
  const std::string_view* names = nullptr;                  // named
  std::size_t name_count = 0;                               // named
  const Type* inner = nullptr;                              // optional, list, map
  const Shape& (*shape)() = nullptr;                        // object
  std::size_t (*index)(const void*) = nullptr;              // named: its number
  void (*set_index)(void*, std::size_t) = nullptr;          // named
  const void* (*get)(const void*) = nullptr;                // optional: the value or null; list: the first of a row of them
  void* (*make)(void*) = nullptr;                           // optional: a new value; list: one more
  void* (*put)(void*, std::string_view key) = nullptr;      // map: the value of a key
  void (*clear)(void*, std::size_t expected) = nullptr;     // optional, list, map
  std::size_t (*count)(const void*) = nullptr;              // list, map
  void (*visit)(const void*, void* context, Visit) = nullptr;  // map
};

struct Rule {
  enum class Kind : std::uint8_t { between, between_real, length, items, pattern, multiline, optional, doc };
  Rule(Between r) : kind(Kind::between), min(r.min), max(r.max) {}                             // NOLINT implicit
  Rule(BetweenReal r) : kind(Kind::between_real), real_min(r.min), real_max(r.max) {}          // NOLINT implicit
  Rule(Length r) : kind(Kind::length), min(std::int64_t(r.min)), max(std::int64_t(r.max)) {}   // NOLINT implicit
  Rule(Items r) : kind(Kind::items), min(std::int64_t(r.min)), max(std::int64_t(r.max)) {}     // NOLINT implicit
  Rule(Pattern r) : kind(Kind::pattern), pattern(r.name) {}                                    // NOLINT implicit
  Rule(Multiline) : kind(Kind::multiline) {}                                                   // NOLINT implicit
  Rule(Optional) : kind(Kind::optional) {}                                                     // NOLINT implicit
  Rule(Doc r) : kind(Kind::doc), text(r.text) {}                                               // NOLINT implicit

  Kind kind;
  std::int64_t min = 0, max = 0;
  double real_min = 0, real_max = 0;
  Pattern::Name pattern = Pattern::Name::email;
  const char* text = nullptr;
};

struct Member {
  std::string name;
  std::string key;         // `,"name":`
  std::size_t offset = 0;  // from the start of its struct
  const Type* type = nullptr;
  bool may_be_absent = false;
  bool length_given = false, items_given = false, multiline = false;
  std::vector<Rule> rules;
};

struct Shape {
  std::string name;  // the component's name in the API document
  std::vector<Member> members;
};

// "plaza::orders::CartView" as the compiler spells it -> "CartView".
std::string component_name(const char* type_name);

// --- templates ---------------------------------------------------------------------------------------------------

namespace shape_detail {
template <class T>
constexpr Type make_type();
}

template <class T>
inline constexpr Type type = shape_detail::make_type<T>();

// The visitor of describe() that makes the table.
class ShapeBuilder {
 public:
  ShapeBuilder(Shape& shape, const void* start) : shape_(shape), start_(static_cast<const char*>(start)) {}

  template <class T, class... Rules>
  void operator()(const char* name, T& member, const Rules&... rules) {
    if constexpr (sizeof...(Rules) == 0) {
      add(name, &member, type<T>, nullptr, 0);
    } else {
      const Rule given[] = {Rule(rules)...};
      add(name, &member, type<T>, given, sizeof...(Rules));
    }
  }

 private:
  void add(const char* name, const void* member, const Type& member_type, const Rule* rules, std::size_t count);
  Shape& shape_;
  const char* start_;
};

namespace shape_detail {

template <class T>
void fill(Shape& shape) {
  T value{};
  ShapeBuilder builder(shape, &value);
  value.describe(builder);
}

Shape make(const char* given_name, const char* type_name, void (*fill)(Shape&));

template <class T>
const Shape& shape_of() {
  const char* given = nullptr;
  if constexpr (requires { T::schema_name; }) given = T::schema_name;
  static const Shape shape = make(given, __PRETTY_FUNCTION__, &fill<T>);
  return shape;
}

template <class E>
constexpr auto texts_of() {
  constexpr auto names = enum_names(static_cast<E*>(nullptr));
  std::array<std::string_view, names.size()> texts;
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = names[i];
  return texts;
}
template <class E>
inline constexpr auto names_of = texts_of<E>();

template <class E>
struct Named {
  static std::size_t index(const void* self) { return static_cast<std::size_t>(*static_cast<const E*>(self)); }
  static void set_index(void* self, std::size_t index) { *static_cast<E*>(self) = static_cast<E>(index); }
};

// std::optional, std::vector and std::map, by what they have in common.
template <class C>
struct Container {
  static C& of(void* self) { return *static_cast<C*>(self); }
  static const C& of(const void* self) { return *static_cast<const C*>(self); }
  static std::size_t count(const void* self) { return of(self).size(); }
  static void reset(void* self, std::size_t) { of(self).reset(); }
  static const void* value(const void* self) { return of(self) ? &*of(self) : nullptr; }
  static void* emplace(void* self) { return &of(self).emplace(); }
  static void empty_list(void* self, std::size_t expected) {
    of(self).clear();
    of(self).reserve(expected);
  }
  static const void* first(const void* self) { return of(self).data(); }
  static void* append(void* self) { return &of(self).emplace_back(); }
  static void empty_map(void* self, std::size_t) { of(self).clear(); }
  static void* put(void* self, std::string_view key) { return &of(self)[std::string(key)]; }
  static void visit(const void* self, void* context, Type::Visit each) {
    for (const auto& [key, value] : of(self)) each(context, key, &value);
  }
};

template <class T>
struct Holds {};
template <class T>
struct Holds<std::optional<T>> {
  static constexpr Type::Kind kind = Type::Kind::optional;
  using Inner = T;
};
template <class T>
struct Holds<std::vector<T>> {
  static constexpr Type::Kind kind = Type::Kind::list;
  using Inner = T;
};
template <class T>
struct Holds<std::map<std::string, T>> {
  static constexpr Type::Kind kind = Type::Kind::map;
  using Inner = T;
};
template <class T>
inline constexpr const char* id_prefix = nullptr;
template <class Tag>
inline constexpr const char* id_prefix<Id<Tag>> = Tag::prefix;

template <class T>
constexpr Type make_type() {
  using Kind = Type::Kind;
  Type made;
  made.size = sizeof(T);
  if constexpr (std::is_same_v<T, bool>) {
    made.kind = Kind::boolean;
  } else if constexpr (std::is_same_v<T, int>) {
    made.kind = Kind::int32;
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    made.kind = Kind::integer;
  } else if constexpr (std::is_same_v<T, double>) {
    made.kind = Kind::real;
  } else if constexpr (std::is_same_v<T, std::string>) {
    made.kind = Kind::text;
  } else if constexpr (std::is_same_v<T, Money>) {
    made.kind = Kind::money;
  } else if constexpr (std::is_same_v<T, Time>) {
    made.kind = Kind::time;
  } else if constexpr (std::is_same_v<T, Raw>) {
    made.kind = Kind::raw;
  } else if constexpr (id_prefix<T> != nullptr) {
    static_assert(sizeof(T) == sizeof(std::int64_t));
    made.kind = Kind::id;
    made.prefix = id_prefix<T>;
  } else if constexpr (std::is_enum_v<T>) {
    made.kind = Kind::named;
    made.names = names_of<T>.data();
    made.name_count = names_of<T>.size();
    made.index = &Named<T>::index;
    made.set_index = &Named<T>::set_index;
  } else if constexpr (requires { typename Holds<T>::Inner; }) {
    using Access = Container<T>;
    made.kind = Holds<T>::kind;
    made.inner = &type<typename Holds<T>::Inner>;
    if constexpr (Holds<T>::kind == Kind::optional) {
      made.get = &Access::value;
      made.make = &Access::emplace;
      made.clear = &Access::reset;
    } else if constexpr (Holds<T>::kind == Kind::list) {
      made.get = &Access::first;
      made.make = &Access::append;
      made.clear = &Access::empty_list;
      made.count = &Access::count;
    } else {
      made.put = &Access::put;
      made.clear = &Access::empty_map;
      made.count = &Access::count;
      made.visit = &Access::visit;
    }
  } else {
    static_assert(Described<T>, "a member of a described struct is of a type that describe.h does not name");
    made.kind = Kind::object;
    made.shape = &shape_of<T>;
  }
  return made;
}

}  // namespace shape_detail

}  // namespace plaza::json
