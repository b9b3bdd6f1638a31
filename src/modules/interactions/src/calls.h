// A tracking body taken apart: only the members that a record is made of, as views. Two readers fill it. The scanner takes
// plain JSON as clients write it in one pass, without copies; whatever it is not sure of goes to Boost.JSON, whose word on
// what is JSON is the only one: the scanner accepts less, and reads the same.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace plaza::interactions {

enum class Member {
  type, event, name, previous_id, group_id, anonymous_id, user_id, message_id, original_timestamp, timestamp, sent_at,
  write_key, properties, traits, context, batch,
};
inline constexpr std::size_t members_count = 16;

struct Value {
  enum class Kind : unsigned char { other, text, integer, object, array };
  std::string_view text;   // a text's characters, an integer's digits, or the JSON of an object
  Kind kind = Kind::other;  // `other`: absent, or of no use
};

// One call; in a batch, `is_object` is false for a list entry that is none.
struct CallBody {
  std::array<Value, members_count> members;
  bool is_object = true;

  const Value& operator[](Member member) const { return members[static_cast<std::size_t>(member)]; }
  Value& operator[](Member member) { return members[static_cast<std::size_t>(member)]; }
  std::string_view text(Member member) const {
    const Value& value = (*this)[member];
    return value.kind == Value::Kind::text ? value.text : std::string_view();
  }
};

struct Body {
  CallBody top;
  std::vector<CallBody> batch;     // of the member `batch`, when that is a list
  std::deque<std::string> copies;  // what the views need that does not stand in the body as it is
};

std::optional<Member> member_named(std::string_view name);

// Nothing: not sure. The views refer to `body` and to `copies`.
std::optional<Body> scan(std::string_view body);
// `request.malformed`
Result<Body> parse(std::string_view body);

}  // namespace plaza::interactions
