// Bytes of a learner's snapshot: numbers as variable-length integers, text with its length, reals bit by bit. The same state gives the
// same bytes. Both ends work in pieces, so that a large state is never held in memory a second time.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace plaza::interactions {

// Takes bytes, in order; borrowed for the call.
using Pieces = std::function<void(std::string_view)>;
// Gives the next bytes; empty: there are no more.
using Source = std::function<std::string()>;

class Packer {
 public:
  Packer() = default;
  // What is packed goes out in pieces of about a megabyte, the last with finish().
  explicit Packer(Pieces out) : out_(std::move(out)), piece_(1u << 20) {}

  Packer& number(std::int64_t value) {
    char digits[10];
    std::size_t count = 0;
    auto rest = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
    for (; rest >= 0x80; rest >>= 7) digits[count++] = static_cast<char>(rest | 0x80);
    digits[count++] = static_cast<char>(rest);
    return raw(digits, count);
  }
  Packer& size(std::size_t value) { return number(static_cast<std::int64_t>(value)); }
  Packer& text(std::string_view value) {
    size(value.size());
    return raw(value.data(), value.size());
  }
  Packer& real(double value) { return bits(std::bit_cast<std::uint64_t>(value)); }
  Packer& real(float value) { return bits(std::bit_cast<std::uint32_t>(value)); }
  // As it is; little end first.
  template <class Unsigned>
  Packer& bits(Unsigned value) {
    static_assert(std::endian::native == std::endian::little);
    char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    return raw(bytes, sizeof value);
  }
  // What another packer took.
  Packer& append(std::string_view packed) { return raw(packed.data(), packed.size()); }
  std::string take() { return std::move(bytes_); }
  void finish() {
    if (out_ && !bytes_.empty()) out_(bytes_);
    bytes_.clear();
  }

 private:
  Packer& raw(const char* data, std::size_t count) {
    bytes_.append(data, count);
    if (bytes_.size() >= piece_) finish();
    return *this;
  }

  Pieces out_;
  std::size_t piece_ = std::numeric_limits<std::size_t>::max();
  std::string bytes_;
};

// Throws std::runtime_error when the bytes end too early.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
  explicit Unpacker(Source more) : more_(std::move(more)) {}
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  std::int64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1)[0]);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    throw std::runtime_error("A learner's snapshot holds no number where one must be.");
  }
  std::size_t size() { return static_cast<std::size_t>(number()); }
  std::string text() { return std::string(take(size())); }
  double real() { return std::bit_cast<double>(bits<std::uint64_t>()); }
  float real32() { return std::bit_cast<float>(bits<std::uint32_t>()); }
  template <class Unsigned>
  Unsigned bits() {
    Unsigned value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  // Nothing is left.
  bool done() {
    if (rest_.empty()) refill(1);
    return rest_.empty();
  }

 private:
  void refill(std::size_t count) {
    while (more_ && rest_.size() < count) {
      std::string next = more_();
      if (next.empty()) return;
      buffer_ = rest_.empty() ? std::move(next) : std::string(rest_) + next;
      rest_ = buffer_;
    }
  }
  std::string_view take(std::size_t count) {
    if (count > rest_.size()) refill(count);
    if (count > rest_.size()) throw std::runtime_error("A learner's snapshot ends too early.");
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  Source more_;
  std::string buffer_;
  std::string_view rest_;
};

}  // namespace plaza::interactions
