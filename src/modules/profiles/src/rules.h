// Pure decisions of profiles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace plaza::profiles {

inline constexpr std::size_t traits_max = 100;         // members
inline constexpr std::size_t traits_bytes_max = 16'384;
inline constexpr std::size_t visitor_bytes_max = 128;

// The key of profiles_seen.
std::string visitor_key(std::string_view visitor);
std::string account_key(std::int64_t account);

// An anonymous id that we accept as one: 1..128 bytes of printable UTF-8.
bool is_visitor(std::string_view text);

// Traits as a JSON object, and where in the log each was told (name to position).
struct Traits {
  std::string values = "{}";
  std::string told = "{}";
};

// `known` with the members of `told` laid over it; null removes. Errors: request.invalid (traits) when `told` is not an object
// or the result is too large.
// Names that begin with "label:" are the shop's own word about the person: of them alone a `shop` may speak, and nobody else.
enum class Teller { person, shop };
inline constexpr std::string_view label_prefix = "label:";
Result<Traits> merged_traits(const Traits& known, std::string_view told, std::int64_t position, Teller teller = Teller::person);
// What care said of a person's conversations, as traits: {"label:vip": true, "label:late": null} of the payload's `labels` and `gone`.
std::string label_traits(const boost::json::object& payload);

// Of each trait the value that was told last; the names in order, so that equal traits are equal texts. The members of `above` lie over
// all of `below`. At most traits_max, the last told.
std::string combined_traits(const std::vector<Traits>& below, const std::vector<Traits>& above);

// A digest of one act; those of many are joined by exclusive or, in any order. 0 to 2^63 - 1.
std::int64_t act_digest(std::int64_t position, std::string_view name, std::string_view message_id);

// The digits that tell phones apart, without what people write differently (spaces, "+", "00", a leading zero after the country): the last
// nine. Empty when there are fewer than eight digits: too few to mean anybody.
std::string phone_key(std::string_view phone);
// "+84 912 345 678", "0084912345678" and "0912345678" are one number.
bool is_same_phone(std::string_view a, std::string_view b);

// A JSON text without what people wrote: of the texts in it only ids, times, numbers of orders, currencies and plain words of ours are
// left, and none in members that hold names or words of people.
std::string without_words(std::string_view json);

// How sure several independent reasons make one, in thousandths: 1 - (1 - a)(1 - b)…, never quite sure.
int joined_score(const std::vector<int>& scores);

}  // namespace plaza::profiles
