// Typed 64-bit identifiers, time-ordered, and their text form outside: a prefix and 13 characters of
// Crockford base 32 in lower case ("prd_01hxy…"). Ids are guessable: they grant nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/time.h"

namespace plaza {

// A Tag names its text prefix:  struct ProductTag { static constexpr const char* prefix = "prd"; };
template <class Tag>
struct Id {
  using tag = Tag;
  std::int64_t value = 0;  // 0 is "none"; real ids are positive

  explicit operator bool() const { return value != 0; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

std::string id_text(std::string_view prefix, std::int64_t value);
std::optional<std::int64_t> parse_id(std::string_view prefix, std::string_view text);

template <class Tag>
std::string to_text(Id<Tag> id) {
  return id_text(Tag::prefix, id.value);
}

// Nothing if the prefix or the text is not one of this type's.
template <class I>
std::optional<I> parse_id(std::string_view text) {
  if (auto value = parse_id(I::tag::prefix, text)) return I{*value};
  return std::nullopt;
}

// Makes ids: 41 bits of milliseconds since 2024, 10 bits of node, 12 bits of sequence. Never goes
// backwards, even when the clock does: it then counts on from the last id. Thread-safe.
class IdSource {
 public:
  // `node` is 0..1023 and leased from the database; `last` is the greatest id this node ever gave (0: none).
  IdSource(const Clock& clock, int node, std::int64_t last = 0);

  std::int64_t next();
  template <class I>
  I make() {
    return I{next()};
  }

 private:
  const Clock& clock_;
  const std::int64_t node_;
  std::mutex mutex_;
  std::int64_t last_;
};

// When an id was made (to the millisecond).
Time time_of_id(std::int64_t value);

// 63 random bits, never 0: for what must be unique without any node's help and needs no order.
std::int64_t random_id();

}  // namespace plaza

template <class Tag>
struct std::hash<plaza::Id<Tag>> {
  std::size_t operator()(plaza::Id<Tag> id) const noexcept {
    // Sequence bits are low and dense: multiply so that they spread over the table.
    return static_cast<std::size_t>(static_cast<std::uint64_t>(id.value) * 0x9E3779B97F4A7C15ull);
  }
};
