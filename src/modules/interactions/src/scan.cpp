// One pass over plain JSON. It is sure of: any JSON of small depth whose texts, where a record needs them, hold no escapes. It
// gives up (and Boost.JSON decides) on everything else: errors, escapes in names and needed texts, surrogates, long numbers.
#include <bit>
#include <cstring>

#include "calls.h"
#include "platform/base/text.h"

namespace plaza::interactions {

namespace {

constexpr int depth_max = 30;               // below Boost's limit of 32 in parse()
constexpr std::ptrdiff_t integer_digits_max = 18;
constexpr std::ptrdiff_t number_length_max = 24;
constexpr std::size_t call_bytes_usual = 200;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

constexpr std::uint64_t every_byte(unsigned char c) { return 0x0101010101010101ull * c; }

// The bytes of a word that end a text's plain run (a quote, a backslash, a control character), as their highest bits. Bytes
// behind the first one may be marked wrongly.
std::uint64_t stops_in(std::uint64_t word) {
  const std::uint64_t quote = word ^ every_byte('"');
  const std::uint64_t backslash = word ^ every_byte('\\');
  return (((quote - every_byte(1)) & ~quote) | ((backslash - every_byte(1)) & ~backslash) | ((word - every_byte(0x20)) & ~word)) &
         every_byte(0x80);
}

// JSON without the blanks between its parts.
std::string compact(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (!in_text && is_blank(c)) continue;
    out += c;
    if (in_text && c == '\\') out += json[++i];
    else if (c == '"') in_text = !in_text;
  }
  return out;
}

class Scanner {
 public:
  Scanner(std::string_view json, Body& body) : at_(json.data()), end_(at_ + json.size()), body_(body) {}

  bool document() {
    skip_blanks();
    if (!call(body_.top, 1, true)) return false;
    skip_blanks();
    return at_ == end_;
  }
  // Whether a text may hold anything but ASCII.
  bool beyond_ascii() const { return (high_bits_ & every_byte(0x80)) != 0; }

 private:
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  void skip_blanks() {
    while (at_ != end_ && is_blank(*at_)) {
      ++at_;
      blanks_ = true;
    }
  }

  // To the next quote, backslash or control character.
  void skip_plain() {
    static_assert(std::endian::native == std::endian::little);
    for (; end_ - at_ >= 8; at_ += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, at_, 8);
      high_bits_ |= word;
      if (const auto stops = stops_in(word)) {
        at_ += std::countr_zero(stops) / 8;
        return;
      }
    }
    for (; at_ != end_; ++at_) {
      const auto c = static_cast<unsigned char>(*at_);
      high_bits_ |= c;
      if (c < 0x20 || c == '"' || c == '\\') return;
    }
  }

  // After the opening quote, to past the closing one. `plain`: without escapes.
  bool text(std::string_view& out, bool& plain) {
    const char* start = at_;
    plain = true;
    for (;;) {
      skip_plain();
      if (at_ == end_) return false;
      if (*at_ == '"') {
        out = {start, static_cast<std::size_t>(at_ - start)};
        ++at_;
        return true;
      }
      plain = false;
      if (*at_ != '\\' || !escape()) return false;
    }
  }
  bool escape() {
    if (end_ - at_ < 6) return false;  // a text, its object and the body are not over yet
    ++at_;
    const char kind = *at_++;
    if (kind != 'u') return std::string_view("\"\\/bfnrt").find(kind) != std::string_view::npos;
    for (int i = 0; i < 4; ++i) {
      if (!is_hex(at_[i])) return false;
    }
    if (at_[0] == 'd' || at_[0] == 'D') return false;  // may be half of a pair
    at_ += 4;
    return true;
  }

