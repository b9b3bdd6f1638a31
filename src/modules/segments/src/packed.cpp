#include "packed.h"

#include <cmath>
#include <stdexcept>

namespace plaza::segments {
namespace {

// What stands behind a property's field.
enum class Tag : std::uint8_t { text, whole, real, no, yes, money_whole, money_real };
constexpr std::uint64_t tags = 8;
constexpr double whole_max = 9e15;

[[noreturn]] void broken() { throw std::runtime_error("A snapshot of the segments' learner cannot be read."); }

void append_number(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(0x80 | (value & 0x7f));
  out += static_cast<char>(value);
}

void append_whole(std::string& out, double number) {
  const auto value = static_cast<std::int64_t>(number);
  append_number(out, (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

void append_real(std::string& out, double number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof number);
}

bool is_whole(double number) {
  return std::abs(number) < whole_max && number == std::floor(number) && !(number == 0 && std::signbit(number));
}

Tag tag_of(const Property& property) {
  switch (property.kind) {
    case ValueKind::text: return Tag::text;
    case ValueKind::boolean: return property.number != 0 ? Tag::yes : Tag::no;
    case ValueKind::money: return is_whole(property.number) ? Tag::money_whole : Tag::money_real;
    default: return is_whole(property.number) ? Tag::whole : Tag::real;
  }
}

class Bytes {
 public:
  explicit Bytes(std::string_view left) : left_(left) {}
  bool empty() const { return left_.empty(); }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (left_.empty()) broken();
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7fu) << shift;
      if (!(byte & 0x80u)) return value;
    }
    broken();
  }
  double whole() {
    const auto value = number();
    return static_cast<double>(static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1)));
  }
  double real() {
    double value = 0;
    if (left_.size() < sizeof value) broken();
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return value;
  }

 private:
  std::string_view left_;
};

}  // namespace

void pack(const std::vector<Property>& properties, std::string& out) {
  for (const auto& property : properties) {
    const Tag tag = tag_of(property);
    append_number(out, property.field * tags + static_cast<std::uint64_t>(tag));
    if (tag == Tag::text || tag == Tag::money_whole || tag == Tag::money_real) append_number(out, property.text);
    if (tag == Tag::whole || tag == Tag::money_whole) append_whole(out, property.number);
    if (tag == Tag::real || tag == Tag::money_real) append_real(out, property.number);
  }
}

void unpack(std::string_view bytes, std::vector<Property>& out) {
  out.clear();
  for (Bytes left(bytes); !left.empty();) {
    const auto head = left.number();
    const auto tag = static_cast<Tag>(head % tags);
    if (head / tags > 0xffff || tag > Tag::money_real) broken();
    auto& property = out.emplace_back();
    property.field = static_cast<std::uint16_t>(head / tags);
    if (tag == Tag::whole || tag == Tag::real) property.kind = ValueKind::number;
    if (tag == Tag::no || tag == Tag::yes) {
      property.kind = ValueKind::boolean;
      property.number = tag == Tag::yes ? 1 : 0;
    }
    if (tag == Tag::money_whole || tag == Tag::money_real) property.kind = ValueKind::money;
    if (property.kind == ValueKind::text || property.kind == ValueKind::money) property.text = static_cast<Symbol>(left.number());
    if (tag == Tag::whole || tag == Tag::money_whole) property.number = left.whole();
    if (tag == Tag::real || tag == Tag::money_real) property.number = left.real();
  }
}

bool Packed::add(Time at, std::string_view properties) {
  const std::size_t length = properties.size() + tail;
  if (length > 0xffff) throw std::length_error("An occurrence has too many properties.");
  std::size_t place = used_;
  while (place > 0) {
    const Entry before = entry_before(place);
    if (before.at <= at) break;
    place = static_cast<std::size_t>(before.properties.data() - bytes_.get());
  }
  const std::size_t size = used_ + length;
  char* to = bytes_.get();
  if (rounded(size) > rounded(used_)) {
    std::unique_ptr<char[]> larger(new char[rounded(size)]);
    if (place > 0) std::memcpy(larger.get(), bytes_.get(), place);
    if (used_ > place) std::memcpy(larger.get() + place + length, bytes_.get() + place, used_ - place);
    bytes_ = std::move(larger);
    to = bytes_.get();
  } else if (used_ > place) {
    std::memmove(to + place + length, to + place, used_ - place);
  }
  if (!properties.empty()) std::memcpy(to + place, properties.data(), properties.size());
  std::memcpy(to + place + properties.size(), &at.micros, sizeof at.micros);
  const auto written = static_cast<std::uint16_t>(length);
  std::memcpy(to + place + length - sizeof written, &written, sizeof written);
  used_ = static_cast<std::uint32_t>(size);
  ++count_;
  if (place == 0) oldest_ = at;
  return place == 0;
}

void Packed::cut_front(std::size_t bytes) {
  const std::size_t left = used_ - bytes;
  if (left == 0) {
    bytes_.reset();
  } else if (rounded(left) < rounded(used_)) {
    std::unique_ptr<char[]> smaller(new char[rounded(left)]);
    std::memcpy(smaller.get(), bytes_.get() + bytes, left);
    bytes_ = std::move(smaller);
  } else {
    std::memmove(bytes_.get(), bytes_.get() + bytes, left);
  }
  used_ = static_cast<std::uint32_t>(left);
}

std::size_t Packed::drop_until(Time time) {
  if (count_ == 0 || oldest_ > time) return 0;
  std::size_t from = used_, kept = 0;
  Time oldest;
  each_from_newest([&](const Entry& entry) {
    if (entry.at <= time) return false;
    from = static_cast<std::size_t>(entry.properties.data() - bytes_.get());
    oldest = entry.at;
    ++kept;
    return true;
  });
  const std::size_t dropped = count_ - kept;
  cut_front(kept == 0 ? used_ : from);
  count_ = static_cast<std::uint32_t>(kept);
  oldest_ = oldest;
  return dropped;
}

void Packed::drop_oldest() {
  std::size_t second = used_, seen = 0;
  Time at;
  each_from_newest([&](const Entry& entry) {
    if (++seen == count_) return false;
    second = static_cast<std::size_t>(entry.properties.data() - bytes_.get());
    at = entry.at;
    return true;
  });
  if (count_ == 0) return;
  cut_front(count_ == 1 ? used_ : second);
  --count_;
  oldest_ = at;
}

void Packed::restore(std::string_view bytes, std::size_t count) {
  if (bytes.size() > 0xffffffffu) broken();
  bytes_.reset(bytes.empty() ? nullptr : new char[rounded(bytes.size())]);
  if (!bytes.empty()) std::memcpy(bytes_.get(), bytes.data(), bytes.size());
  used_ = static_cast<std::uint32_t>(bytes.size());
  count_ = static_cast<std::uint32_t>(count);
  std::size_t seen = 0;
  for (std::size_t end = used_; end > 0; ++seen) {
    std::uint16_t length = 0;
    if (end < tail) broken();
    std::memcpy(&length, bytes_.get() + end - sizeof length, sizeof length);
    if (length < tail || length > end) broken();
    oldest_ = entry_before(end).at;
    end -= length;
  }
  if (seen != count) broken();
}

}  // namespace plaza::segments