  bool digits() {
    const char* start = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return at_ != start;
  }
  bool number(Value& value) {
    const char* start = at_;
    const bool negative = take('-');
    const char* first = at_;
    if (!digits() || (*first == '0' && at_ - first > 1)) return false;
    const bool whole = at_ == end_ || (*at_ != '.' && *at_ != 'e' && *at_ != 'E');
    if (whole && at_ - first > integer_digits_max) return false;
    if (take('.') && !digits()) return false;
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      ++at_;
      if (!take('-')) take('+');
      const char* exponent = at_;
      if (!digits() || at_ - exponent > 2) return false;
    }
    if (at_ - start > number_length_max || (negative && *first == '0')) return false;
    if (whole) value = {{start, static_cast<std::size_t>(at_ - start)}, Value::Kind::integer};
    return true;
  }
  bool word(std::string_view expected) {
    if (static_cast<std::size_t>(end_ - at_) < expected.size() || std::string_view(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }

  // Reads a value past its end. A text that is `wanted` must be plain.
  bool any(Value& value, int depth, bool wanted) {
    if (at_ == end_ || depth > depth_max) return false;
    value = {};
    switch (*at_) {
      case '"': {
        ++at_;
        bool plain = true;
        value.kind = Value::Kind::text;
        return text(value.text, plain) && (plain || !wanted);
      }
      case '{':
        return object(value, depth, wanted);
      case '[':
        value.kind = Value::Kind::array;
        return array(depth);
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number(value);
    }
  }
  bool object(Value& value, int depth, bool wanted) {
    const char* start = at_++;
    const bool blanks_before = blanks_;
    blanks_ = false;
    const auto skip = [&](std::string_view) {
      Value ignored;
      return any(ignored, depth + 1, false);
    };
    if (!members(skip)) return false;
    if (wanted) {
      const std::string_view json(start, static_cast<std::size_t>(at_ - start));
      value = {blanks_ ? std::string_view(body_.copies.emplace_back(compact(json))) : json, Value::Kind::object};
    }
    blanks_ = blanks_ || blanks_before;
    return true;
  }
  bool array(int depth) {
    const auto skip = [&] {
      Value ignored;
      return any(ignored, depth + 1, false);
    };
    return entries(skip);
  }

  // After the opening brace: each name to `read`, which takes its value.
  template <class Read>
  bool members(const Read& read) {
    skip_blanks();
    if (take('}')) return true;
    for (;;) {
      std::string_view name;
      bool plain = true;
      if (!take('"') || !text(name, plain)) return false;
      skip_blanks();
      if (!take(':')) return false;
      skip_blanks();
      name_is_plain_ = plain;
      if (!read(name)) return false;
      skip_blanks();
      if (take('}')) return true;
      if (!take(',')) return false;
      skip_blanks();
    }
  }
  // At the opening bracket.
  template <class Read>
  bool entries(const Read& read) {
    ++at_;
    skip_blanks();
    if (take(']')) return true;
    for (;;) {
      if (!read()) return false;
      skip_blanks();
      if (take(']')) return true;
      if (!take(',')) return false;
      skip_blanks();
    }
  }

  bool call(CallBody& call, int depth, bool top) {
    if (!take('{')) return false;
    const auto read = [&](std::string_view name) {
      if (!name_is_plain_) return false;
      const auto member = member_named(name);
      Value ignored;
      if (!member) return any(ignored, depth + 1, false);
      if (top && *member == Member::batch) {
        call[Member::batch] = {};
        body_.batch.clear();  // of two, the last counts
        if (at_ != end_ && *at_ == '[') {
          call[Member::batch].kind = Value::Kind::array;
          return batch(depth + 1);
        }
      }
      return any(call[*member], depth + 1, true);
    };
    return members(read);
  }
  bool batch(int depth) {
    body_.batch.reserve(static_cast<std::size_t>(end_ - at_) / call_bytes_usual + 1);
    const auto read = [&] {
      auto& each = body_.batch.emplace_back();
      if (at_ != end_ && *at_ == '{') return call(each, depth + 1, false);
      each.is_object = false;
      Value ignored;
      return any(ignored, depth + 1, false);
    };
    return entries(read);
  }

  const char* at_;
  const char* end_;
  Body& body_;
  bool blanks_ = false;  // since the start of the innermost object
  bool name_is_plain_ = true;
  std::uint64_t high_bits_ = 0;
};

}  // namespace

std::optional<Body> scan(std::string_view text) {
  std::optional<Body> body(std::in_place);
  Scanner scanner(text, *body);
  if (!scanner.document()) return std::nullopt;
  if (scanner.beyond_ascii() && !is_utf8(text)) return std::nullopt;
  return body;
}

}  // namespace plaza::interactions
